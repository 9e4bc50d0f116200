using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>Finds the band of the score, applies the vetoes, and says which bands are possible while inputs are missing.</summary>
internal static class BandRules
{
    public static void Apply(Situation situation, ScoreInterval? interval)
    {
        var policy = situation.Policy;
        situation.Band = situation.Score is { } score ? Banding.Of(policy.Bands, score.Value) : null;
        var (cap, firm, noScore, worstPossible) = ApplyVetoes(situation);
        situation.MostTelling = interval?.MostTelling(situation);
        if (noScore)
        {
            (situation.Score, situation.Band) = (null, null);
            return;
        }

        var (worst, best) = (situation.Band, situation.Band);
        if (interval is not null)
        {
            var ends = (Banding.Of(policy.Bands, situation.Score?.Lowest ?? interval.Lowest), Banding.Of(policy.Bands, situation.Score?.Highest ?? interval.Highest));
            (worst, best) = policy.Score.Better == BetterScore.Higher ? ends : (ends.Item2, ends.Item1);
        }

        situation.Band = Capped(policy, situation.Band, cap);
        (worst, best) = (Capped(policy, Capped(policy, worst, cap), worstPossible), Capped(policy, best, firm));
        if (worst is not null && best is not null && worst.Name != best.Name)
            situation.PossibleBands = new BandRange(worst.Name, best.Name);
    }

    // A veto that cannot be told does not apply, and could: the worst possible band takes it into account. One that applies while inputs of its condition are missing, and
    // perhaps because of that, may not apply once they are known: the best possible band leaves it out.
    private static (Band? Cap, Band? Firm, bool NoScore, Band? WorstPossible) ApplyVetoes(Situation situation)
    {
        Band? cap = null, firm = null, worstPossible = null;
        var noScore = false;
        foreach (var veto in situation.Policy.Vetoes)
        {
            switch (veto.When.Evaluate(situation).Flag)
            {
                case true:
                    cap = Capped(situation.Policy, veto.AtBest, cap) ?? cap;
                    if (IsFirm(veto, situation))
                        firm = Capped(situation.Policy, veto.AtBest, firm) ?? firm;
                    noScore |= veto.AtBest is null;
                    var consequence = veto.AtBest is { } band ? $"the band is {band.Name} at best" : "there is no score";
                    situation.Reasons.Add($"veto:{veto.Name}", veto.Words, $"{veto.Name}: {consequence}.", null, situation);
                    situation.Vetoes.Add(new AppliedVeto(veto.Name, veto.Words.Credit?.Render(situation) ?? $"{veto.Name}: {veto.When.Text}.", veto.AtBest?.Name));
                    break;
                case null when veto.AtBest is { } possible:
                    worstPossible = Capped(situation.Policy, possible, worstPossible);
                    break;
            }
        }

        if (situation.Facts.File.HasOnlyUndelivered())
        {
            noScore = true;
            situation.Vetoes.Add(new AppliedVeto("customer key in no ERP", UndeliveredCustomers.Sentence(situation.Facts.File), null));
        }

        return (cap, firm, noScore, worstPossible);
    }

    private static bool IsFirm(Veto veto, Situation situation)
    {
        foreach (var input in veto.When.Inputs)
        {
            if (situation.Peek(input).IsMissing)
                return false;
        }

        return true;
    }

    private static Band? Capped(CreditPolicy policy, Band? band, Band? cap) => band is null || cap is null ? band : Banding.Worse(policy, band, cap);
}
