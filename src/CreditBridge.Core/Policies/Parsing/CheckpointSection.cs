namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the checkpoints: steps of the sales process at which a passed check holds for a while.</summary>
internal static class CheckpointSection
{
    private const int LongestGraceDays = 90;

    public static IReadOnlyList<DealCheckpoint> Read(SectionReader proposals)
    {
        var checkpoints = new List<DealCheckpoint>();
        foreach (var section in proposals.Sections("checkpoints"))
        {
            var name = section.RequiredText("name", "a name for people, such as 'offer sent'");
            if (name.Length > 0 && checkpoints.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                section.Error("name", $"'{name}' stands here twice; names have to differ.");
            var deals = ProposalSection.Criteria(section);
            var grace = 1;
            if (section.Require("grace_days", "for how many days a deal that passed is not checked again, 1 at least"))
                grace = section.Integer("grace_days", 1, LongestGraceDays, 1);
            if (checkpoints.Find(c => c.Deals.IsEmpty) is { } all)
                section.Problems.Warning(section.Map, section.Path, $"No deal is ever at this checkpoint: '{all.Name}' before it takes every deal. Name 'stages', 'from_stage' or 'from_probability' there, or change the order.");
            checkpoints.Add(new DealCheckpoint(name, deals, grace));
            section.Close();
        }

        return checkpoints;
    }
}
