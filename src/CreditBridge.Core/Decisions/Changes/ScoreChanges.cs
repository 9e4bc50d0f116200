using System.Globalization;

namespace CreditBridge.Core.Decisions.Changes;

/// <summary>Says which factors and vetoes moved the score and the band.</summary>
internal static class ScoreChanges
{
    private const int MostNamed = 3;

    public static string Of(CreditDecision? before, CreditDecision after)
    {
        if (after.Score is not { } score)
            return ChangeReasons.Joined([.. Vetoes(before, after), "no score: a factor that must not be missing is, or nothing is known"]);
        if (before is null && after.Reasons.Where(r => r is { Weight: > 0m } && r.Code.StartsWith("factor:", StringComparison.Ordinal)).Take(MostNamed).Select(r => r.Text).ToList() is { Count: > 0 } costly)
            return ChangeReasons.Joined([.. Vetoes(before, after), .. costly]);
        var known = before?.Score?.Steps.ToDictionary(s => s.Factor, StringComparer.Ordinal) ?? [];
        var factors = score.Steps.Select(s => (Step: s, Was: known.GetValueOrDefault(s.Factor)))
            .Select(s => (s.Step, s.Was, Moved: Contribution(s.Step) - (s.Was is null ? 0m : Contribution(s.Was))))
            .Where(s => s.Was is null || s.Moved != 0m).OrderByDescending(s => Math.Abs(s.Moved)).ThenBy(s => s.Step.Factor, StringComparer.Ordinal).Take(MostNamed)
            .Select(s => Words(s.Step, s.Was, s.Moved));
        var gone = known.Keys.Except(score.Steps.Select(s => s.Factor), StringComparer.Ordinal).Select(f => $"factor '{f}' does not count any more");
        var changes = ChangeReasons.Joined([.. Vetoes(before, after), .. factors, .. gone]);
        return changes.Length > 0 || before is null || before.Band == after.Band ? changes : $"score {Plain(score.Value)}";
    }

    private static IEnumerable<string> Vetoes(CreditDecision? before, CreditDecision after) =>
    [
        .. after.Vetoes.Except(before?.Vetoes ?? []).Select(v => $"veto '{v.Name}': {v.Reason}"),
        .. (before?.Vetoes ?? []).ExceptBy(after.Vetoes.Select(v => v.Name), v => v.Name).Select(v => $"veto '{v.Name}' no longer applies"),
    ];

    private static string Words(ScoreStep step, ScoreStep? was, decimal moved)
    {
        var input = step.Input ?? "unknown";
        return was is null ? $"factor '{step.Factor}': {input} gives {Plain(step.Points)} points"
            : was.Input == step.Input && was.Points == step.Points ? $"factor '{step.Factor}': weight {Plain(step.WeightPercent)} % instead of {Plain(was.WeightPercent)} %"
            : $"factor '{step.Factor}': {input} instead of {was.Input ?? "unknown"}, {(moved > 0m ? "+" : "")}{Plain(moved)}";
    }

    private static decimal Contribution(ScoreStep step) => step.WeightPercent * step.Points / 100m;

    private static string Plain(decimal number) => Math.Round(number, 1, MidpointRounding.AwayFromZero).ToString("#,0.#", CultureInfo.InvariantCulture);
}
