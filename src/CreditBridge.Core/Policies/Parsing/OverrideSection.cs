using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "overrides".</summary>
internal static class OverrideSection
{
    public static OverridePolicy? Read(SectionReader? section)
    {
        if (section is null)
            return null;
        var policy = new OverridePolicy();
        section.Require("highest_amount", "the highest amount that an exception can be about");
        section.Require("longest_days", "how many days an exception can last");
        policy = policy with
        {
            HighestAmount = section.Amount("highest_amount") ?? 0m,
            LongestDays = section.Integer("longest_days", 1, 3650) ?? 1,
            MostUses = section.Integer("most_uses", 1, 10_000),
            Scopes = section.Choices<OverrideScope>("scopes") is { Count: > 0 } scopes ? scopes : policy.Scopes,
            Effects = section.Choices<OverrideEffect>("effects") is { Count: > 0 } effects ? effects : policy.Effects,
            GrantedBy = section.Texts("granted_by"),
        };
        var triggers = new List<OverrideTrigger>();
        foreach (var trigger in section.Sections("end_when"))
        {
            var name = RuleSections.UniqueName(trigger, triggers.Select(t => t.Name));
            trigger.Require("when", "the condition that ends exceptions early");
            if (trigger.Expression("when", InputStage.Score, ExpressionType.Condition) is { } when)
                triggers.Add(new OverrideTrigger(name, when));
            trigger.Close();
        }

        section.Close();
        return policy with { Triggers = triggers };
    }
}
