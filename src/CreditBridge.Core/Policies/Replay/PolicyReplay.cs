using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.CreditFiles.Past;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>
/// Runs two policies over the past as it was known then and says where they differ. Accounts pass by in batches, those of a group together, several batches side by
/// side: memory holds some batches and the sums, whatever the number of accounts. Groups are as they are today; what their members owed is as of each date.
/// </summary>
public sealed class PolicyReplay(IHistoryStore history, ISnapshotReader snapshots)
{
    private const int AccountsAtOnce = 200;

    /// <summary>Answers the question.</summary>
    /// <param name="question">The question; it has at least one date.</param>
    /// <param name="progress">Told after each batch how many accounts are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<ReplayReport> RunAsync(ReplayQuestion question, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfZero(question.Dates.Count);
        var reach = new HistoryReach(await history.GetStartsAsync(cancellationToken));
        var reference = await ReferenceHistory.ReadAsync(snapshots, cancellationToken);
        var references = question.Dates.Select(d => reference.On(d.BusinessDate)).ToList();
        var known = await history.CountAccountsAsync(cancellationToken);
        var total = new ReplayTally(question);
        var done = 0L;
        await Parallel.ForEachAsync(
            history.ListAccountsAsync(cancellationToken).InBatchesAsync(AccountsAtOnce, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = question.Parallelism, CancellationToken = cancellationToken },
            async (groups, token) =>
            {
                var tally = await ReplayAsync(groups, question, reach, references, token);
                lock (total)
                {
                    total.Add(tally);
                    done += groups.Sum(g => g.Members.Count);
                    progress?.Report(new RunProgress(RunStage.Evaluating, "", done, Math.Max(known, done)));
                }
            });
        return total.ToReport();
    }

    private async Task<ReplayTally> ReplayAsync(
        IReadOnlyList<AccountGroup> groups, ReplayQuestion question, HistoryReach reach, List<ReferenceData> references, CancellationToken cancellationToken)
    {
        var tally = new ReplayTally(question);
        var replay = new AccountReplay(question, [.. question.Dates.Select((d, i) => new DayRates(d, references[i], question.Proposed.Currency))]);
        var pasts = (await history.ReadAsync([.. groups.SelectMany(g => g.Members)], question.Dates[0].Instant, cancellationToken))
            .ToDictionary(p => p.AccountKey, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var files = new Dictionary<string, (PastFile?[] Files, LaterInvoices Invoices)>(StringComparer.Ordinal);
            foreach (var key in group.Members)
            {
                if (pasts.Remove(key, out var past))
                    files.Add(key, FilesOf(past, question, reach, references));
            }

            var isGroup = group.Members.Count > 1 || group.Members[0] != group.TopKey;
            for (var i = 0; isGroup && i < question.Dates.Count; i++)
                PutGroups(group.TopKey, files, i);
            foreach (var (key, (dated, invoices)) in files)
                Run(replay, key, dated, invoices, tally);
        }

        return tally;
    }

    private static (PastFile?[] Files, LaterInvoices Invoices) FilesOf(AccountPast past, ReplayQuestion question, HistoryReach reach, List<ReferenceData> references)
    {
        var timeline = new AccountTimeline(past, reach);
        var files = new PastFile?[question.Dates.Count];
        for (var i = 0; i < files.Length; i++)
            files[i] = timeline.FileAt(question.Dates[i], references[i]);
        return (files, new LaterInvoices(timeline.Today, question.Today.BusinessDate));
    }

    private static void PutGroups(string topKey, Dictionary<string, (PastFile?[] Files, LaterInvoices Invoices)> files, int date)
    {
        var ledger = new GroupLedger(topKey);
        foreach (var (dated, _) in files.Values)
        {
            if (dated[date] is { File: var file })
                ledger.Add(MemberLedger.Of(file));
        }

        ledger.Close();
        foreach (var (key, (dated, _)) in files)
        {
            if (dated[date] is { } past)
                dated[date] = past with { File = CreditFileAssembler.InGroup(past.File, ledger) };
        }
    }

    private static void Run(AccountReplay replay, string key, PastFile?[] files, LaterInvoices invoices, ReplayTally tally)
    {
        try
        {
            replay.Run(files, invoices, tally);
        }
#pragma warning disable CA1031 // One account that reveals a defect must not keep the others from being replayed; the report names it.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            tally.Defect(key, defect.Message);
        }
    }
}
