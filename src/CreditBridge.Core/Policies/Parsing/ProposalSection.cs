using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "proposals".</summary>
internal static class ProposalSection
{
    public static ProposalPolicy Read(SectionReader? section)
    {
        if (section is null)
            return new ProposalPolicy { Checked = new DealSelection(), TermsLadder = [] };
        var policy = new ProposalPolicy
        {
            Checked = Selection(section.Section("check_deals", "which deals are checked: by stages, from_stage or from_probability")),
            OtherDealsFromProbability = section.Number("other_deals_from_probability", 0m, 100m, 0m),
            DefaultTerms = section.Terms("default_terms") ?? PaymentTerms.Net(30),
            PaceWithoutHistoryDays = section.Integer("pace_without_history_days", 0, 365, 15),
            ReviewAbove = section.Amount("review_above", 0.01m),
            TermsLadder = Ladder(section, "terms_ladder", "the payment terms that can be recommended, the shortest first"),
            Alternatives = [.. section.Sections("alternatives").Select(Alternative).OfType<AlternativePolicy>()],
        };
        foreach (var twice in policy.Alternatives.GroupBy(a => a.GetType()).Where(g => g.Count() > 1))
            section.Error("alternatives", "Two alternatives are of the same kind; put both into one.");
        section.Close();
        return policy;
    }

    private static DealSelection Selection(SectionReader? section)
    {
        if (section is null)
            return new DealSelection();
        var selection = new DealSelection
        {
            Stages = section.Texts("stages"),
            FromStage = section.Text("from_stage"),
            FromProbability = section.Number("from_probability", 0m, 100m),
        };
        if (!section.Has("stages") && !section.Has("from_stage") && !section.Has("from_probability"))
            section.Problems.Warning(section.Map, section.Path, "No deal is ever checked: name 'stages', 'from_stage' or 'from_probability'.");
        section.Close();
        return selection;
    }

    private static IReadOnlyList<PaymentTerms> Ladder(SectionReader section, string key, string meaning)
    {
        if (!section.Require(key, meaning))
            return [];
        var ladder = section.TermsList(key);
        for (var i = 1; i < ladder.Count; i++)
        {
            if (ladder[i] <= ladder[i - 1])
                section.Error(key, $"{ladder[i]} stands after {ladder[i - 1]}; list the shortest first, each once.");
        }

        if (ladder.Count == 0 && section.Find(key) is PolicyList { Items.Count: 0 })
            section.Error(key, "At least one payment term is needed.");
        return ladder;
    }

    private static AlternativePolicy? Alternative(SectionReader section)
    {
        var problemsBefore = section.Problems.Count;
        section.Require("offer", "what may be offered: deposit, shorter_terms or smaller_first_order");
        AlternativePolicy? alternative = section.Choice<Kind>("offer") switch
        {
            Kind.Deposit => new DepositAlternative(
                section.RequiredNumber("max_percent", 0.01m, 100m, "the largest deposit that may be asked for"), section.Number("step_percent", 0.5m, 100m, 5m)),
            Kind.ShorterTerms => new ShorterTermsAlternative(Ladder(section, "ladder", "the payment terms that may be offered, the shortest first")),
            Kind.SmallerFirstOrder => new SmallerFirstOrderAlternative(
                section.RequiredNumber("min_percent", 0.01m, 99.99m, "the smallest first order that makes sense"), section.Number("step_percent", 0.5m, 100m, 5m)),
            _ => null,
        };
        // An alternative that could not be read may have keys that nobody asked for; only its real mistake is reported.
        if (alternative is not null || section.Problems.Count == problemsBefore)
            section.Close();
        return alternative;
    }

    private enum Kind
    {
        Deposit = 1,
        ShorterTerms,
        SmallerFirstOrder,
    }
}
