using System.Text;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>A text with the values of inputs in it: "{past_due_amount} is past due." Values come with their unit.</summary>
public sealed class TextTemplate
{
    private readonly IReadOnlyList<(string Text, CreditInput? Input)> _parts;

    internal TextTemplate(IReadOnlyList<(string Text, CreditInput? Input)> parts) => _parts = parts;

    /// <summary>The inputs that occur in it.</summary>
    public IEnumerable<CreditInput> Inputs => _parts.Where(p => p.Input is not null).Select(p => p.Input!);

    /// <summary>The text for a situation.</summary>
    public string Render(Situation situation)
    {
        var text = new StringBuilder();
        foreach (var (literal, input) in _parts)
            text.Append(input is null ? literal : situation.Display(input));
        // "An amount that cannot be told is past due."
        if (_parts is [{ Input: { } first }, ..] && situation.IsUnknown(first))
            text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }
}
