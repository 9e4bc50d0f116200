using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Examples;

/// <summary>Runs the examples of a policy through the same evaluation as every account.</summary>
public static class ExampleRunner
{
    private const string Nothing = "unknown";

    /// <summary>What comes of every example, in the order of the document.</summary>
    public static IReadOnlyList<ExampleResult> Run(CreditPolicy policy) => [.. policy.Examples.Select(e => Run(policy, e))];

    /// <summary>What comes of one example.</summary>
    public static ExampleResult Run(CreditPolicy policy, PolicyExample example)
    {
        var decision = CreditEvaluator.Decide(example.File.InOrder(), policy, example.Given);
        var mismatches = new List<Mismatch>();
        foreach (var expected in example.Expected)
        {
            var actual = Actual(expected.What, decision, policy, example);
            if (!Same(expected.Value, actual))
                mismatches.Add(new Mismatch(expected, actual));
        }

        return new ExampleResult(example, mismatches);
    }

    private static string Actual(string what, CreditDecision decision, CreditPolicy policy, PolicyExample example) => what switch
    {
        "score" => Number(decision.Score?.Value),
        "score_lowest" => Number(decision.Score?.Lowest),
        "score_highest" => Number(decision.Score?.Highest),
        "band" => decision.Band ?? Nothing,
        "lowest_band" => decision.PossibleBands?.Lowest ?? decision.Band ?? Nothing,
        "highest_band" => decision.PossibleBands?.Highest ?? decision.Band ?? Nothing,
        "most_telling" => decision.MostTelling?.Input ?? Nothing,
        "vetoes" => string.Join(", ", decision.Vetoes.Select(v => v.Name)),
        "limit" => Limit(decision.Limit),
        "proposed_limit" => decision.ProposedLimit is { } proposed ? Limit(proposed.To) : Nothing,
        "exposure" => Number(decision.Exposure.Total?.Amount),
        "headroom" => Number(decision.Headroom?.Amount),
        "group_headroom" => Number(decision.Group?.Headroom?.Amount),
        "hold" => decision.OnHold ? string.Join(", ", decision.HoldReasons.Select(h => h.Rule)) : "no",
        "prequalified" => decision.Prequalification.IsPrequalified ? "yes" : "no",
        "terms" => decision.RecommendedTerms.ToString(),
        "deal" => decision.Deals.Count > 0 ? Word(decision.Deals[0].Status.ToString()) : Nothing,
        "alternatives" => decision.Deals.Count > 0 ? string.Join(", ", decision.Deals[0].Alternatives.Select(a => a.Kind)) : "",
        "first_alternative" => decision.Deals.Count > 0 && decision.Deals[0].Alternatives.Count > 0 ? decision.Deals[0].Alternatives[0].Text : "",
        "trend" => Word(decision.Trend.ToString()),
        "next_review" => decision.NextReview?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Nothing,
        _ => policy.Inputs.TryGet(what["input:".Length..], out var input) ? InputText(CreditEvaluator.Read(example.File.InOrder(), policy, input, example.Given)) : Nothing,
    };

    // A number is compared to as many decimals as were written; "yes" stands for any hold.
    private static bool Same(string expected, string actual)
    {
        if (SectionReader.TryNumber(expected, out var wanted) && SectionReader.TryNumber(actual, out var found))
            return Math.Round(found, Math.Min(20, (int)wanted.Scale), MidpointRounding.AwayFromZero) == wanted;
        return string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase)
            || (expected is "yes" or "true" && actual.Length > 0 && actual is not ("no" or Nothing))
            || (expected == "false" && actual == "no");
    }

    private static string Number(decimal? number) => number is { } n ? n.ToString("0.############################", CultureInfo.InvariantCulture) : Nothing;

    private static string InputText(Reading reading) => reading.Number is { } number ? Number(number) : reading.ToString();

    private static string Limit(CreditLimit limit) => limit.Match(() => "not_set", () => "none", () => "unlimited", a => Number(a.Amount));

    private static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
