using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Overrides;

/// <summary>An exception that clears a deal.</summary>
/// <param name="Key">Key of the exception.</param>
/// <param name="LiftsHoldOnly">Whether it lifts the hold only, and everything else about the deal is checked as usual.</param>
/// <param name="Why">Who granted it and why, in one sentence for the credit team.</param>
internal sealed record DealClearance(string Key, bool LiftsHoldOnly, string Why)
{
    /// <summary>Conditions under which it was granted; null for none.</summary>
    public string? Conditions { get; init; }
}

/// <summary>
/// The exceptions of an account and where each stands. Deals that use one are noted here: <see cref="ClearancesFor"/> tells which exceptions can clear a deal, and
/// <see cref="Use"/> notes that it did.
/// </summary>
internal sealed class OverrideBook
{
    private readonly Situation _situation;
    private readonly List<OverrideEntry> _entries;

    public OverrideBook(Situation situation)
    {
        _situation = situation;
        var file = situation.Facts.File;
        _entries = new List<OverrideEntry>(file.Overrides.Count);
        foreach (var record in file.Overrides)
        {
            // An exception for another account of the group is in the file only when it is for the group.
            if (record.Scope == OverrideScope.Group || record.AccountKey == file.Account.Key)
                _entries.Add(OverrideEntry.Of(record, situation));
        }
    }

    /// <summary>Active exceptions that raise the limit, in order of their keys.</summary>
    public IEnumerable<OverrideEntry> LimitRaises => Active(OverrideEffect.RaiseLimit);

    /// <summary>Active exceptions that lower the limit, in order of their keys.</summary>
    public IEnumerable<OverrideEntry> LimitCaps => Active(OverrideEffect.LowerLimit);

    /// <summary>Active exceptions that lift the hold of the whole account, in order of their keys.</summary>
    public IEnumerable<OverrideEntry> HoldReleases => Active(OverrideEffect.ReleaseHold).Where(e => e.Record.Scope != OverrideScope.Deal);

    /// <summary>Holds that persons ordered and that are in force, in order of their keys.</summary>
    public IEnumerable<OverrideEntry> ManualHolds => Active(OverrideEffect.Hold);

    /// <summary>Every exception and where it stands, in order of their keys.</summary>
    public IReadOnlyList<OverrideStanding> Standings => [.. _entries.Select(e => e.ToStanding())];

    /// <summary>
    /// The exceptions that can let a deal pass, in the order in which they are tried: one that it has used already, then the narrowest in scope. Empty when the account is
    /// on a hold that nothing lifts: one that a person ordered, or a rule marked "always".
    /// </summary>
    /// <param name="dealKey">Key of the deal.</param>
    /// <param name="credit">What is delivered on credit, in the decision's currency; null when it cannot be told.</param>
    /// <param name="terms">Its payment terms.</param>
    public IReadOnlyList<DealClearance> ClearancesFor(string dealKey, decimal? credit, PaymentTerms terms) => credit is not { } amount || _situation.HoldReasons.Any(IsFirm)
        ? []
        : [.. _entries.Where(e => e.Clears(dealKey, amount, terms)).OrderBy(e => e.Rank(dealKey))
            .Select(e => new DealClearance(e.Record.Key, e.Record.Effect == OverrideEffect.ReleaseHold, e.Terms) { Conditions = e.Record.Conditions })];

    /// <summary>The exception by which credit has approved a deal of this amount on shorter terms than it asks for, the longest of them first; null when there is none.</summary>
    /// <param name="dealKey">Key of the deal.</param>
    /// <param name="credit">What is delivered on credit, in the decision's currency; null when it cannot be told.</param>
    /// <param name="terms">Its payment terms, which are too long.</param>
    public OverrideEntry? ApprovedOnShorterTerms(string dealKey, decimal? credit, PaymentTerms terms) => credit is not { } amount || _situation.HoldReasons.Any(IsFirm)
        ? null
        : _entries.Where(e => e.Record is { Effect: OverrideEffect.ClearDeals, LongestTerms: { } longest } && longest < terms && e.Clears(dealKey, amount, longest))
            .OrderByDescending(e => e.Record.LongestTerms!.Value).ThenBy(e => e.Rank(dealKey)).FirstOrDefault();

    /// <summary>
    /// The exceptions that people have made about the limit and whose terms and conditions go with it: raises whose amount it is, and every lower limit, also when the limit has fallen below it
    /// since. Each in order of their keys.
    /// </summary>
    public IEnumerable<OverrideEntry> BehindLimit => _situation.Limit.TryGetAmount(out var limit) ? LimitRaises.Where(e => limit.Amount == e.Cap).Concat(LimitCaps) : [];

    /// <summary>What has ended an exception early: "by 'insolvent' (event_severity >= 4)"; null when nothing has.</summary>
    public string? TriggerOf(string overrideKey) => _entries.Find(e => e.Record.Key == overrideKey)?.Trigger;

    /// <summary>The exception by which credit has declined a deal; null when nobody has.</summary>
    public OverrideEntry? DeclineOf(string dealKey) => _entries.Find(e => e.Declines(dealKey));

    /// <summary>Notes that a deal uses an exception; once per deal, however often it is checked.</summary>
    public void Use(string overrideKey, string dealKey) => _entries.Find(e => e.Record.Key == overrideKey)?.Use(dealKey);

    private bool IsFirm(HoldReason reason) => reason.IsManual || _situation.Policy.Hold.Rules.Any(r => r.Always && r.Name == reason.Rule);

    private IEnumerable<OverrideEntry> Active(OverrideEffect effect) => _entries.Where(e => e.Record.Effect == effect && e.State == OverrideState.Active);
}
