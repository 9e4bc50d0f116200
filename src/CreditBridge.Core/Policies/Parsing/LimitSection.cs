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
            Adjustments = [.. section.Sections("adjustments").Select(Adjustment).OfType<LimitAdjustment>()],
            AutomaticChange = Change(section.Section("automatic_change", null)),
            AutoRaise = Raise(section.Section("auto_raise", null)),
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
        if (section.Require("use", "how this limit is found: percent_of, by_band, formula, fixed, matrix or need_and_capacity"))
        {
            var when = section.Expression("when", InputStage.Score, ExpressionType.Condition);
            method = section.Choice<Kind>("use") switch
            {
                Kind.PercentOf => PercentOf(section, name),
                Kind.ByBand => ByBand(section, name, bands, currency),
                Kind.Formula when section.Require("formula", "a formula that gives an amount")
                    && section.Expression("formula", InputStage.Score, ExpressionType.Amount) is { } formula => new FormulaLimit(name, formula, formula.Text),
                Kind.Fixed when section.Require("amount", "the limit: an amount, none, unlimited or not_set") && section.Limit("amount", currency) is { } limit => new FixedLimit(name, limit),
                Kind.Matrix when MatrixSection.Read(section, InputStage.Score, (node, path) => Cell(section, node, path, currency)) is { } matrix => new MatrixLimit(name, matrix),
                Kind.NeedAndCapacity => NeedAndCapacity(section, name),
                _ => null,
            };
            method = method is null ? null : method with { When = when };
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

    private static LimitCell? Cell(SectionReader section, PolicyNode node, string path, CurrencyCode currency)
    {
        switch ((node as PolicyText)?.Value)
        {
            case "none":
                return new LimitCell(CreditLimit.None, null);
            case "unlimited":
                return new LimitCell(CreditLimit.Unlimited, null);
            case "not_set":
                return new LimitCell(CreditLimit.NotSet, null);
            case { } text when SectionReader.TryNumber(text, out var number):
                if (number is > 0m and <= 1_000_000_000_000m)
                    return new LimitCell(CreditLimit.Of(new Money(number, currency)), null);
                section.Problems.Error(node, path, number == 0m
                    ? "0 can mean no credit or no limit: write 'none', 'unlimited' or 'not_set'."
                    : $"{SectionReader.Plain(number)} is out of range: a limit is above zero.");
                return null;
            default:
                return section.Expression(node, path, InputStage.Score, ExpressionType.Amount) is { } formula ? new LimitCell(null, formula) : null;
        }
    }

    private static NeedAndCapacityLimit? NeedAndCapacity(SectionReader section, string name)
    {
        section.Require("need", "what the customer needs, as a formula that gives an amount");
        section.Require("capacity", "what the customer can carry, as a list of formulas that give amounts");
        var need = section.Expression("need", InputStage.Score, ExpressionType.Amount);
        var items = section.Items("capacity");
        if (section.Find("capacity") is PolicyList && items.Count == 0)
            section.Error("capacity", "At least one formula is needed.");
        var capacities = items.Select(i => section.Expression(i.Node, i.Path, InputStage.Score, ExpressionType.Amount)).OfType<Expression>().ToList();
        return need is null || capacities.Count < items.Count || items.Count == 0 ? null : new NeedAndCapacityLimit(name, need, capacities);
    }

    private static LimitAdjustment? Adjustment(SectionReader section)
    {
        var name = section.RequiredText("name", "the name of the adjustment, for people");
        section.Require("add", "what is added to the limit, as a formula that gives an amount; below zero to take off");
        var add = section.Expression("add", InputStage.Score, ExpressionType.Amount);
        var when = section.Expression("when", InputStage.Score, ExpressionType.Condition);
        section.Close();
        return add is null ? null : new LimitAdjustment(name, add, when);
    }

    private static AutomaticChange? Change(SectionReader? section)
    {
        if (section is null)
            return null;
        var change = new AutomaticChange
        {
            RaiseUpToPercent = section.Number("raise_up_to_percent", 0m, 1_000_000m),
            RaiseUpToAmount = section.Amount("raise_up_to_amount"),
            LowerUpToPercent = section.Number("lower_up_to_percent", 0m, 100m),
            LowerUpToAmount = section.Amount("lower_up_to_amount"),
        };
        if (change == new AutomaticChange() && section.Map.Entries.Count == 0)
            section.Problems.Error(section.Map, section.Path, "No bound is named: raise_up_to_percent, raise_up_to_amount, lower_up_to_percent or lower_up_to_amount.");
        section.Close();
        return change;
    }

    private static AutoRaise? Raise(SectionReader? section)
    {
        if (section is null)
            return null;
        section.Require("when", "which accounts get the raise");
        var when = section.Expression("when", InputStage.Score, ExpressionType.Condition);
        var percent = section.RequiredNumber("percent", 0.01m, 1000m, "by how many percent the limit is raised");
        var highest = section.Amount("highest", 0.01m);
        section.Close();
        return when is null ? null : new AutoRaise(when, percent, highest);
    }

    private enum Kind
    {
        PercentOf = 1,
        ByBand,
        Formula,
        Fixed,
        Matrix,
        NeedAndCapacity,
    }

    private enum NotSetMeaning
    {
        NotSet = 0,
        None,
        Unlimited,
    }
}
