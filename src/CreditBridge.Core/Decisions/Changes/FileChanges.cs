using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Decisions.Changes;

/// <summary>Says what happened between two decisions about an account: another policy, records that are new, changed or gone, or time alone.</summary>
public static class FileChanges
{
    private const int MostNamed = 3;

    /// <summary>What happened, one sentence per kind of record; never empty.</summary>
    public static IReadOnlyList<string> Between(CreditDecision before, CreditFile fileBefore, CreditDecision after, CreditFile fileAfter)
    {
        var causes = new List<string>();
        if (before.PolicyVersion != after.PolicyVersion)
            causes.Add($"policy {after.PolicyVersion} instead of {before.PolicyVersion}");
        Compare(causes, "account", [fileBefore.Account], [fileAfter.Account], a => a.Name);
        Compare(causes, "ERP customer", fileBefore.Customers, fileAfter.Customers, c => c.Key);
        var lost = (fileBefore.LostCustomers ?? []).Select(l => l.Customer).ToHashSet();
        causes.AddRange((fileAfter.LostCustomers ?? []).Where(l => !lost.Contains(l.Customer)).Select(l => $"customer {l.Customer} is no longer in the ERP: what was last known of it counts"));
        causes.AddRange((fileAfter.KeptCustomers ?? []).Except(fileBefore.KeptCustomers ?? []).Select(c => $"the key of customer {c} was taken out of the account: it counts on until it is said whose it is"));
        causes.AddRange(fileAfter.UnknownCustomers.Except(fileBefore.UnknownCustomers).Select(c => $"customer key {c} is in no ERP"));
        causes.AddRange(fileBefore.UnknownCustomers.Except(fileAfter.UnknownCustomers).Select(c => $"customer key {c}, which was in no ERP, is delivered or was corrected"));
        causes.AddRange((fileAfter.Unreadable ?? []).Except(fileBefore.Unreadable ?? []).Select(u => $"customer {u.Customer}: {u.What}"));
        causes.AddRange((fileBefore.Unreadable ?? []).Where(u => fileAfter.Unreadable?.Any(a => a.Customer == u.Customer && a.Kind == u.Kind && a.IsRepetition == u.IsRepetition) != true)
            .Select(u => u.IsRepetition == true ? $"customer {u.Customer}: {u.Records} that stood more than once {(u.Count == 1 ? "does" : "do")} so no longer"
                : $"customer {u.Customer}: {u.Records} that could not be read {(u.Count == 1 ? "was" : "were")} corrected or taken away"));
        Compare(causes, "open item", fileBefore.OpenItems, fileAfter.OpenItems, i => $"{i.Document} ({i.OpenAmount.ToDisplay()})");
        Compare(causes, "paid item", fileBefore.Payments, fileAfter.Payments, p => p.Document);
        Compare(causes, "open order", fileBefore.Orders, fileAfter.Orders, o => o.Order);
        Compare(causes, "deal", fileBefore.Opportunities, fileAfter.Opportunities, o => o.Name);
        Compare(causes, "bureau report", fileBefore.BureauReports, fileAfter.BureauReports, r => r.Key);
        Compare(causes, "financial statement", fileBefore.Statements, fileAfter.Statements, s => s.Key);
        Compare(causes, "security", fileBefore.Securities, fileAfter.Securities, s => s.Key);
        Compare(causes, "signal", fileBefore.Signals, fileAfter.Signals, s => s.Key);
        Compare(causes, "exception", fileBefore.Overrides, fileAfter.Overrides, o => o.Key);
        Compare(causes, "exchange rate", fileBefore.Rates, fileAfter.Rates, r => r.Key);
        Compare(causes, "stage", fileBefore.Stages, fileAfter.Stages, s => s.Key);
        if (before.Group != after.Group)
            causes.Add("the group's figures");
        if (causes.Count == 0)
            causes.Add(before.AsOf.BusinessDate == after.AsOf.BusinessDate ? "what earlier decisions said" : string.Create(CultureInfo.InvariantCulture, $"time alone: {after.AsOf.BusinessDate:yyyy-MM-dd} instead of {before.AsOf.BusinessDate:yyyy-MM-dd}"));
        return causes;
    }

    private static void Compare<T>(List<string> causes, string what, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> name)
        where T : SourceRecord
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var record in before)
            known[record.Key] = record;
        var (added, changed) = (new List<T>(), new List<T>());
        foreach (var record in after)
        {
            if (!known.Remove(record.Key, out var was))
                added.Add(record);
            else if (!Says(was, record))
                changed.Add(record);
        }

        Tell(causes, what, "new", added, name);
        Tell(causes, what, "changed", changed, name);
        Tell(causes, what, "gone", [.. known.Values.OrderBy(r => r.Key, StringComparer.Ordinal)], name);
    }

    // Records with lists in them are equal only as the same instance: their content decides.
    private static bool Says(SourceRecord was, SourceRecord now) => was.Equals(now) || RecordCodec.Encode(was).AsSpan().SequenceEqual(RecordCodec.Encode(now));

    private static void Tell<T>(List<string> causes, string what, string how, List<T> records, Func<T, string> name)
    {
        if (records.Count == 0)
            return;
        var named = string.Join(", ", records.Take(MostNamed).Select(name)) + (records.Count > MostNamed ? ", …" : "");
        causes.Add(records.Count == 1 ? $"{what} {how}: {named}" : string.Create(CultureInfo.InvariantCulture, $"{records.Count:N0} {Plural(what)} {how}: {named}"));
    }

    private static string Plural(string what) => what.EndsWith('y') ? what[..^1] + "ies" : what + "s";
}
