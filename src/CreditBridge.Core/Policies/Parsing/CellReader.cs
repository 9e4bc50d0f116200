using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>
/// Reads the values of tables. A number is a number. Anything else is a text, unless the table gives a number or an amount: then it is a formula.
/// </summary>
/// <param name="section">The section that the table stands in.</param>
/// <param name="stage">The last step whose results formulas may use.</param>
/// <param name="type">What the table gives; null to tell by its values: numbers if all of them are, else texts.</param>
/// <param name="where">Whose table it is, for notes.</param>
internal sealed class CellReader(SectionReader section, InputStage stage, ExpressionType? type, string where)
{
    private readonly List<(PolicyNode Node, string Path)> _cells = [];

    /// <summary>Takes a value; returns its position in what <see cref="Read"/> gives.</summary>
    public int Take(PolicyNode node, string path)
    {
        _cells.Add((node, path));
        return _cells.Count - 1;
    }

    /// <summary>Takes every value of a list.</summary>
    public void TakeAll(PolicyList list, string path)
    {
        for (var i = 0; i < list.Items.Count; i++)
            Take(list.Items[i], $"{path}[{i}]");
    }

    /// <summary>All values, in the order in which they were taken; null when one of them is wrong.</summary>
    public IReadOnlyList<Expression>? Read()
    {
        var wanted = type ?? (_cells.TrueForAll(c => c.Node is PolicyText { Quoted: false } text && SectionReader.TryNumber(text.Value, out _)) ? ExpressionType.Number : ExpressionType.Text);
        var expressions = new List<Expression>();
        foreach (var (node, path) in _cells)
        {
            if (Cell(node, path, wanted) is { } expression)
                expressions.Add(expression);
        }

        return expressions.Count == _cells.Count ? expressions : null;
    }

    private Expression? Cell(PolicyNode node, string path, ExpressionType wanted)
    {
        if (node is not PolicyText text)
        {
            section.Problems.Error(node, path, $"A value is expected, and there is {node.Describe}.");
            return null;
        }

        if (wanted == ExpressionType.Text)
            return LooksLikeFormula(text) ? Refuse(text, path) : new Expression(ConstantTerm.Of(text.Value), [], text.Value, where);
        try
        {
            return ExpressionParser.Parse(text.Value, stage, wanted, section.Inputs, $"{where} ({path})");
        }
        catch (ExpressionException e)
        {
            if (e.IsConsequence)
                return null;
            section.Problems.Error(text.Line, text.TextColumn + e.Position, path, $"In '{text.Value}': {e.Message}.", e.Suggestion);
            return null;
        }
    }

    // A formula among texts would silently become a text.
    private bool LooksLikeFormula(PolicyText text) => type is null && !text.Quoted && (text.Value.IndexOfAny(['(', '*']) >= 0 || section.Inputs.TryGet(text.Value, out _));

    private Expression? Refuse(PolicyText text, string path)
    {
        section.Problems.Error(text, path, $"'{text.Value}' looks like a formula, and this table gives texts. Add 'unit: amount' or 'unit: number' if it is one, 'unit: text' if it is not.");
        return null;
    }
}
