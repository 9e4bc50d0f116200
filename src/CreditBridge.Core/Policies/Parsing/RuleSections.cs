using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the sections "hold" and "prequalification".</summary>
internal static class RuleSections
{
    /// <summary>How the rule is called that stands for the limit of a bucket; the bucket's name follows.</summary>
    public const string BucketPrefix = "limit of bucket ";

    public static HoldPolicy Hold(SectionReader? section)
    {
        if (section is null)
            return new HoldPolicy([], true);
        section.Require("rules", "the rules that put accounts on hold; [] for none");
        var rules = new List<HoldRule>();
        var names = new List<string>();
        foreach (var rule in section.Sections("rules"))
        {
            var name = UniqueName(rule, names);
            rule.Require("when", "the condition under which the rule applies");
            rule.Require("reason", "why the account is on hold, in words for sales");
            rule.Require("release", "what ends the hold, in words for sales");
            var when = rule.Expression("when", InputStage.Limit, ExpressionType.Condition);
            var reason = rule.Template("reason", InputStage.Limit);
            var release = rule.Template("release", InputStage.Limit);
            var releaseWhen = rule.Expression("release_when", InputStage.Limit, ExpressionType.Condition);
            var grace = rule.Integer("grace_days", 0, 365, 0);
            var always = rule.Flag("always", false);
            var customer = rule.Template("customer", InputStage.Limit);
            var edifact = rule.Integer("edifact", 1, 15);
            var checkpoints = Checkpoints(rule.Section("checkpoints", null));
            if (name.StartsWith(BucketPrefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith("manual hold", StringComparison.OrdinalIgnoreCase))
                rule.Error("name", $"Names that begin with '{BucketPrefix.Trim()}' or 'manual hold' are taken by the product; choose another.");
            if (when is not null && reason is not null && release is not null)
            {
                rules.Add(new HoldRule(name, when, reason, release)
                {
                    ReleaseWhen = releaseWhen,
                    GraceDays = grace,
                    Always = always,
                    ForCustomer = customer,
                    EdifactCode = edifact,
                    CheckpointGraceDays = checkpoints,
                });
            }

            names.Add(name);
            rule.Close();
        }

        var exclusions = new List<HoldExclusion>();
        foreach (var exclusion in section.Sections("exclusions"))
        {
            if (Exclusion(exclusion, exclusions, names) is { } read)
                exclusions.Add(read);
        }

        var prepaid = section.Flag("prepaid_may_proceed", true);
        section.Close();
        return new HoldPolicy(rules, prepaid) { Exclusions = exclusions };
    }

    private static HoldExclusion? Exclusion(SectionReader section, List<HoldExclusion> others, List<string> rules)
    {
        var name = UniqueName(section, others.Select(o => o.Name));
        section.Require("when", "the condition under which holds are lifted");
        var when = section.Expression("when", InputStage.Limit, ExpressionType.Condition);
        IReadOnlyList<string>? lifts = null;
        if (section.Require("lifts", "the names of the rules that are lifted, or all") && !section.Is("lifts", "all"))
        {
            lifts = section.Texts("lifts");
            foreach (var (node, path) in section.Items("lifts"))
            {
                if (node is PolicyText { Value: var rule } && !rules.Contains(rule, StringComparer.Ordinal) && !IsBucket(rule))
                    section.Problems.Error(node, path, $"There is no rule '{rule}'; there are: {string.Join(", ", rules)}.", Spelling.Nearest(rule, rules));
            }
        }

        section.Close();
        return when is null ? null : new HoldExclusion(name, when, lifts);
    }

    private static bool IsBucket(string rule) =>
        rule.StartsWith(BucketPrefix, StringComparison.Ordinal) && Enum.GetValues<BucketKind>().Any(k => BucketPolicy.NameOf(k) == rule[BucketPrefix.Length..]);

    private static Dictionary<string, int> Checkpoints(SectionReader? section)
    {
        var days = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, _) in section?.Map.Entries ?? [])
        {
            if (section!.Integer(key.Value, 0, 365) is { } grace)
                days.TryAdd(key.Value, grace);
        }

        section?.Close();
        return days;
    }

    public static IReadOnlyList<Criterion> Prequalification(SectionReader? section)
    {
        if (section is null)
            return [];
        section.Require("criteria", "what an account has to meet; [] for nothing");
        var criteria = new List<Criterion>();
        foreach (var criterion in section.Sections("criteria"))
        {
            var name = UniqueName(criterion, criteria.Select(c => c.Name));
            criterion.Require("require", "the condition that has to hold");
            criterion.Require("otherwise", "what to say to sales when it does not");
            var require = criterion.Expression("require", InputStage.Hold, ExpressionType.Condition, forSales: true);
            if (criterion.Template("otherwise", InputStage.Hold) is { } otherwise && require is not null)
                criteria.Add(new Criterion(name, require, otherwise));
            criterion.Close();
        }

        section.Close();
        return criteria;
    }

    public static string UniqueName(SectionReader section, IEnumerable<string> names)
    {
        var name = section.RequiredText("name", "a name for people");
        if (name.Length > 0 && names.Contains(name, StringComparer.OrdinalIgnoreCase))
            section.Error("name", $"'{name}' stands here twice; names have to differ.");
        return name;
    }
}
