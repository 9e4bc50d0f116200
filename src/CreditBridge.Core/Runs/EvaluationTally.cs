using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Findings;

namespace CreditBridge.Core.Runs;

/// <summary>Counts while accounts are evaluated.</summary>
internal sealed class EvaluationTally
{
    private const int MaxDefects = 100;
    private const int MostListed = 2_000;

    private readonly SortedDictionary<string, long> _bands = new(StringComparer.Ordinal);
    private readonly SortedDictionary<DealStatus, long> _deals = [];
    private readonly List<(string AccountKey, string Reason)> _defects = [];
    private readonly SortedSet<string> _customersTwice = new(StringComparer.Ordinal);
    private readonly List<OpenFinding> _found = [];
    private readonly List<string> _foundOf = [];
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private long _newDecisions;
    private long _holdsSet;
    private long _holdsReleased;
    private long _onHold;

    private List<string>? _evaluated = [];

    public long Accounts => _counted.Count;

    public long Queued { get; set; }

    public string? EverybodyBecause { get; init; }

    public IReadOnlyList<string> UnknownStages { get; set; } = [];

    /// <summary>Counts an account; one that is evaluated again in the same run, because a person's decision was followed, counts once, as it is now.</summary>
    public void Count(CreditDecision decision, CreditDecision? before, bool isNew)
    {
        if (_counted.Add(decision.AccountKey))
        {
            _evaluated = _evaluated is { Count: < MostListed } ? _evaluated : null;
            _evaluated?.Add(decision.AccountKey);
        }
        else if (before is not null)
        {
            Add(before, -1);
        }

        Add(decision, 1);
        _newDecisions += isNew ? 1 : 0;
        _holdsSet += decision.OnHold && before is not { OnHold: true } ? 1 : 0;
        _holdsReleased += !decision.OnHold && before is { OnHold: true } ? 1 : 0;
    }

    private void Add(CreditDecision decision, int times)
    {
        _onHold += decision.OnHold ? times : 0;
        Into(_bands, decision.Band ?? "");
        foreach (var deal in decision.Deals)
            Into(_deals, deal.Status);

        void Into<T>(SortedDictionary<T, long> counts, T key)
            where T : notnull
        {
            if ((counts[key] = counts.GetValueOrDefault(key) + times) == 0)
                counts.Remove(key);
        }
    }

    public void Note(CreditFile file)
    {
        foreach (var twice in file.Customers.GroupBy(c => c.Customer).Where(g => g.Count() > 1))
        {
            if (_customersTwice.Count < MaxDefects)
                _customersTwice.Add(twice.Key.ToString());
        }
    }

    /// <summary>Notes what is wrong with the data behind a decision, or no longer is.</summary>
    public void Find(CreditDecision decision, CreditDecision? before)
    {
        var count = _found.Count;
        if (decision.MissingRates is { } rates)
            _found.Add(new OpenFinding(FindingKind.ExchangeRate, decision.AccountKey, "", string.Join(", ", rates)));
        _found.AddRange((decision.Contradictions ?? []).Select(c => new OpenFinding(FindingKind.Balance, decision.AccountKey, c.Customer, c.What)));
        _found.AddRange((decision.Unreadable ?? []).Where(u => u.IsRepetition != true).GroupBy(u => u.Customer, StringComparer.Ordinal)
            .Select(g => new OpenFinding(FindingKind.Unreadable, decision.AccountKey, g.Key, string.Join(" ", g.Select(u => u.What)))));
        if (_found.Count > count || before is { MissingRates: not null } or { Contradictions: not null } or { Unreadable: not null })
            _foundOf.Add(decision.AccountKey);
    }

    /// <summary>Nothing is wrong any more with an account that is gone.</summary>
    public void IsGone(string accountKey) => _foundOf.Add(accountKey);

    /// <summary>What has been found since the last time, and of which accounts it is all there is.</summary>
    public (IReadOnlyList<string> Accounts, IReadOnlyList<OpenFinding> Found) TakeFindings()
    {
        var taken = (_foundOf.ToArray(), _found.ToArray());
        _foundOf.Clear();
        _found.Clear();
        return taken;
    }

    public void Defect(string accountKey, string reason)
    {
        if (_defects.Count < MaxDefects)
            _defects.Add((accountKey, reason));
    }

    public EvaluationReport ToReport() => new()
    {
        Accounts = Accounts,
        Evaluated = _evaluated,
        NewDecisions = _newDecisions,
        Queued = Queued,
        HoldsSet = _holdsSet,
        HoldsReleased = _holdsReleased,
        OnHold = _onHold,
        Bands = _bands,
        Deals = _deals,
        Defects = _defects,
        EverybodyBecause = EverybodyBecause,
        UnknownStages = UnknownStages,
        CustomersFromTwoConnections = [.. _customersTwice],
    };
}
