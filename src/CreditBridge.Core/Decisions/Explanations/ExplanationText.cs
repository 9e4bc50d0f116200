using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Collects the lines of an explanation, section by section.</summary>
internal sealed class ExplanationText
{
    /// <summary>An amount; "unknown" when it cannot be told.</summary>
    public static string Amount(Money? amount) => amount?.ToDisplay() ?? "unknown";

    /// <summary>The limit of a decision; "unknown" when it cannot be told.</summary>
    public static string Limit(CreditDecision decision) => decision.LimitIsUnknown == true ? "unknown" : decision.Limit.ToDisplay();

    private readonly List<ExplanationLine> _lines = [];
    private string _section = "";

    public IReadOnlyList<ExplanationLine> Lines => _lines;

    /// <summary>Begins a section; it shows only when something is added to it.</summary>
    public ExplanationText In(string section)
    {
        _section = section;
        return this;
    }

    public ExplanationText Add(string text, int? edifactCode = null)
    {
        _lines.Add(new ExplanationLine(_section, text) { EdifactCode = edifactCode });
        return this;
    }

    /// <summary>A line "label: value".</summary>
    public ExplanationText Add(string label, string value)
    {
        _lines.Add(new ExplanationLine(_section, $"{label}: {value}") { Label = label });
        return this;
    }

    /// <summary>What would change the answer; what has several consequences is said once.</summary>
    public void AddCounterfactuals(IEnumerable<(string What, string Then)> counterfactuals)
    {
        foreach (var what in counterfactuals.GroupBy(c => c.What, StringComparer.Ordinal))
            In("What would change it").Add($"{what.Key}: {string.Join("; ", what.Select(c => c.Then))}");
    }

    public static string Plain(decimal number) => Math.Round(number, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
