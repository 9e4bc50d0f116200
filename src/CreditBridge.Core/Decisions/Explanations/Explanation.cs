using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Says why a decision is what it is, in as much detail as its reader may see.</summary>
public static class Explanation
{
    /// <summary>The explanation of a decision.</summary>
    public static IReadOnlyList<ExplanationLine> Of(CreditDecision decision, Audience audience)
    {
        var lines = new List<ExplanationLine>();
        AddAnswer(lines, decision, audience);
        if (audience == Audience.Credit)
        {
            AddScore(lines, decision);
            AddLimit(lines, decision);
            AddExposure(lines, decision);
        }

        AddHold(lines, decision, audience);
        foreach (var deal in decision.Deals)
            AddDeal(lines, deal, audience);
        if (audience == Audience.Credit)
        {
            lines.AddRange(decision.Inputs.Select(i => new ExplanationLine("Inputs", $"{i.Name}: {i.Value ?? "unknown"}")));
            lines.AddRange(decision.Rates.Select(r => new ExplanationLine("Exchange rates", $"1 {r.From} = {Plain(r.Rate)} {r.To} of {Day(r.ValidFrom)} ({r.How})")));
            lines.AddRange(decision.Warnings.Select(w => new ExplanationLine("Warnings", w)));
            AddOrigin(lines, decision);
        }

        return lines;
    }

    /// <summary>The explanation of one deal's check; empty when the decision did not check that deal.</summary>
    public static IReadOnlyList<ExplanationLine> OfDeal(CreditDecision decision, string opportunityKey, Audience audience)
    {
        var lines = new List<ExplanationLine>();
        foreach (var deal in decision.Deals.Where(d => d.OpportunityKey == opportunityKey))
            AddDeal(lines, deal, audience);
        return lines;
    }

    private static void AddAnswer(List<ExplanationLine> lines, CreditDecision decision, Audience audience)
    {
        void Add(string text) => lines.Add(new ExplanationLine("Answer", text));
        Add(decision.Message);
        Add($"Limit: {decision.Limit.ToDisplay()}; owed now: {decision.Exposure.Total.ToDisplay()}" + (decision.Headroom is { } left ? $"; left: {left.ToDisplay()}" : ""));
        Add($"Recommended terms: {decision.RecommendedTerms}");
        if (decision.Band is { } band)
            Add($"Risk band: {band}" + (audience == Audience.Credit && decision.Score is { } score ? $" (score {Plain(score.Value)}{Interval(score)})" : ""));
        if (audience == Audience.Credit && decision.Trend != PaymentTrend.Unknown)
            Add($"Payment behaviour: {decision.Trend.ToString().ToLowerInvariant()}");
        if (decision.NextReview is { } review)
            Add($"Next periodic review: {Day(review)}");
    }

    private static void AddScore(List<ExplanationLine> lines, CreditDecision decision)
    {
        if (decision.Score is not { } score)
        {
            lines.Add(new ExplanationLine("Score", "None: a factor that must not be missing is, or nothing is known."));
            return;
        }

        foreach (var step in score.Steps)
        {
            var contribution = step.WeightPercent * step.Points / 100m;
            lines.Add(new ExplanationLine("Score",
                $"{step.Factor}: {step.Input ?? "unknown"} gives {Plain(step.Points)} points, weight {Plain(step.WeightPercent)} %: {Plain(contribution)}{(step.Note is null ? "" : $" ({step.Note})")}"));
        }
    }

    private static void AddLimit(List<ExplanationLine> lines, CreditDecision decision) =>
        lines.AddRange(decision.LimitSteps.Select(s => new ExplanationLine("Limit", $"{(s.Decisive ? "→ " : "")}{s.Rule}: {s.Limit.ToDisplay()} ({s.Note})")));

    private static void AddExposure(List<ExplanationLine> lines, CreditDecision decision)
    {
        void Add(string bucket, Money amount) => lines.Add(new ExplanationLine("Exposure", $"{bucket}: {amount.ToDisplay()}"));
        Add("open receivables", decision.Exposure.OpenReceivables);
        Add("of these past due", decision.Exposure.PastDue);
        Add("of these disputed", decision.Exposure.Disputed);
        Add("credits", decision.Exposure.Credits);
        Add("counts against the limit", decision.Exposure.Total);
    }

    private static void AddHold(List<ExplanationLine> lines, CreditDecision decision, Audience audience)
    {
        foreach (var reason in decision.HoldReasons)
        {
            lines.Add(new ExplanationLine("Hold", audience == Audience.Credit ? $"{reason.Reason} (rule '{reason.Rule}')" : reason.Reason));
            lines.Add(new ExplanationLine("Hold", $"Released when: {reason.ReleasedWhen}"));
        }

        if (!decision.Prequalification.IsPrequalified)
            lines.AddRange(decision.Prequalification.Unmet.Select(u => new ExplanationLine("Not prequalified because", u)));
    }

    private static void AddDeal(List<ExplanationLine> lines, DealCheck deal, Audience audience)
    {
        var section = $"Deal '{deal.Name}'";
        void Add(string text) => lines.Add(new ExplanationLine(section, text));
        Add($"{DecisionFields.StatusText(deal.Status)}: {deal.Message}");
        foreach (var alternative in deal.Alternatives)
            Add(alternative.Text);
        if (audience == Audience.Credit && deal.ExposureAtClose is { } exposure)
            Add($"Expected to be owed when it closes, without it: {exposure.ToDisplay()}");
        if (audience == Audience.Credit && deal.HeadroomAfter is { } left)
            Add($"Left of the limit with it: {left.ToDisplay()}");
        Add($"Recommended terms: {deal.RecommendedTerms}");
        if (deal.ReviewDue is { } due)
            Add($"Credit looks at it by {Day(due)}");
    }

    private static void AddOrigin(List<ExplanationLine> lines, CreditDecision decision)
    {
        lines.Add(new ExplanationLine("Origin", $"Decision {decision.Id} of {decision.AsOf.Instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, business date {Day(decision.AsOf.BusinessDate)}"));
        lines.Add(new ExplanationLine("Origin", $"Policy {decision.PolicyVersion}, inputs {decision.InputHash[..16]}"));
        if (decision.NextMoment is { } next)
            lines.Add(new ExplanationLine("Origin", $"Time alone can change it from {next.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on"));
    }

    private static string Interval(ScoreResult score) =>
        score.Lowest == score.Highest ? "" : $"; with what is missing it could be anything from {Plain(score.Lowest)} to {Plain(score.Highest)}";

    private static string Plain(decimal number) => Math.Round(number, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
