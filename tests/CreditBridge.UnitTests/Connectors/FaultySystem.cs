using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.TestKit.Connectors;
using Fault = CreditBridge.UnitTests.Connectors.SourceConformanceTests.Fault;

namespace CreditBridge.UnitTests.Connectors;

/// <summary>A system that is nothing but a list of changes, with a fault of choice. Number 0 stands for a record that cannot be read.</summary>
internal sealed class FaultySystem(Fault fault) : ISourceHarness, IConnection, ISource<ErpCustomerRecord>
{
    private readonly List<Change> _changes = [];
    private readonly List<object> _given = [];
    private SchemaDrift _drift;
    private bool _isRefused;

    public RecordKind Kind => RecordKind.ErpCustomer;

    public string Name => "log";

    public IReadOnlyList<ISource> Sources => [this];

    public IFieldSink? Sink => null;

    public ConnectionUsage Usage => new(0);

    public IReadOnlyDictionary<Ability, string> Cannot => fault switch
    {
        Fault.DeclaresNothing => new Dictionary<Ability, string>(),
        Fault.DeclaresTooMuch => new Dictionary<Ability, string> { [Ability.LateArrival] = "Changes have no stamps here.", [Ability.Deletion] = "Nothing is ever deleted here." },
        Fault.DeclaresWithoutReason => new Dictionary<Ability, string> { [Ability.LateArrival] = "no" },
        _ => new Dictionary<Ability, string> { [Ability.LateArrival] = "Changes have no stamps here." },
    };

    public IConnection Connect(ConnectionContext context)
    {
        _isRefused = false;
        return this;
    }

    public IConnection? ConnectRefused(ConnectionContext context)
    {
        _isRefused = fault != Fault.TakesAnyLogin;
        return this;
    }

    public string KeyOf(int number) => $"log:1/{number}";

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers.Where(n => fault != Fault.MissesChanges || _changes.All(c => c.Number != n)))
            _changes.Add(new Change(number, version) { Drift = _drift });
        return Task.CompletedTask;
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await PublishAsync([0, .. numbers], version);
        return true;
    }

    public Task<bool> DeleteAsync(IReadOnlyList<int> numbers)
    {
        if (fault != Fault.ForgetsDeletions)
            _changes.AddRange(numbers.Select(n => new Change(n, 0) { IsGone = true }));
        return Task.FromResult(true);
    }

    public Task<bool> PublishTwiceAsync(int number, int version, int then)
    {
        int[] versions = fault == Fault.GivesTheEarlierOfTwo ? [then, version] : [version, then];
        _changes.AddRange(versions.Select(v => new Change(number, v)));
        return Task.FromResult(true);
    }

    public Task<bool> RenumberAsync(int number, int becomes)
    {
        if (fault != Fault.KeepsTheOldKey)
            _changes.Add(new Change(number, 0) { IsGone = true });
        _changes.Add(new Change(becomes, 1));
        return Task.FromResult(true);
    }

    public Task<bool> PublishAmountAsync(int number, decimal amount, string currency)
    {
        _changes.Add(new Change(number, 1) { Amount = amount, Currency = currency });
        return Task.FromResult(true);
    }

    public Task<bool> DriftAsync(SchemaDrift drift)
    {
        _drift = drift;
        return Task.FromResult(true);
    }

    public async IAsyncEnumerable<SourcePage<ErpCustomerRecord>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_isRefused)
            throw new ConnectorException(new Failure(FailureKind.Authentication, "The log does not know you.", "Name yourself."));
        if (!int.TryParse(from?.Value, out var at) && from is not null && fault == Fault.FailsOnStrangeCheckpoint)
            throw new FormatException("strange checkpoint");
        while (at < _changes.Count)
        {
            if (fault != Fault.IgnoresCancellation)
                cancellationToken.ThrowIfCancellationRequested();
            var slice = _changes.Skip(at).Take(fault == Fault.GivesAllAtOnce ? int.MaxValue : 3).ToList();
            at += slice.Count;
            if (fault == Fault.StopsAtUnreadable && slice.Any(c => c.Number == 0))
                yield break;
            if (fault == Fault.FailsOnStrangeColumn && slice.Any(c => c.Drift == SchemaDrift.AddedColumn))
                throw new FormatException("strange column");
            var changes = slice.Where(c => ReasonAgainst(c) is null).Select(ChangeOf).ToList();
            if (fault == Fault.LosesLastOfPage)
                changes = [.. changes.SkipLast(1)];
            if (fault == Fault.KeepsWhatItGave)
                _given.AddRange(changes.Select(c => c.Current).OfType<object>());
            yield return new SourcePage<ErpCustomerRecord>(changes, new Checkpoint($"{at + (fault == Fault.CheckpointTooFar ? 1 : 0)}"))
            {
                Rejected = [.. slice.Where(c => ReasonAgainst(c) is not null).Select(c => new RejectedRecord($"change {_changes.IndexOf(c)}", ReasonAgainst(c)!))],
            };
        }
    }

    public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<CheckFinding>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string? ReasonAgainst(Change change) => change switch
    {
        { Number: 0 } => "It has no number.",
        { Drift: SchemaDrift.MissingColumn } when fault != Fault.TakesMissingForEmpty => "The column NAME is missing.",
        { Drift: SchemaDrift.ChangedType } => "The date cannot be read.",
        { Currency: "XQX" } when fault != Fault.GuessesCurrencies => "'XQX' is not a currency.",
        _ => null,
    };

    private SourceChange<ErpCustomerRecord> ChangeOf(Change change)
    {
        if (change.IsGone)
            return SourceChange<ErpCustomerRecord>.Deleted(KeyOf(change.Number));
        var currency = CurrencyCode.Parse(change.Currency);
        var amount = fault == Fault.RoundsAmounts ? decimal.Round(change.Amount, 2) : change.Amount;
        return SourceChange<ErpCustomerRecord>.Upsert(new ErpCustomerRecord(new CustomerKey("log", "1", $"{change.Number}"), change.Drift == SchemaDrift.MissingColumn ? "" : $"v{change.Version}")
        {
            Limit = CreditLimit.Of(new Money(amount, currency)),
        });
    }

    private sealed record Change(int Number, int Version)
    {
        public bool IsGone { get; init; }

        public SchemaDrift Drift { get; init; }

        public decimal Amount { get; init; } = 1;

        public string Currency { get; init; } = "EUR";
    }
}
