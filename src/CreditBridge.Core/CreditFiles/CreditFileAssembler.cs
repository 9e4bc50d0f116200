using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles;

/// <summary>Puts together what is stored about an account. Pure: what it does not get, it does not know.</summary>
internal static class CreditFileAssembler
{
    /// <summary>The credit file of one account.</summary>
    /// <param name="rows">What is stored about it.</param>
    /// <param name="reference">Records that concern every account.</param>
    /// <param name="asOf">The moment for which the question is asked.</param>
    /// <param name="group">What its group owes; null when it is in none.</param>
    public static CreditFile Assemble(AccountRows rows, ReferenceData reference, AsOf asOf, GroupLedger? group = null)
    {
        var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account);
        var merged = rows.Merged.Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        var records = rows.Related.Select(r => OfKeptAccount(RecordCodec.Decode(r.Kind, r.Payload), account.Key, merged)).OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        var paymentsFrom = asOf.BusinessDate.DayNumber > CreditFile.PaymentWindowDays ? asOf.BusinessDate.AddDays(-CreditFile.PaymentWindowDays) : DateOnly.MinValue;
        var file = new CreditFile(asOf, account)
        {
            Customers = [.. records.OfType<ErpCustomerRecord>()],
            UnknownCustomers = [.. rows.UndeliveredCustomers.Select(CustomerKey.Parse)],
            SharedCustomers = [.. rows.SharedCustomers.Order(StringComparer.Ordinal).Select(CustomerKey.Parse)],
            LostCustomers = rows.LostCustomers is { Count: > 0 } lost ? [.. lost.OrderBy(l => l.Customer.ToString(), StringComparer.Ordinal)] : null,
            KeptCustomers = rows.KeptCustomers is { Count: > 0 } kept ? [.. kept.Select(CustomerKey.Parse)] : null,
            Unreadable = rows.Unreadable is { Count: > 0 } unreadable
                ? [.. unreadable.OrderBy(u => u.Customer, StringComparer.Ordinal).ThenBy(u => u.Kind).ThenBy(u => u.IsRepetition == true)] : null,
            OpenItems = [.. records.OfType<ReceivableRecord>()],
            Payments = [.. records.OfType<PaymentRecord>().Where(p => p.PaidOn >= paymentsFrom)],
            Opportunities = [.. records.OfType<OpportunityRecord>().Where(o => !o.IsClosed)],
            Orders = [.. records.OfType<OpenOrderRecord>()],
            BureauReports = [.. records.OfType<BureauReportRecord>()],
            Statements = [.. records.OfType<FinancialStatementRecord>()],
            Securities = [.. records.OfType<SecurityRecord>()],
            Signals = [.. records.OfType<SignalRecord>()],
            Overrides = [.. records.OfType<OverrideRecord>()],
            Stages = reference.Stages,
            Rates = reference.Rates,
        };
        return group is null ? file : InGroup(file, group);
    }

    // Deals that the CRM has not moved yet, and exceptions that were granted to an account before it was merged, are the kept account's now.
    private static SourceRecord OfKeptAccount(SourceRecord record, string account, HashSet<string> merged) => record switch
    {
        OpportunityRecord { AccountKey: { } key } deal when merged.Contains(key) => deal with { AccountKey = account },
        OverrideRecord granted when merged.Contains(granted.AccountKey) => granted with { AccountKey = account },
        _ => record,
    };

    /// <summary>The file with what the account's group owes, and with the exceptions that were granted to the whole group through any of its accounts.</summary>
    public static CreditFile InGroup(CreditFile file, GroupLedger group) => file with
    {
        Group = group.StandingOf(file.Account.Key),
        Overrides = group.Overrides.Count == 0
            ? file.Overrides
            : [.. file.Overrides.Where(o => o.Scope != OverrideScope.Group).Concat(group.Overrides).OrderBy(o => o.Key, StringComparer.Ordinal)],
    };
}
