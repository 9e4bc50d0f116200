using System.Globalization;

namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Explains a decision to the credit team: everything that led to it.</summary>
internal static class CreditExplanation
{
    public static IReadOnlyList<ExplanationLine> Of(CreditDecision decision, IReadOnlyList<Counterfactual> counterfactuals, IReadOnlyDictionary<string, IReadOnlyList<string>>? owed)
    {
        var text = new ExplanationText();
        AddAnswer(text.In("Answer"), decision);
        foreach (var reason in decision.Reasons)
            text.In("Reasons").Add(Reason(reason), reason.EdifactCode);
        AddScore(text, decision);
        foreach (var step in decision.LimitSteps)
            text.In("Limit").Add($"{(step.Decisive ? "→ " : "")}{step.Rule}: {step.Limit.ToDisplay()} ({step.Note})");
        if (decision.ProposedLimit is { } proposed)
            text.In("Limit").Add($"Proposed: {proposed.To.ToDisplay()} instead of {proposed.From.ToDisplay()}. {proposed.Why}");
        AddExposure(text.In("Exposure"), decision.Exposure);
        AddGroup(text.In("Group"), decision);
        AddHold(text, decision);
        AddExceptions(text, decision);
        foreach (var deal in decision.Deals)
            DealExplanation.Add(text, deal, Audience.Credit, owed?.GetValueOrDefault(deal.OpportunityKey));
        text.AddCounterfactuals(counterfactuals.Select(c => (c.What, c.Then)));
        foreach (var request in decision.ReviewRequests)
            text.In("For a person to look at").Add(request);
        foreach (var input in decision.Inputs)
            text.In("Inputs").Add(input.Name, input.Value ?? "unknown");
        foreach (var rate in decision.Rates)
            text.In("Exchange rates").Add($"1 {rate.From} = {ExplanationText.Plain(rate.Rate)} {rate.To} of {ExplanationText.Day(rate.ValidFrom)} ({rate.How})");
        foreach (var warning in decision.Warnings)
            text.In("Warnings").Add(warning);
        foreach (var note in decision.Notes)
            text.In("Notes").Add(note.Code, note.Text);
        AddOrigin(text.In("Origin"), decision);
        return text.Lines;
    }

    private static void AddAnswer(ExplanationText text, CreditDecision decision)
    {
        text.Add(decision.Message)
            .Add($"Limit: {ExplanationText.Limit(decision)}; owed now: {ExplanationText.Amount(decision.Exposure.Total)}" + (decision.Headroom is { } left ? $"; left: {left.ToDisplay()}" : ""))
            .Add("Recommended terms", $"{decision.RecommendedTerms}");
        if (decision.Band is { } band)
            text.Add("Risk band", band + (decision.Score is { } score ? $" (score {ExplanationText.Plain(score.Value)}{Interval(score)})" : ""));
        if (decision.PossibleBands is { } possible)
            text.Add("Possible bands", $"from {possible.Lowest} to {possible.Highest}, depending on what is missing");
        if (decision.MostTelling is { } telling)
            text.Add("Worth finding out", $"{telling.Input} would narrow the score by {ExplanationText.Plain(telling.Narrows)} points{(telling.DecidesBand ? " and settle the band" : "")}");
        if (decision.Trend != PaymentTrend.Unknown)
            text.Add("Payment behaviour", decision.Trend.ToString().ToLowerInvariant());
        if (decision.NextReview is { } review)
            text.Add("Next periodic review", ExplanationText.Day(review));
    }

    private static string Reason(DecisionReason reason) =>
        $"{reason.Text} ({reason.Code}{(reason.Weight is { } weight ? $", costs {ExplanationText.Plain(weight)} points" : "")}{(reason.EdifactCode is { } code ? $", EDIFACT 4509: {code}" : "")})";

    private static void AddScore(ExplanationText text, CreditDecision decision)
    {
        text.In("Score");
        if (decision.Score is { } score)
        {
            foreach (var step in score.Steps)
            {
                var contribution = step.WeightPercent * step.Points / 100m;
                text.Add($"{step.Factor}: {step.Input ?? "unknown"} gives {ExplanationText.Plain(step.Points)} points, weight {ExplanationText.Plain(step.WeightPercent)} %: "
                    + $"{ExplanationText.Plain(contribution)}{(step.Note is null ? "" : $" ({step.Note})")}");
            }
        }
        else
        {
            text.Add("None: a factor that must not be missing is, or nothing is known.");
        }

        foreach (var veto in decision.Vetoes)
            text.Add($"Veto '{veto.Name}': {veto.Reason} ({(veto.AtBest is { } best ? $"{best} at best" : "no score")})");
    }

    private static void AddExposure(ExplanationText text, Exposure exposure)
    {
        if (exposure.Buckets.Count == 0)
        {
            text.Add("open receivables", ExplanationText.Amount(exposure.OpenReceivables))
                .Add("of these past due", ExplanationText.Amount(exposure.PastDue))
                .Add("of these disputed", ExplanationText.Amount(exposure.Disputed))
                .Add("credits", ExplanationText.Amount(exposure.Credits));
        }

        foreach (var bucket in exposure.Buckets)
        {
            if (bucket is { Amount.IsZero: true, Limit: null })
                continue;
            var limit = bucket.Limit is { } own ? $", own limit {own.ToDisplay()}{(bucket.Amount > own ? ": exceeded" : "")}" : "";
            text.Add(bucket.Name.Replace('_', ' '), $"{ExplanationText.Amount(bucket.Amount)}{(bucket.Counts ? "" : " (only shown)")}{limit}");
        }

        text.Add("counts against the limit", ExplanationText.Amount(exposure.Total));
    }

    private static void AddGroup(ExplanationText text, CreditDecision decision)
    {
        if (decision.Group is not { } group)
            return;
        text.Add("Top account", $"{group.Name} ({group.Key})")
            .Add("Limit of the group", group.Limit.ToDisplay())
            .Add("Owed by the group", ExplanationText.Amount(group.Exposure))
            .Add("Left", group.Headroom is { } left ? left.ToDisplay() : "cannot be told, or there is no ceiling");
    }

    private static void AddHold(ExplanationText text, CreditDecision decision)
    {
        foreach (var reason in decision.HoldReasons)
        {
            var since = reason.Since is { } day ? $", since {ExplanationText.Day(day)}" : "";
            var kind = reason.IsManual ? ", ordered by a person" : reason.IsLingering ? ", lasts until its release condition is met" : "";
            text.In("Hold").Add($"{reason.Reason} (rule '{reason.Rule}'{since}{kind})").Add($"Released when: {reason.ReleasedWhen}");
        }

        foreach (var sentence in decision.HoldsKeptBy ?? [])
            text.In("Hold").Add(sentence);
        foreach (var pending in decision.PendingHolds)
            text.In("Holds that wait").Add($"{pending.Reason} (rule '{pending.Rule}', since {ExplanationText.Day(pending.Since)}; holds from {ExplanationText.Day(pending.HoldsFrom)} on)");
        foreach (var lifted in decision.LiftedHolds)
            text.In("Lifted holds").Add($"'{lifted.Rule}' is lifted by '{lifted.LiftedBy}': {lifted.Why}");
        foreach (var order in decision.Orders)
            text.In("Open orders").Add($"Order {order.Order} ({order.Amount.ToDisplay()}) {(order.Stopped ? "waits" : "goes on")}: {order.Why}");
        if (!decision.Prequalification.IsPrequalified)
        {
            foreach (var unmet in decision.Prequalification.Unmet)
                text.In("Not prequalified because").Add(unmet);
        }
    }

    private static void AddExceptions(ExplanationText text, CreditDecision decision)
    {
        foreach (var standing in decision.Overrides)
        {
            var used = standing.UsedBy.Count == 0 ? "" : $" Used by {string.Join(", ", standing.UsedBy)}.";
            text.In("Exceptions").Add($"{standing.Key}, {Words($"{standing.Effect}")}, {Words($"{standing.State}")}: {standing.Why}{used}");
        }
    }

    private static void AddOrigin(ExplanationText text, CreditDecision decision)
    {
        text.Add($"Decision {decision.Id} of {decision.AsOf.Instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, business date {ExplanationText.Day(decision.AsOf.BusinessDate)}")
            .Add($"Policy {decision.PolicyVersion}, inputs {(decision.InputHash.Length > 16 ? decision.InputHash[..16] : decision.InputHash)}");
        if (decision.NextMoment is { } next)
            text.Add($"Time alone can change it from {next.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on");
    }

    private static string Interval(ScoreResult score) =>
        score.Lowest == score.Highest ? "" : $"; with what is missing it could be anything from {ExplanationText.Plain(score.Lowest)} to {ExplanationText.Plain(score.Highest)}";

    // ReleaseHold becomes "release hold".
    private static string Words(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
