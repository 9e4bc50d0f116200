using System.Globalization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions.Explanations;

/// <summary>Collects the lines of an explanation, section by section.</summary>
internal sealed class ExplanationText
{
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

    public static string Plain(decimal number) => Math.Round(number, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Plain(Money money) => money.ToDisplay();
}
