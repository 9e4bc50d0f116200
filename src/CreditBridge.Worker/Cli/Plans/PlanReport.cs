using System.Text;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Plans;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Plans;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Plans;

/// <summary>A plan on its way out: the accounts go through one by one; what is kept is the summary and the accounts that the table lists.</summary>
/// <param name="origin">What the plan is made on.</param>
/// <param name="report">The cycle that read and evaluated.</param>
/// <param name="limit">The most accounts that the table lists.</param>
internal sealed class PlanReport(PlanOrigin origin, CycleReport report, int limit) : IAsyncDisposable
{
    private const int MostDrifted = 100;

    private readonly PriorityQueue<PlannedAccount, (int Hold, decimal Pipeline, int Place)> _listed = new();
    private PlanWriter? _writer;
    private long _unclaimed;
    private IReadOnlyList<DriftedField> _drifted = [];
    private DriftCounts _drift = new(0, 0, 0);

    /// <summary>What the plan comes to; complete after <see cref="WriteAsync"/>.</summary>
    public PlanSummary Summary { get; private set; } = null!;

    /// <summary>Reads the plan and writes it in a format; for a table, nothing is written and <see cref="Show"/> shows it.</summary>
    public async Task WriteAsync(Bridge bridge, PlanFormat format, Stream output, CancellationToken cancellationToken)
    {
        var figures = await bridge.Database.Engine.GetFiguresAsync(cancellationToken);
        Summary = new PlanSummary(bridge.ActivePolicy.Currency, figures.Records.Where(r => r.Kind == Abstractions.Records.RecordKind.Account).Sum(r => r.Count));
        _unclaimed = figures.UnclaimedCustomers;
        _drift = await bridge.Database.Drift.CountAsync(cancellationToken);
        _drifted = [.. (await bridge.Database.Drift.ListAsync(MostDrifted, cancellationToken)).Where(d => d.State != DriftState.Reasserted)];
        if (report.NeverRead.Count > 0)
            Summary.Withheld = (await bridge.Database.Outbox.CountAsync(cancellationToken)).Pending;

        await using var text = format == PlanFormat.Csv ? new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) : null;
        if (text is not null)
            await PlanCsv.WriteHeaderAsync(text);
        _writer = format == PlanFormat.Json ? new PlanWriter() : null;
        if (report.NeverRead.Count == 0)
        {
            var reader = new PlanReader(bridge.Database.Outbox, bridge.Database.Decisions, bridge.Database.Drift);
            await foreach (var account in reader.ReadAsync(bridge.Crm.Name, bridge.ActivePolicy, cancellationToken))
            {
                Summary.Add(account);
                List(account);
                if (text is not null)
                    await PlanCsv.WriteAsync(text, account);
                if (_writer is not null)
                    await _writer.AddAsync(account, cancellationToken);
            }
        }

        if (_writer is not null)
            await _writer.WriteAsync(output, [("plan", CommandOutput.ToLine(Head())), ("report", CommandOutput.ToLine(report with { Unclaimed = _unclaimed }))], cancellationToken);
    }

    /// <summary>What machines read when the plan itself is in a file.</summary>
    public object Summed(string file) => new { plan = Head(), report = report with { Unclaimed = _unclaimed }, file };

    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console, string? file) =>
        PlanTables.Show(console, report with { Unclaimed = _unclaimed }, Summary, [.. _listed.UnorderedItems.OrderByDescending(l => l.Priority).Select(l => l.Element)], _drift, _drifted, file);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync();
    }

    private object Head() => new
    {
        Format = PlanFile.Format,
        Origin = origin,
        Summary.HoldsToSet,
        Summary.HeldPercent,
        Summary.HoldsToRelease,
        Pipeline = Summary.Pipeline.ToString(),
        Summary.PipelineDeals,
        Summary.PipelineWithoutAmount,
        Summary.KnownAccounts,
        Summary.Accounts,
        Summary.Records,
        Summary.FieldCounts,
        Summary.Accompanying,
        Summary.Waiting,
        Summary.Refused,
        Summary.Withheld,
        Drift = _drift,
        DriftThatStays = _drifted.Select(d => new { d.Target.Kind, d.Target.Key, Field = d.Field.FullName, d.Ours, d.Theirs, d.ChangedBy, d.ChangedAt, d.State }),
    };

    // The most telling stay: holds before everything, then the largest pipeline.
    private void List(PlannedAccount account)
    {
        if (limit <= 0)
            return;
        var hold = account.Hold switch { HoldChange.Set => 2, HoldChange.Release => 1, _ => 0 };
        _listed.Enqueue(account, (hold, account.TouchesDeals ? account.Pipeline.Amount : -1m, -(int)Math.Min(Summary.Accounts, int.MaxValue)));
        if (_listed.Count > limit)
            _listed.Dequeue();
    }
}
