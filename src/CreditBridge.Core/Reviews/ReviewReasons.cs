using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>A reason and how urgent the policy calls it.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Priority">0 urgent to 3 low.</param>
internal sealed record FoundReason(ReviewReason Reason, int Priority);

/// <summary>Finds why somebody has to look at an account or a deal, by the rules of the policy. Pure; the open review tells what was found before and lasts.</summary>
internal static class ReviewReasons
{
    /// <summary>Periodic reviews that were due longer ago are not caught up on: when a policy is new, not everything is due at once.</summary>
    private const int CatchUpDays = 7;

    /// <summary>Reasons about one deal, without what nobody has to look at any more.</summary>
    public static IReadOnlyList<FoundReason> OfDeal(ReviewContext context, DealCheck check)
    {
        if (check.DeclinedBy is not null || !context.Deals.TryGetValue(check.OpportunityKey, out var deal))
            return [];
        var rule = context.Rules.Causes.FirstOrDefault(r => r.Cause == ReviewCause.Deal && r.Statuses.Contains(check.Status) && context.Holds(r.When));
        if (rule is null)
            return [];
        // Other terms are another question; another amount is told by the review's amount.
        var terms = deal.RequestedTerms?.ToString() ?? deal.UnreadableTerms ?? "usual terms";
        var text = DealMessages.ForCredit(check.Message, Checklist.OwedByDeal(deal, context.Rules)) is { Length: > 0 } why ? why : $"The check of '{check.Name}' asks for a person.";
        return [new FoundReason(new ReviewReason(ReviewCause.Deal, $"deal:{terms}", text, context.Today), rule.Priority)];
    }

    /// <summary>Reasons about the account.</summary>
    public static IReadOnlyList<FoundReason> OfAccount(ReviewContext context, CreditReview? open, CreditReview? closed)
    {
        var found = new List<FoundReason>();
        foreach (var cause in context.Rules.Causes.Select(r => r.Cause).Distinct().Where(c => c != ReviewCause.Deal))
        {
            var rules = context.Rules.Causes.Where(r => r.Cause == cause).ToList();
            foreach (var (reason, rule) in Of(cause, rules, context, open, closed))
            {
                if (!found.Exists(f => f.Reason.Key == reason.Key))
                    found.Add(new FoundReason(reason, rule.Priority));
            }
        }

        return found;
    }

    /// <summary>What of the figures is unknown; null when nothing is. Added to every review, the reason of none.</summary>
    public static ReviewReason? Missing(ReviewContext context)
    {
        var decision = context.Given.Decision;
        var parts = new List<string>();
        if (decision.MissingRates is { Count: > 0 } rates)
            parts.Add($"There is no exchange rate {string.Join(", ", rates)}: amounts are left out or unknown.");
        if (decision.Unreadable is { Count: > 0 } unreadable)
            parts.AddRange(unreadable.Take(3).Select(u => u.What));
        if (decision.Contradictions is { Count: > 0 } contradictions)
            parts.Add($"The open items of {contradictions.Count} {(contradictions.Count == 1 ? "customer" : "customers")} do not add up to the balance that the ERP gives.");
        if (context.Given.File.UnknownCustomers is { Count: > 0 } unknown)
            parts.Add($"No ERP delivers customer {string.Join(", ", unknown.Take(3))}.");
        if (decision.LimitIsUnknown == true)
            parts.Add("The limit cannot be told.");
        return parts.Count == 0 ? null : new ReviewReason(ReviewCause.MissingInformation, "missing", string.Join(" ", parts), context.Today);
    }

    /// <summary>Whether a reason is about something that happened once: settled once, it asks for nothing more.</summary>
    public static bool IsEvent(ReviewReason reason) => reason.Cause is ReviewCause.News or ReviewCause.WarnNotice or ReviewCause.CoverChange or ReviewCause.BureauChange
        or ReviewCause.Periodic or ReviewCause.Expiry or ReviewCause.Asked;

    private static IEnumerable<(ReviewReason Reason, ReviewRule Rule)> Of(ReviewCause cause, List<ReviewRule> rules, ReviewContext context, CreditReview? open, CreditReview? closed) => cause switch
    {
        ReviewCause.LimitChange => LimitChange(rules, context, open),
        ReviewCause.Deterioration => Deterioration(rules, context, open),
        ReviewCause.BureauChange => BureauChanges(rules, context),
        ReviewCause.News or ReviewCause.WarnNotice => Signals(rules, context),
        ReviewCause.CoverChange => Cover(rules, context),
        ReviewCause.Expiry => Expiries(rules, context),
        ReviewCause.Periodic => Periodic(rules, context, open, closed),
        ReviewCause.Hold => Holds(rules, context),
        _ => [],
    };

    private static IEnumerable<(ReviewReason, ReviewRule)> LimitChange(List<ReviewRule> rules, ReviewContext context, CreditReview? open)
    {
        var decision = context.Given.Decision;
        var before = open?.Reasons.FirstOrDefault(r => r.Cause == ReviewCause.LimitChange);
        // A limit that cannot be told is no reason to stop asking for it.
        var reason = decision.ProposedLimit is { } proposed ? Proposed(proposed, context) : decision.LimitIsUnknown == true ? before : null;
        if (reason is not null && First(rules, context) is { } rule)
            yield return (reason, rule);
    }

    private static ReviewReason Proposed(ProposedLimit proposed, ReviewContext context)
    {
        var isHigher = Ceiling(proposed.To) > Ceiling(proposed.From);
        var text = $"Limit: {proposed.From.ToDisplay()} now, {proposed.To.ToDisplay()} by the policy. {Sentence(proposed.Why)}";
        return new ReviewReason(ReviewCause.LimitChange, isHigher ? "limit:raise" : "limit:lower", text, context.Today);
    }

    private static IEnumerable<(ReviewReason, ReviewRule)> Deterioration(List<ReviewRule> rules, ReviewContext context, CreditReview? open)
    {
        if (First(rules, context) is not { } rule)
            yield break;
        var decision = context.Given.Decision;
        if (decision.Trend == PaymentTrend.Deteriorating)
            yield return (new ReviewReason(ReviewCause.Deterioration, "trend", Trend(decision), context.Today), rule);
        if (context.Band is not { } band)
            yield break;
        // Noted when it fell; the next decision knows only the new band.
        foreach (var fell in open?.Reasons.Where(r => r.Cause == ReviewCause.Deterioration && r.Key.StartsWith("band:", StringComparison.Ordinal)) ?? [])
        {
            if (context.Policy.Bands.FirstOrDefault(b => "band:" + b.Name == fell.Key) is { } to && (band == to || IsWorse(context.Policy, band, to)))
                yield return (fell, rule);
        }

        if (context.Policy.Bands.FirstOrDefault(b => b.Name == context.Given.File.Prior.Band) is { } was && IsWorse(context.Policy, band, was))
            yield return (new ReviewReason(ReviewCause.Deterioration, "band:" + band.Name, $"The risk band has fallen from {was.Name} to {band.Name}.", context.Today), rule);
    }

    /// <summary>Whether a band is the worse of two. Bands stand in ascending order of their scores.</summary>
    public static bool IsWorse(CreditPolicy policy, Band band, Band than) => policy.Score.Better == BetterScore.Lower ? band.From > than.From : band.From < than.From;

    private static string Trend(CreditDecision decision) => decision.AverageDaysBeyondTerms is { } days
        ? string.Create(CultureInfo.InvariantCulture, $"Pays later than it used to: {Math.Round(days, 1)} days beyond terms on average.")
        : "Pays later than it used to.";

    private static IEnumerable<(ReviewReason, ReviewRule)> BureauChanges(List<ReviewRule> rules, ReviewContext context)
    {
        foreach (var history in context.Given.File.BureauReports.GroupBy(r => (r.Provider, r.ScoreName, Party: r.Party.ToString())))
        {
            var reports = history.Where(r => context.Time.HasCome(r.ReportedOn)).OrderByDescending(r => r.ReportedOn).ThenBy(r => r.Key, StringComparer.Ordinal).ToList();
            if (reports.Count < 2)
                continue;
            var (now, before) = (reports[0], reports[1]);
            foreach (var rule in rules)
            {
                if (!context.Time.IsWithin(now.ReportedOn, 0, rule.WithinDays + 1) || Worse(now, before, rule) is not { } text || !context.Holds(rule.When))
                    continue;
                yield return (new ReviewReason(ReviewCause.BureauChange, $"bureau:{now.Provider}:{now.ScoreName}:{now.ReportedOn:yyyy-MM-dd}", text, now.ReportedOn), rule);
                break;
            }
        }
    }

    private static string? Worse(BureauReportRecord now, BureauReportRecord before, ReviewRule rule)
    {
        var since = $"{now.Provider}{(now.ScoreName is { } score ? $" {score}" : "")}, {now.ReportedOn:yyyy-MM-dd} against {before.ReportedOn:yyyy-MM-dd}";
        // Without a measure of its own: one class, which every bureau's bands give.
        var classes = rule.WorseByClasses ?? (rule.WorseByPoints is null ? 1 : null);
        if (classes is { } steps && now.RiskClass - before.RiskClass >= steps)
            return $"A bureau sees more risk ({since}): class {now.RiskClass} after {before.RiskClass} of 5.";
        if (before.RiskClass is not null && before.Score is not null && now.RiskClass is null && now.Score is null)
            return $"A bureau no longer has an opinion ({since}).";
        if (rule.WorseByPoints is not { } points || now.Score is not { } isNow || before.Score is not { } was || now.ScoreVersion != before.ScoreVersion)
            return null;
        var change = now.HigherIsBetter switch { true => was - isNow, false => isNow - was, null => Math.Abs(isNow - was) };
        return change >= points ? string.Create(CultureInfo.InvariantCulture, $"A bureau's score has changed ({since}): {isNow:0.##} after {was:0.##}.") : null;
    }

    private static IEnumerable<(ReviewReason, ReviewRule)> Signals(List<ReviewRule> rules, ReviewContext context)
    {
        foreach (var signal in context.Given.File.Signals)
        {
            foreach (var rule in rules)
            {
                if (signal.Severity < rule.Severity || (rule.Types.Count > 0 && !rule.Types.Contains(signal.Type, StringComparer.OrdinalIgnoreCase)) || IsOfAnotherRule(signal, rule, context))
                    continue;
                if (!context.Time.IsWithin(signal.ObservedOn, 0, rule.WithinDays + 1) || (signal.ExpiresOn is { } last && context.Time.IsOver(last)) || !context.Holds(rule.When))
                    continue;
                var priority = signal.Severity == SignalSeverity.Critical ? rule with { Priority = 0 } : rule;
                var text = $"{Words(signal.Type)}, {signal.ObservedOn:yyyy-MM-dd}{(signal.Text is { Length: > 0 } what ? $": {what}" : ".")}";
                yield return (new ReviewReason(rule.Cause, "signal:" + signal.Key, text, signal.ObservedOn), priority);
                break;
            }
        }
    }

    // A rule for all news leaves to the others what they name.
    private static bool IsOfAnotherRule(SignalRecord signal, ReviewRule rule, ReviewContext context) =>
        rule.Types.Count == 0 && context.Rules.Causes.Any(r => r.Cause != rule.Cause && r.Types.Contains(signal.Type, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<(ReviewReason, ReviewRule)> Cover(List<ReviewRule> rules, ReviewContext context)
    {
        foreach (var found in Signals([.. rules.Where(r => r.Types.Count > 0)], context))
            yield return found;
        foreach (var security in context.Given.File.Securities.Where(s => s is { Type: SecurityType.CreditInsurance, ReasonCode: not null, ValidFrom: not null }))
        {
            foreach (var rule in rules)
            {
                if (!context.Time.IsWithin(security.ValidFrom!.Value, 0, rule.WithinDays + 1) || !context.Holds(rule.When))
                    continue;
                var text = $"{security.Issuer ?? "The insurer"} covers {security.Amount.ToDisplay()} since {security.ValidFrom:yyyy-MM-dd}, less than was asked for.";
                yield return (new ReviewReason(ReviewCause.CoverChange, $"cover:{security.Key}:{security.ValidFrom:yyyy-MM-dd}", text, security.ValidFrom.Value), rule);
                break;
            }
        }
    }

    private static IEnumerable<(ReviewReason, ReviewRule)> Expiries(List<ReviewRule> rules, ReviewContext context)
    {
        foreach (var (thing, key, what, day, mostLead) in Ends(context))
        {
            foreach (var rule in rules)
            {
                var begins = Bounded.AddDays(day, -Math.Min(rule.LeadDays, mostLead));
                if (!rule.Of.Contains(thing) || !context.Time.HasCome(begins) || context.Time.IsOver(day) || !context.Holds(rule.When))
                    continue;
                yield return (new ReviewReason(ReviewCause.Expiry, $"expiry:{key}:{day:yyyy-MM-dd}", $"{what} ends on {day:yyyy-MM-dd}.", begins), rule);
                break;
            }
        }
    }

    /// <summary>
    /// What of the account ends, when, and how many days before it may be asked about at most: for what a person granted that is half of its length, so that no decision
    /// asks for the next one at once. What lasts a day asks for nothing; when it has ended, its reasons ask again by themselves.
    /// </summary>
    public static IEnumerable<(ExpiringThing Thing, string Key, string What, DateOnly Day, int MostLead)> Ends(ReviewContext context)
    {
        var file = context.Given.File;
        foreach (var standing in context.Given.Decision.Overrides.Where(o => o.State is OverrideState.Active or OverrideState.NotYet))
        {
            // A decline that ends is no loss to anybody; a deal's exception ends with the deal.
            var granted = file.Overrides.FirstOrDefault(o => o.Key == standing.Key);
            if (granted is { ExpiresOn: { } last, Scope: not OverrideScope.Deal, Effect: not (OverrideEffect.Hold or OverrideEffect.DeclineDeals) } record && last > record.ValidFrom)
            {
                var isLimit = record.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit;
                var amount = record.AmountCap is { } cap ? $" of {cap.ToDisplay()}" : "";
                yield return (isLimit ? ExpiringThing.Limit : ExpiringThing.Exceptions, record.Key, isLimit ? $"The limit{amount} that was granted" : $"Exception {record.Key}{amount}", last,
                    (last.DayNumber - record.ValidFrom.DayNumber) / 2);
            }
        }

        foreach (var security in file.Securities)
        {
            if (security.ExpiresOn is { } last)
                yield return (ExpiringThing.Securities, security.Key, $"{Words(security.Type.ToString())}{(security.Issuer is { } issuer ? $" of {issuer}" : "")} over {security.Amount.ToDisplay()}",
                    last, int.MaxValue);
        }
    }

    private static IEnumerable<(ReviewReason, ReviewRule)> Periodic(List<ReviewRule> rules, ReviewContext context, CreditReview? open, CreditReview? closed)
    {
        // The day has passed and the review is still to be done: the next day's decision names the next one.
        var noted = open?.Reasons.FirstOrDefault(r => r.Cause == ReviewCause.Periodic);
        if (context.Band?.ReviewIntervalDays is not { } interval || First(rules, context) is not { } rule)
            yield break;
        if (noted is not null)
        {
            yield return (noted, rule);
            yield break;
        }

        foreach (var day in PeriodicReview.Between(context.Facts, context.Policy, context.Band, Bounded.AddDays(context.Today, -CatchUpDays), Bounded.AddDays(context.Today, interval + rule.LeadDays)))
        {
            if (!context.Time.HasCome(Bounded.AddDays(day, -rule.LeadDays)))
                yield break;
            // Somebody looked at the account lately, for whatever reason: half an interval later is soon enough.
            if (closed is { State: ReviewState.Decided, ClosedAt: { } at } && context.Hours.DayOf(at).DayNumber > day.DayNumber - interval / 2)
                continue;
            yield return (new ReviewReason(ReviewCause.Periodic, $"periodic:{day:yyyy-MM-dd}", $"Periodic review of band {context.Band.Name}, every {interval} days: {day:yyyy-MM-dd}.", day), rule);
            yield break;
        }
    }

    private static IEnumerable<(ReviewReason, ReviewRule)> Holds(List<ReviewRule> rules, ReviewContext context)
    {
        foreach (var hold in context.Given.Decision.HoldReasons)
        {
            if (hold.IsManual)
                continue;
            var since = hold.Since ?? context.Today;
            var rule = rules.Find(r => (r.Holds.Count == 0 || r.Holds.Contains(hold.Rule, StringComparer.Ordinal))
                && context.Time.HasCome(Bounded.AddDays(since, r.AfterDays)) && context.Holds(r.When));
            if (rule is not null)
                yield return (new ReviewReason(ReviewCause.Hold, "hold:" + hold.Rule, $"On hold since {since:yyyy-MM-dd}: {hold.Reason} Ends when: {hold.ReleasedWhen}", since), rule);
        }
    }

    private static ReviewRule? First(List<ReviewRule> rules, ReviewContext context) => rules.Find(r => context.Holds(r.When));

    private static decimal Ceiling(CreditLimit limit) => limit.Match(() => 0m, () => 0m, () => decimal.MaxValue, a => a.Amount);

    private static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' ? "" : ".");

    private static string Words(string name)
    {
        var words = string.Concat(name.Select((c, i) => c == '_' ? " " : char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]) ? " " + char.ToLowerInvariant(c) : c.ToString()));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
