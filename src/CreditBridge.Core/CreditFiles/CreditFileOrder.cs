using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.CreditFiles;

/// <summary>Puts the lists of a file into the one order that the evaluation and the hash rely on, so that the order in which sources delivered never shows.</summary>
public static class CreditFileOrder
{
    /// <summary>The file with every list in ascending order of its keys; the same instance's lists where they already are.</summary>
    public static CreditFile InOrder(this CreditFile file) => file with
    {
        Account = file.Account with { CustomerKeys = Sorted(file.Account.CustomerKeys, CompareCustomers) },
        Customers = Sorted(file.Customers, CompareRecords),
        UnknownCustomers = Sorted(file.UnknownCustomers, CompareCustomers),
        SharedCustomers = Sorted(file.SharedCustomers, CompareCustomers),
        LostCustomers = file.LostCustomers is { } lost ? Sorted(lost, (a, b) => CompareCustomers(a.Customer, b.Customer)) : null,
        KeptCustomers = file.KeptCustomers is { } kept ? Sorted(kept, CompareCustomers) : null,
        Unreadable = file.Unreadable is { } unreadable ? Sorted(unreadable, CompareUnreadable) : null,
        OpenItems = Sorted(file.OpenItems, CompareRecords),
        Payments = Sorted(file.Payments, CompareRecords),
        Opportunities = Sorted(file.Opportunities, CompareRecords),
        Orders = Sorted(file.Orders, CompareRecords),
        BureauReports = Sorted(file.BureauReports, CompareRecords),
        Statements = Sorted(file.Statements, CompareRecords),
        Securities = Sorted(file.Securities, CompareRecords),
        Signals = Sorted(file.Signals, CompareRecords),
        Overrides = Sorted(file.Overrides, CompareRecords),
        Stages = Sorted(file.Stages, CompareRecords),
        Rates = Sorted(file.Rates, CompareRecords),
    };

    private static IReadOnlyList<T> Sorted<T>(IReadOnlyList<T> list, Comparison<T> comparison)
    {
        for (var i = 1; i < list.Count; i++)
        {
            if (comparison(list[i - 1], list[i]) <= 0)
                continue;
            var sorted = list.ToArray();
            Array.Sort(sorted, comparison);
            return sorted;
        }

        return list;
    }

    private static int CompareCustomers(CustomerKey a, CustomerKey b) => string.CompareOrdinal(a.ToString(), b.ToString());

    private static int CompareUnreadable(UnreadableRecords a, UnreadableRecords b) =>
        string.CompareOrdinal(a.Customer, b.Customer) is var byCustomer and not 0 ? byCustomer
        : a.Kind.CompareTo(b.Kind) is var byKind and not 0 ? byKind : (a.IsRepetition == true).CompareTo(b.IsRepetition == true);

    // Two records with one key should not occur; if they do, their content decides, so that the order still does not depend on the source.
    private static int CompareRecords(SourceRecord a, SourceRecord b) =>
        string.CompareOrdinal(a.Key, b.Key) is var byKey and not 0 ? byKey : string.CompareOrdinal(a.ToString(), b.ToString());
}
