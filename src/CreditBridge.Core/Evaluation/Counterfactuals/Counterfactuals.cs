using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Counterfactuals;

/// <summary>
/// What would change the answer about an account: which payments, and which value of a single input. Nothing is guessed; every statement was evaluated with the whole
/// policy. Worked out on demand, with at most <see cref="MostEvaluations"/> evaluations.
/// </summary>
public static class Counterfactuals
{
    /// <summary>The most evaluations that one answer takes.</summary>
    public const int MostEvaluations = MostPayments + MostThresholds;

    private const int MostPayments = 40;
    private const int MostThresholds = 1_500;

    /// <summary>What would change the answer: first what makes it better, payments before all else, then what makes it worse.</summary>
    public static IReadOnlyList<Counterfactual> Of(CreditFile file, CreditPolicy policy)
    {
        file = file.InOrder();
        var situation = new Situation(new FactSheet(file, policy), policy) { IsTrial = true };
        var decision = CreditEvaluator.Decide(situation);
        var standing = Standing.Of(decision, policy);
        List<Counterfactual> better = [], worse = [];
        AddPayments(better, situation, standing);
        var search = new ThresholdSearch(file, situation, standing, MostThresholds);
        var read = decision.Inputs.Where(i => i.Value is not null).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in policy.Inputs.All)
        {
            // The score, the band and the hold are answers; what leads to them is asked about instead.
            if (!read.Contains(input.Name) || input.Stage is InputStage.Score or InputStage.Hold)
                continue;
            var reading = situation.Read(input);
            if (reading.Flag is { } flag)
                AddFlag(better, worse, file, policy, standing, input, flag);
            else if (reading.Number is { } current)
                AddNumber(better, worse, search, situation, standing, input, current);
        }

        return [.. better, .. worse];
    }

    // Paying more never hurts, so that the fewest documents for each aspect are found by going from one to all.
    private static void AddPayments(List<Counterfactual> found, Situation situation, Standing standing)
    {
        var trials = new PaymentTrials(situation);
        var open = Standing.Aspects.ToList();
        for (var count = 1; count <= Math.Min(trials.Documents.Count, MostPayments) && open.Count > 0; count++)
        {
            var then = Standing.Of(trials.After(count), situation.Policy);
            foreach (var aspect in open.Where(a => then.Rank(a) > standing.Rank(a)).ToList())
            {
                open.Remove(aspect);
                found.Add(new Counterfactual($"{trials.NamesOf(count)} paid ({trials.Amount(count).ToDisplay()})", then.Words(aspect))
                {
                    ForSales = true,
                    ForCustomer = aspect == Aspect.Hold,
                });
            }
        }
    }

    private static void AddFlag(List<Counterfactual> better, List<Counterfactual> worse, CreditFile file, CreditPolicy policy, Standing standing, CreditInput input, bool flag)
    {
        var given = new Dictionary<CreditInput, Reading> { [input] = Reading.Of(!flag) };
        var then = Standing.Of(CreditEvaluator.Decide(file, policy, given, isTrial: true), policy);
        foreach (var aspect in Standing.Aspects)
        {
            if (then.Rank(aspect) != standing.Rank(aspect))
                Add(better, worse, $"{input.Name} {(flag ? "no (now yes)" : "yes (now no)")}", new Flip(aspect, 0m, false, then), standing, input);
        }
    }

    private static void AddNumber(List<Counterfactual> better, List<Counterfactual> worse, ThresholdSearch search, Situation situation, Standing standing, CreditInput input, decimal current)
    {
        foreach (var direction in (int[])[-1, 1])
        {
            foreach (var flip in search.Flips(input, current, direction))
            {
                var words = (direction, flip.IsBound) switch
                {
                    (< 0, false) => "at most",
                    (< 0, true) => "below",
                    (_, false) => "at least",
                    _ => "above",
                };
                Add(better, worse, $"{input.Name} {words} {Text(input, flip.Value, situation)} (now {Text(input, current, situation)})", flip, standing, input);
            }
        }
    }

    private static void Add(List<Counterfactual> better, List<Counterfactual> worse, string what, Flip flip, Standing standing, CreditInput input)
    {
        var isBetter = flip.Then.Rank(flip.Aspect) > standing.Rank(flip.Aspect);
        (isBetter ? better : worse).Add(new Counterfactual(what, flip.Then.Words(flip.Aspect))
        {
            Input = input.Name,
            // Sales may know amounts and days, never ratios and scores; what makes the answer worse is nothing to work towards.
            ForSales = isBetter && input.ForSales && input.Unit is not (InputUnit.Percent or InputUnit.Points),
        });
    }

    private static string Text(CreditInput input, decimal number, Situation situation) => input.Unit == InputUnit.Amount
        ? new Money(number, situation.Facts.Currency).ToDisplay()
        : Math.Round(number, 4, MidpointRounding.AwayFromZero).ToString("0.####", CultureInfo.InvariantCulture) + (input.Unit == InputUnit.Percent ? " %" : "");
}
