using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Evaluation.Rules;

/// <summary>
/// Puts accounts on hold: by the policy's rules, by buckets over their own limit, by what persons ordered. Every reason is kept, none hides another; what an exclusion
/// or exception lifts is kept as well.
/// </summary>
internal sealed class HoldRules
{
    private readonly Situation _situation;
    private readonly List<HoldReason> _reasons = [];
    private readonly List<LiftedHold> _lifted = [];
    private readonly List<PendingHold> _pending = [];

    private HoldRules(Situation situation) => _situation = situation;

    /// <summary>Sets the holds, what lifts them and what is still in grace on the situation.</summary>
    public static void Apply(Situation situation)
    {
        var rules = new HoldRules(situation);
        foreach (var rule in situation.Policy.Hold.Rules)
            rules.Check(rule);
        foreach (var bucket in situation.Policy.Exposure.Buckets)
            rules.Check(bucket);
        rules.KeepWhatCannotBeTold();
        foreach (var hold in situation.Overrides.ManualHolds)
            rules.Add(hold.Record.Key, hold.Record.ValidFrom, isReady: rules._reasons.Count == 0);
        situation.HoldReasons = rules._reasons;
        situation.HoldsKeptBy = rules.KeptBy();
        situation.LiftedHolds = rules._lifted;
        situation.PendingHolds = rules._pending;
    }

    private void Check(HoldRule rule)
    {
        var before = _situation.UnknownReads;
        var holds = rule.When.Evaluate(_situation).Flag;
        var isUnknown = holds is null && _situation.UnknownReads > before;
        _situation.HoldIsUnknown |= isUnknown;
        var applies = holds == true || (isUnknown && AppliesAsFarAsKnown(rule.When));
        var wasHeld = Prior.Holds.TryGetValue(rule.Name, out var since);
        // Two thresholds instead of one: what moves between them changes nothing.
        // Asked whether it was held or not: the decision lists the same inputs before and after a release.
        before = _situation.UnknownReads;
        var mayGo = rule.ReleaseWhen?.Evaluate(_situation).Flag;
        var cannotTell = isUnknown || (mayGo is null && _situation.UnknownReads > before);
        var lingers = !applies && wasHeld && rule.ReleaseWhen is not null && mayGo != true;
        // A hold does not end because an exchange rate is missing or a record cannot be read.
        var stays = !applies && wasHeld && isUnknown;
        if (!applies && !lingers && !stays)
            return;
        if (!wasHeld)
        {
            since = Prior.Pending.TryGetValue(rule.Name, out var pending) ? pending : _situation.Facts.Time.TodayForPromise;
            if (rule.GraceDays > 0 && IsInGrace(rule, since))
            {
                _pending.Add(new PendingHold(rule.Name, since, Bounded.AddDays(since, rule.GraceDays + 1), rule.Reason.Render(_situation)));
                return;
            }
        }

        var release = rule.Release.Render(_situation);
        Hold(new HoldReason(rule.Name, rule.Reason.Render(_situation), cannotTell ? $"{release} {WhileUnknown}" : release)
        {
            Since = since,
            IsLingering = lingers && !cannotTell && !_situation.Facts.File.HasUndelivered(),
            ForCustomer = rule.ForCustomer?.Render(_situation),
        }, rule.Always, rule.EdifactCode);
    }

    private void Check(BucketPolicy bucket)
    {
        if (bucket.Limit is not { } limit || _situation.FromPolicy(limit) is not { } most)
            return;
        var rule = RuleSections.BucketPrefix + bucket.Name;
        var wasHeld = Prior.Holds.TryGetValue(rule, out var since);
        var isUnknown = _situation.Exposure[bucket.Kind] is null;
        var amount = WithKnownPart(() => _situation.Exposure[bucket.Kind]) ?? 0m;
        if (amount <= most && !(isUnknown && wasHeld))
            return;
        var words = bucket.Words;
        var shown = isUnknown ? "an amount that cannot be told" : $"{_situation.Display(amount)}, more than the {_situation.Display(most)} that are allowed";
        Hold(new HoldReason(rule, $"{char.ToUpperInvariant(words[0])}{words[1..]}: {shown}.", $"it is {_situation.Display(most)} or less.{(isUnknown ? $" {WhileUnknown}" : "")}")
        {
            Since = wasHeld ? since : _situation.Facts.Time.TodayForPromise,
        }, isFirm: false, edifact: null);
    }

    // A mistyped key, or a record that cannot be read, is no reason for a release: what was held before stays held. What was lifted was held by nobody.
    private void KeepWhatCannotBeTold()
    {
        if (!_situation.LacksCustomers && !_situation.LacksRecords)
            return;
        var until = _situation.LacksCustomers ? "the customer key is right" : "the records can be read";
        foreach (var name in _situation.Policy.Hold.Rules.Select(r => r.Name).Concat(_situation.Policy.Exposure.Buckets.Select(b => RuleSections.BucketPrefix + b.Name)))
        {
            if (!Prior.Holds.TryGetValue(name, out var since) || Prior.LiftedHolds?.Contains(name) == true || _reasons.Any(r => r.Rule == name) || _lifted.Any(l => l.Rule == name))
                continue;
            Add(new HoldReason(name, "The account was on hold before, and whether the reason is over cannot be told.", $"{until} and the reason is over.") { Since = since }, edifact: null);
        }
    }

    private string WhileUnknown => $"Whether that is so cannot be told while {_situation.WhyUnknown}.";

    /// <summary>
    /// Whether what is known calls for the hold although an amount cannot be converted: what can be converted does by itself, or the days do for which something has been
    /// past due, whatever it comes to.
    /// </summary>
    private bool AppliesAsFarAsKnown(Expression when)
    {
        if (WithKnownPart(() => when.ReadAsPart(_situation).Flag) == true)
            return true;
        if (!when.Inputs.Any(i => i is { Unit: InputUnit.Days, Source: InputSource.Receivables or InputSource.Group } && _situation.Peek(i).Number > 0m))
            return false;
        _situation.LeavesOutUnknown = true;
        var applies = when.ReadAsPart(_situation).Flag;
        _situation.LeavesOutUnknown = false;
        return applies == true;
    }

    private T WithKnownPart<T>(Func<T> read)
    {
        _situation.ShowsKnownPart = true;
        var known = read();
        _situation.ShowsKnownPart = false;
        return known;
    }

    private void Add(string key, DateOnly since, bool isReady) => Add(new HoldReason($"manual hold {key}", "Credit has put this account on hold.",
        isReady ? "a person in credit decides; nothing else stands against it, it is ready to release." : "a person in credit ends it.")
    {
        Since = since,
        IsManual = true,
    }, edifact: null);

    private void Hold(HoldReason reason, bool isFirm, int? edifact)
    {
        if (!isFirm && LiftedBy(reason.Rule) is { } lifted)
            _lifted.Add(new LiftedHold(reason.Rule, lifted.By, $"{reason.Reason} {lifted.Why}") { Since = reason.Since });
        else
            Add(reason, edifact);
    }

    private void Add(HoldReason reason, int? edifact)
    {
        _reasons.Add(reason);
        _situation.Reasons.Add(new DecisionReason($"hold:{reason.Rule}", reason.Reason, null) { ForCustomer = reason.ForCustomer, EdifactCode = edifact });
    }

    // What keeps all holds of the policy alike is said once, behind them. What a person ordered ends when a person ends it.
    private List<string> KeptBy()
    {
        var sentences = new List<string>();
        if (_reasons.TrueForAll(r => r.IsManual))
            return sentences;
        var file = _situation.Facts.File;
        foreach (var lost in file.LostCustomers ?? [])
            sentences.Add($"Customer {lost.Customer} is no longer in the ERP: what it owed last counts, and the hold stays, until credit has said what became of it.");
        foreach (var kept in file.KeptCustomers ?? [])
            sentences.Add($"That the key of customer {kept} was taken out releases nothing: it counts on with the account until credit has said whose it is.");
        if (_situation.LacksCustomers)
            sentences.Add(UndeliveredCustomers.KeepsHold(file));
        if (_situation.LacksRecords)
            sentences.Add(UnreadableRecordsOfFile.KeepsHold(file));
        return sentences;
    }

    private (string By, string Why)? LiftedBy(string rule)
    {
        foreach (var exclusion in _situation.Policy.Hold.Exclusions)
        {
            if (exclusion.Covers(rule) && exclusion.When.Evaluate(_situation).Flag == true)
                return (exclusion.Name, $"Lifted by the exclusion '{exclusion.Name}', because {exclusion.When.Text}.");
        }

        foreach (var release in _situation.Overrides.HoldReleases)
        {
            if (_situation.Facts.IsComplete && _situation.ExposureTotal <= release.Cap)
                return (release.Record.Key, $"Lifted by exception {release.Record.Key} {release.Terms}; in force while no more than {_situation.Display(release.Cap)} counts against the limit.");
            release.WithoutEffect = _situation.Facts.IsComplete
                ? $"It lifts no hold now, because {_situation.Display(_situation.ExposureTotal)} count against the limit and it goes up to {_situation.Display(release.Cap)}."
                : $"It lifts no hold now: how much counts against the limit cannot be told while {_situation.WhyUnknown}.";
        }

        return null;
    }

    /// <summary>Whether a rule has not applied for longer than its days of grace: neither since it was first seen to apply, nor by the dates of what is on file today.</summary>
    private bool IsInGrace(HoldRule rule, DateOnly since)
    {
        var time = _situation.Facts.Time;
        if (time.IsOver(Bounded.AddDays(since, rule.GraceDays)))
            return false;
        if (rule.When.Inputs.Any(i => i.Stage != Inputs.InputStage.File))
            return true;
        // Asked every day while it waits: what is due by its date today was not yet so on an earlier day.
        time.DaysUntil(Bounded.AddDays(time.TodayForPromise, 1));
        var file = _situation.Facts.File;
        var earlier = file with { AsOf = file.AsOf with { BusinessDate = Bounded.AddDays(file.AsOf.BusinessDate, -rule.GraceDays - 1) } };
        return rule.When.Evaluate(new Situation(new FactSheet(earlier, _situation.Policy), _situation.Policy, _situation.Given)).Flag != true;
    }

    private CreditFiles.PriorStanding Prior => _situation.Facts.File.Prior;
}
