using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Overrides;

/// <summary>One exception: whether it is within the policy's bounds, whether it is in force, who has used it.</summary>
internal sealed class OverrideEntry
{
    private readonly SortedSet<string> _usedBy;
    private readonly int? _mostUses;
    private readonly string _why;

    private OverrideEntry(OverrideRecord record, OverrideState state, string why, decimal cap, int? mostUses, IEnumerable<string> usedBy)
    {
        (Record, State, Cap, _why, _mostUses) = (record, state, cap, why, mostUses);
        _usedBy = new SortedSet<string>(usedBy, StringComparer.Ordinal);
    }

    public OverrideRecord Record { get; }

    public OverrideState State { get; }

    /// <summary>Up to what amount, in the decision's currency; zero where no amount matters.</summary>
    public decimal Cap { get; }

    /// <summary>What ended it early: "by 'insolvent' (event_severity >= 4)"; null when nothing has.</summary>
    public string? Trigger { get; private init; }

    /// <summary>The same as it is kept; null when nothing has ended it, and when it is not known any more what did.</summary>
    private EndedEarly? Ended { get; init; }

    /// <summary>Until when, by whom and why: "until 2026-12-31, granted by Kim: order is insured".</summary>
    public string Terms => TermsOf(Record);

    /// <summary>Why it has no effect although it is in force; set while holds are checked.</summary>
    public string? WithoutEffect { get; set; }

    /// <summary>Where an exception stands under the policy today.</summary>
    public static OverrideEntry Of(OverrideRecord record, Situation situation)
    {
        var file = situation.Facts.File;
        var usedBy = file.Prior.OverrideUses.TryGetValue(record.Key, out var keys) ? keys : [];
        var bounds = OverrideBounds.Check(record, situation);
        var state = record.EndedOn is { } ended && situation.Facts.Time.HasCome(ended) ? OverrideState.Expired
            : bounds.Problem is not null ? OverrideState.OutOfBounds
            : !situation.Facts.Time.HasCome(record.ValidFrom) ? OverrideState.NotYet
            : record.ExpiresOn is { } last && situation.Facts.Time.IsOver(last) ? OverrideState.Expired
            : OverrideState.Active;
        var why = state switch
        {
            OverrideState.OutOfBounds => $"Has no effect: {bounds.Problem}.",
            OverrideState.NotYet => $"Begins on {Day(record.ValidFrom)}; {TermsOf(record)}.",
            OverrideState.Expired when record.EndedOn is { } end && !(record.ExpiresOn < end) =>
                $"Ended on {Day(end)} by {record.EndedBy ?? "a person"}{(record.ReplacedBy is { } next ? $", replaced by {next}" : "")}; granted by {record.GrantedBy}: {record.Reason}.",
            OverrideState.Expired => $"Its last day was {Day(record.ExpiresOn!.Value)}; granted by {record.GrantedBy}: {record.Reason}.",
            _ => $"In force {TermsOf(record)}.",
        };
        // Whatever else is said of it on the days between: what a trigger has ended does not come back.
        var wasEnded = !record.Effect.Restricts() && file.Prior.EndedOverrides.Contains(record.Key, StringComparer.Ordinal);
        var early = state == OverrideState.Active || wasEnded ? EndedBy(record, wasEnded, situation) : null;
        var trigger = early is not null ? $"by {early.Trigger}" : wasEnded ? "by one of its triggers" : null;
        if (trigger is not null)
            (state, why) = (OverrideState.Ended, $"Ended early {(early?.On is { } on ? $"on {Day(on)} " : "")}{trigger}; granted by {record.GrantedBy}: {record.Reason}.");
        var mostUses = Lower(record.MaxUses, situation.Policy.Overrides?.MostUses);
        if (state == OverrideState.Active && record.Effect == OverrideEffect.ClearDeals && usedBy.Count >= mostUses)
            (state, why) = (OverrideState.UsedUp, $"Used by {usedBy.Count} of {mostUses} deals: no further deal can use it; {TermsOf(record)}.");
        if (state is OverrideState.Active or OverrideState.UsedUp && record is { Scope: OverrideScope.Deal, OpportunityKey: { } deal } && file.Opportunities.All(o => o.Key != deal))
            (state, why) = (OverrideState.DealGone, $"Has no effect: deal {deal} is not among the open deals of this account. It was closed, or belongs to another account; {TermsOf(record)}.");
        return new OverrideEntry(record, state, why, bounds.Cap, mostUses, usedBy) { Trigger = trigger, Ended = early };
    }

    /// <summary>Whether it lets a deal of this amount on these terms pass. A deal that has used it keeps its use while the exception lasts.</summary>
    public bool Clears(string dealKey, decimal amount, PaymentTerms terms) =>
        Record.Effect is OverrideEffect.ClearDeals or OverrideEffect.ReleaseHold
        && (Record.Effect == OverrideEffect.ClearDeals || Record.Scope == OverrideScope.Deal)
        && (Record.Scope != OverrideScope.Deal || Record.OpportunityKey == dealKey)
        && State is OverrideState.Active or OverrideState.UsedUp
        && (_usedBy.Contains(dealKey) || _mostUses is not { } most || _usedBy.Count < most)
        && !(terms > Record.LongestTerms)
        && amount <= Cap;

    /// <summary>Whether it keeps a deal from passing.</summary>
    public bool Declines(string dealKey) => Record.Effect == OverrideEffect.DeclineDeals && State == OverrideState.Active && (Record.Scope != OverrideScope.Deal || Record.OpportunityKey == dealKey);

    /// <summary>Which exception a deal uses first: the lowest.</summary>
    public int Rank(string dealKey) => (_usedBy.Contains(dealKey) ? 0 : 10) + Record.Scope switch { OverrideScope.Deal => 0, OverrideScope.Account => 1, _ => 2 };

    public void Use(string dealKey) => _usedBy.Add(dealKey);

    public OverrideStanding ToStanding()
    {
        // Used up by this very decision: the next one has to say the same.
        var isUsedUp = State == OverrideState.Active && Record.Effect == OverrideEffect.ClearDeals && _usedBy.Count >= _mostUses;
        var why = isUsedUp ? $"Used by {_usedBy.Count} of {_mostUses} deals: no further deal can use it; {Terms}." : WithoutEffect is null ? _why : $"{_why} {WithoutEffect}";
        return new OverrideStanding(Record.Key, Record.Effect, isUsedUp ? OverrideState.UsedUp : State, why, [.. _usedBy]) { Ended = Ended };
    }

    // What ended it first stays what ended it, also under a policy that has no such trigger any more.
    private static EndedEarly? EndedBy(OverrideRecord record, bool wasEnded, Situation situation)
    {
        if (record.Effect.Restricts())
            return null;
        if (wasEnded && situation.Facts.File.Prior.EndedBy?.GetValueOrDefault(record.Key) is { } kept)
            return kept;
        foreach (var trigger in situation.Policy.Overrides?.Triggers ?? [])
        {
            if ((record.EndsWhen.Count == 0 || record.EndsWhen.Contains(trigger.Name, StringComparer.OrdinalIgnoreCase)) && trigger.When.Evaluate(situation).Flag == true)
                return new EndedEarly($"'{trigger.Name}' ({trigger.When.Text})", wasEnded ? null : situation.Facts.Time.TodayForPromise);
        }

        return null;
    }

    private static int? Lower(int? a, int? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    private static string TermsOf(OverrideRecord record) =>
        $"{(record.ExpiresOn is { } last ? $"until {Day(last)}" : "until a person ends it")}, {(record.Effect.Restricts() ? "ordered" : "granted")} by {record.GrantedBy}: {record.Reason}{(record.Conditions is { } conditions ? $"; conditions: {conditions}" : "")}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
