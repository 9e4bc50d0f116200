using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "bureaus".</summary>
internal static class BureauSection
{
    public static BureauPolicy? Read(SectionReader? section, PolicyMap document)
    {
        if (section is null)
            return null;
        section.Require("providers", "the bureaus, the one that is asked first in front");
        section.Require("when", "the condition that makes an account worth a report");
        var providers = section.Texts("providers");
        if (section.Has("providers") && providers.Count == 0)
            section.Error("providers", "There is no bureau here; leave the section out to buy no reports.");
        foreach (var twice in providers.GroupBy(p => p, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            section.Error("providers", $"'{twice.Key}' stands here twice.");
        var when = section.Expression("when", InputStage.Hold, ExpressionType.Condition);
        var policy = new BureauPolicy(providers, when!)
        {
            Opinions = section.Integer("opinions", 1, 10, 1),
            MaxAgeMonths = section.Integer("max_age_months", 1, 120, 6),
            Numbers = [.. NumbersIn(document).Distinct().Order()],
        };
        if (policy.Opinions > Math.Max(1, providers.Count))
            section.Error("opinions", $"{policy.Opinions} opinions are wanted of {providers.Count} bureaus.");
        section.Close();
        return when is null ? null : policy;
    }

    // Examples say what is to come out; nothing is compared with their numbers.
    private static IEnumerable<decimal> NumbersIn(PolicyNode node) => node switch
    {
        PolicyMap map => map.Entries.Where(e => e.Key.Value != "examples").SelectMany(e => NumbersIn(e.Value)),
        PolicyList list => list.Items.SelectMany(NumbersIn),
        PolicyText text => NumbersIn(text.Value),
        _ => [],
    };

    private static IEnumerable<decimal> NumbersIn(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                continue;
            var start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '.' or '_'))
                i++;
            if (SectionReader.TryNumber(text[start..i].TrimEnd('.', '_'), out var number))
                yield return number;
        }
    }
}
