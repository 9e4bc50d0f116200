using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation;

/// <summary>What is unknown, and what is said, of an account some of whose customers' records could not be read. A record that nobody can read is not one that says nothing.</summary>
internal static class UnreadableRecordsOfFile
{
    private const int MostNamed = 3;
    private const AmountGroups OfItems = AmountGroups.Owed | AmountGroups.PastDue | AmountGroups.Disputed | AmountGroups.Credits;
    private const AmountGroups OfOrders = AmountGroups.Orders | AmountGroups.LaterOrders | AmountGroups.Unbilled | AmountGroups.PrepaidOrders;

    /// <summary>Whether there are such records.</summary>
    public static bool HasUnreadable(this CreditFile file) => file.Unreadable is { Count: > 0 };

    /// <summary>Whether there are such records of a kind.</summary>
    public static bool HasUnreadable(this CreditFile file, RecordKind kind) => file.Unreadable?.Any(u => u.Kind == kind) == true;

    /// <summary>Whether there are such records about another account of the group.</summary>
    public static bool HasUnreadableMember(this CreditFile file) => file.Group?.Others.Any(o => o.IsUnreadable == true) == true;

    /// <summary>The groups of amounts that have gaps by them.</summary>
    public static AmountGroups AmountsOf(CreditFile file)
    {
        var groups = AmountGroups.None;
        foreach (var unreadable in file.Unreadable ?? [])
        {
            groups |= unreadable.Kind switch
            {
                RecordKind.Receivable => OfItems,
                RecordKind.OpenOrder => OfOrders,
                _ => AmountGroups.Limits,
            };
        }

        return groups;
    }

    /// <summary>
    /// Whether an input that needs no amounts cannot be told: how many items there are, how old the oldest is, whether the ERP holds the customer. How long an item of the group is due
    /// cannot be told either while another account of it names a customer that no ERP delivers.
    /// </summary>
    public static bool Leaves(this CreditFile file, CreditInput input) => input switch
    {
        { Source: InputSource.Receivables, Unit: InputUnit.Days or InputUnit.Count } => file.HasUnreadable(RecordKind.Receivable),
        { Source: InputSource.Group, Unit: InputUnit.Days } => file.HasUnreadable(RecordKind.Receivable) || file.HasUnreadableMember() || file.HasUndeliveredMember(),
        { Source: InputSource.Orders, Unit: InputUnit.Count } => file.HasUnreadable(RecordKind.OpenOrder),
        { Source: InputSource.Erp, Unit: InputUnit.Flag } => file.HasUnreadable(RecordKind.ErpCustomer),
        _ => false,
    };

    /// <summary>The sentence for sales and credit; only for a file that has such records.</summary>
    public static string Sentence(CreditFile file) => !file.HasUnreadable()
        ? $"What its group of companies owes is not known: the ERP has records about {Members(file)} that cannot be read."
        : $"The ERP has records about this customer that {Trouble(file)} ({Records(file)}): {Subject(file)} not known until they are corrected.";

    /// <summary>Why a hold stays.</summary>
    public static string KeepsHold(CreditFile file) => !file.HasUnreadable()
        ? $"Records about {Members(file)} of its group cannot be read: nothing is released before they are corrected."
        : $"Records about the customer {Trouble(file)} ({Records(file)}): nothing is released before they are corrected.";

    private static string Subject(CreditFile file) => file.Unreadable!.All(u => u.Kind == RecordKind.ErpCustomer) ? "its limit there, and whether it is on hold there, are" : "what it owes is";

    private static string Trouble(CreditFile file) => file.Unreadable!.Count(u => u.IsRepetition == true) is var repeated && repeated == file.Unreadable!.Count ? "stand more than once"
        : repeated > 0 ? "cannot be read or stand more than once" : "cannot be read";

    private static string Members(CreditFile file) => string.Join(", ", file.Group!.Others.Where(o => o.IsUnreadable == true).Take(MostNamed).Select(o => $"'{o.Name}'"));

    private static string Records(CreditFile file) => string.Join(", ", file.Unreadable!.GroupBy(u => u.Kind).OrderBy(g => g.Key)
        .Select(g => g.First() with { Count = g.Sum(u => u.Count) }).Select(u => u.Records));
}
