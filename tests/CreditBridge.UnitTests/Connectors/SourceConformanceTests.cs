using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.TestKit.Connectors;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Connectors;

/// <summary>The conformance kit finds what it is there to find: a source with each fault fails the test that is named for it, and without fault all pass.</summary>
public sealed class SourceConformanceTests
{
    [Theory]
    [InlineData(Fault.None, "")]
    [InlineData(Fault.LosesLastOfPage, nameof(SourceConformance.Read_FromTheBeginning_GivesEveryRecordInBoundedPages))]
    [InlineData(Fault.CheckpointTooFar, nameof(SourceConformance.Read_ResumedFromAnyCheckpoint_EndsInTheSameState))]
    [InlineData(Fault.FailsOnStrangeCheckpoint, nameof(SourceConformance.Read_FromAnUnreadableCheckpoint_ReadsEverything))]
    [InlineData(Fault.IgnoresCancellation, nameof(SourceConformance.Read_CancelledInTheMiddle_EndsAndCanGoOn))]
    [InlineData(Fault.StopsAtUnreadable, nameof(SourceConformance.Read_WithAnUnreadableRecord_RejectsItAndGivesTheOthers))]
    [InlineData(Fault.MissesChanges, nameof(SourceConformance.Read_OfChangedRecords_KeepsTheirKeysAndShowsTheChange))]
    public async Task Kit_FindsTheFault(Fault fault, string test)
    {
        var kit = new Kit(fault);
        var failed = new List<string>();
        foreach (var method in typeof(SourceConformance).GetMethods().Where(m => m.Name.StartsWith("Read_", StringComparison.Ordinal)))
        {
            try
            {
                await (Task)method.Invoke(kit, method.GetParameters().Length == 0 ? [] : ["?"])!;
            }
            catch (Exception e) when (e is ShouldAssertException or FormatException)
            {
                failed.Add(method.Name);
            }
        }

        if (fault == Fault.None)
            failed.ShouldBeEmpty();
        else
            failed.ShouldContain(test);
    }

    public enum Fault
    {
        None,
        LosesLastOfPage,
        CheckpointTooFar,
        FailsOnStrangeCheckpoint,
        IgnoresCancellation,
        StopsAtUnreadable,
        MissesChanges,
    }

    private sealed class Kit(Fault fault) : SourceConformance
    {
        protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new Log(fault));
    }

    /// <summary>A system that is nothing but a list of changes; number 0 stands for one that cannot be read.</summary>
    private sealed class Log(Fault fault) : ISourceHarness, IConnection, ISource<ErpCustomerRecord>
    {
        private readonly List<(int Number, int Version)> _changes = [];

        public RecordKind Kind => RecordKind.ErpCustomer;

        public string Name => "log";

        public IReadOnlyList<ISource> Sources => [this];

        public IFieldSink? Sink => null;

        public ConnectionUsage Usage => new(0);

        public IConnection Connect(ConnectionContext context) => this;

        public string KeyOf(int number) => $"log:1/{number}";

        public Task PublishAsync(IReadOnlyList<int> numbers, int version)
        {
            foreach (var number in numbers.Where(n => fault != Fault.MissesChanges || _changes.All(c => c.Number != n)))
                _changes.Add((number, version));
            return Task.CompletedTask;
        }

        public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
        {
            await PublishAsync([0, .. numbers], version);
            return true;
        }

        public async IAsyncEnumerable<SourcePage<ErpCustomerRecord>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (!int.TryParse(from?.Value, out var at) && from is not null && fault == Fault.FailsOnStrangeCheckpoint)
                throw new FormatException("strange checkpoint");
            while (at < _changes.Count)
            {
                if (fault != Fault.IgnoresCancellation)
                    cancellationToken.ThrowIfCancellationRequested();
                var slice = _changes.Skip(at).Take(3).ToList();
                at += slice.Count;
                if (fault == Fault.StopsAtUnreadable && slice.Any(c => c.Number == 0))
                    yield break;
                var records = slice.Where(c => c.Number != 0).Select(c => SourceChange<ErpCustomerRecord>.Upsert(new ErpCustomerRecord(new CustomerKey("log", "1", $"{c.Number}"), $"v{c.Version}"))).ToList();
                if (fault == Fault.LosesLastOfPage)
                    records = [.. records.SkipLast(1)];
                yield return new SourcePage<ErpCustomerRecord>(records, new Checkpoint($"{at + (fault == Fault.CheckpointTooFar ? 1 : 0)}"))
                {
                    Rejected = [.. slice.Where(c => c.Number == 0).Select(_ => new RejectedRecord("change 1", "It has no number."))],
                };
            }
        }

        public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<CheckFinding>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
