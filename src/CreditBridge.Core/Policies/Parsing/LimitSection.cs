using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "limit".</summary>
internal static class LimitSection
{
    public static LimitPolicy Read(SectionReader? section, IReadOnlyList<Band> bands, CurrencyCode currency)
    {
        if (section is null)
            return new LimitPolicy();
        var policy = new LimitPolicy
        {
            Erp = section.RequiredChoice<ErpLimitRole>("erp", "what counts when both the ERP and this policy have a limit: erp_wins, lower_of_both or policy_wins"),
            Combination = section.Choice<LimitCombination>("combine") ?? LimitCombination.MostRestrictive,
            Methods = [.. section.Sections("methods").Select(m => Method(m, bands, currency)).OfType<LimitMethod>()],
            Highest = section.Amount("highest", 0.01m),
            RoundDownTo = section.Amount("round_down_to") ?? 0m,
            NotSetMeans = NotSet(section),
        };
        foreach (var twice in policy.Methods.GroupBy(m => m.Name).Where(g => g.Count() > 1))
            section.Error("methods", $"Two methods are called '{twice.Key}'; names have to differ.");
        section.Close();
        return policy;
    }

    private static CreditLimitKind NotSet(SectionReader section) => section.RequiredChoice<NotSetMeaning>("not_set_means", "what a limit that nobody has set counts as: not_set (a person decides), none or unlimited") switch
    {
        NotSetMeaning.None => CreditLimitKind.None,
        NotSetMeaning.Unlimited => CreditLimitKind.Unlimited,
        _ => CreditLimitKind.NotSet,
    };

    private static LimitMethod? Method(SectionReader section, IReadOnlyList<Band> bands, CurrencyCode currency)
    {
        var problemsBefore = section.Problems.Count;
        var name = section.RequiredText("name", "the name of the method, for people");
        LimitMethod? method = null;
        if (section.Require("use", "how this limit is found: percent_of, by_band or formula"))
        {
            method = section.Choice<Kind>("use") switch
            {
                Kind.PercentOf => PercentOf(section, name),
                Kind.ByBand => ByBand(section, name, bands, currency),
                Kind.Formula when section.Require("formula", "a formula that gives an amount")
                    && section.Expression("formula", InputStage.Score, ExpressionType.Amount) is { } formula => new FormulaLimit(name, formula, formula.Text),
                _ => null,
            };
        }

        // A method that could not be read may have keys that nobody asked for; only its real mistake is reported.
        if (method is not null || section.Problems.Count == problemsBefore)
            section.Close();
        return method;
    }

    private static FormulaLimit? PercentOf(SectionReader section, string name)
    {
        var percent = section.RequiredNumber("percent", 0.0001m, 1_000_000m, "how many percent of the input the limit is");
        if (!section.Require("input", "the amount that the limit is a share of")
            || section.Expression("input", InputStage.Score, ExpressionType.Amount) is not { } input)
            return null;
        return new FormulaLimit(name, ExpressionParser.Parse($"({input.Text}) * {SectionReader.Plain(percent)} / 100", InputStage.Score, ExpressionType.Amount, section.Inputs), $"{SectionReader.Plain(percent)} % of {input.Text}");
    }

    private static BandLimit? ByBand(SectionReader section, string name, IReadOnlyList<Band> bands, CurrencyCode currency)
    {
        if (section.Section("amounts", "the limit of every band: an amount, none or unlimited") is not { } amounts)
            return null;
        var byBand = new Dictionary<string, CreditLimit>(StringComparer.Ordinal);
        foreach (var band in bands)
        {
            switch ((amounts.Find(band.Name) as PolicyText)?.Value)
            {
                case null when !amounts.Has(band.Name):
                    amounts.Require(band.Name, "the limit of this band: an amount, none or unlimited");
                    break;
                case "none":
                    byBand[band.Name] = CreditLimit.None;
                    break;
                case "unlimited":
                    byBand[band.Name] = CreditLimit.Unlimited;
                    break;
                case { } text when SectionReader.TryNumber(text, out var zero) && zero == 0m:
                    amounts.Error(band.Name, "0 can mean no credit or no limit: write 'none' or 'unlimited'.");
                    break;
                default:
                    if (amounts.Amount(band.Name, 0.01m) is { } amount)
                        byBand[band.Name] = CreditLimit.Of(new Money(amount, currency));
                    break;
            }
        }

        amounts.Close();
        return new BandLimit(name, byBand);
    }

    private enum Kind
    {
        PercentOf = 1,
        ByBand,
        Formula,
    }

    private enum NotSetMeaning
    {
        NotSet = 0,
        None,
        Unlimited,
    }
}
