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
            Alternatives = [.. section.Sections("alternatives").Select(AlternativeSection.Read).OfType<AlternativePolicy>()],
            Checkpoints = CheckpointSection.Read(section),
        };
        foreach (var twice in policy.Alternatives.GroupBy(AlternativeSection.KindOf).Where(g => g.Count() > 1))
            section.Error("alternatives", "Two alternatives are of the same kind; put both into one.");
        section.Close();
        return policy;
    }

    private static DealSelection Selection(SectionReader? section)
    {
        if (section is null)
            return new DealSelection();
        var selection = Criteria(section);
        if (!section.Has("stages") && !section.Has("from_stage") && !section.Has("from_probability"))
            section.Problems.Warning(section.Map, section.Path, "No deal is ever checked: name 'stages', 'from_stage' or 'from_probability'.");
        section.Close();
        return selection;
    }

    /// <summary>The criteria by which deals are chosen, as they stand in a section among other keys.</summary>
    public static DealSelection Criteria(SectionReader section) => new()
    {
        Stages = section.Texts("stages"),
        FromStage = section.Text("from_stage"),
        FromProbability = section.Number("from_probability", 0m, 100m),
    };

    /// <summary>Payment terms, the shortest first, each once.</summary>
    public static IReadOnlyList<PaymentTerms> Ladder(SectionReader section, string key, string meaning)
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
}
