using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the sections "hold" and "prequalification".</summary>
internal static class RuleSections
{
    public static HoldPolicy Hold(SectionReader? section)
    {
        if (section is null)
            return new HoldPolicy([], true);
        section.Require("rules", "the rules that put accounts on hold; [] for none");
        var rules = new List<HoldRule>();
        foreach (var rule in section.Sections("rules"))
        {
            var name = UniqueName(rule, rules.Select(r => r.Name));
            rule.Require("when", "the condition under which the rule applies");
            rule.Require("reason", "why the account is on hold, in words for sales");
            rule.Require("release", "what ends the hold, in words for sales");
            var when = rule.Expression("when", InputStage.Limit, ExpressionType.Condition);
            var reason = rule.Template("reason", InputStage.Limit);
            var release = rule.Template("release", InputStage.Limit);
            if (when is not null && reason is not null && release is not null)
                rules.Add(new HoldRule(name, when, reason, release));
            rule.Close();
        }

        var prepaid = section.Flag("prepaid_may_proceed", true);
        section.Close();
        return new HoldPolicy(rules, prepaid);
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

    private static string UniqueName(SectionReader section, IEnumerable<string> names)
    {
        var name = section.RequiredText("name", "a name for people");
        if (name.Length > 0 && names.Contains(name, StringComparer.OrdinalIgnoreCase))
            section.Error("name", $"'{name}' stands here twice; names have to differ.");
        return name;
    }
}
