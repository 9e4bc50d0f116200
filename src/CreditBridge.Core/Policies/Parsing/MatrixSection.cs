using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>
/// Reads a matrix: "rows" and "columns", each with "input" (an input or formula) and either "bounds" for numbers or "values" (and "others: yes") for texts;
/// "boundary" where an axis is of numbers; and "cells", a list of rows.
/// </summary>
internal static class MatrixSection
{
    /// <summary>The matrix; null, and problems, when it cannot be read.</summary>
    /// <param name="section">The section that has the keys.</param>
    /// <param name="stage">The last step whose results the axes may use.</param>
    /// <param name="cell">Reads a cell and reports what is wrong with it; null when it cannot be read.</param>
    public static Matrix<T>? Read<T>(SectionReader section, InputStage stage, Func<PolicyNode, string, T?> cell)
        where T : class
    {
        var problemsBefore = section.Problems.Count;
        var boundary = section.Choice<Boundary>("boundary");
        var rows = Axis(section, "rows", stage, boundary);
        var columns = Axis(section, "columns", stage, boundary);
        if ((rows is NumberAxis || columns is NumberAxis) && boundary is null && !section.Has("boundary"))
            section.Require("boundary", "which side a value exactly on a bound belongs to: lower_inclusive (the one that begins there) or upper_inclusive (the one that ends there)");
        section.Require("cells", "the cells, as a list with one list per row");
        var cells = new List<IReadOnlyList<T>>();
        foreach (var (node, path) in section.Items("cells"))
        {
            if (node is not PolicyList row)
            {
                section.Problems.Error(node, path, $"A list of cells is expected, one per column, and there is {node.Describe}.");
                continue;
            }

            if (columns is not null && row.Items.Count != columns.Count)
                section.Problems.Error(node, path, $"This row has {row.Items.Count} cells and the matrix {columns.Count} columns: {Labels(columns)}.");
            cells.Add([.. row.Items.Select((item, i) => cell(item, $"{path}[{i}]")).OfType<T>()]);
        }

        if (rows is not null && section.Find("cells") is PolicyList { Items.Count: var count } && count != rows.Count)
            section.Error("cells", $"There are {count} rows of cells and the matrix has {rows.Count} rows: {Labels(rows)}.");
        return rows is null || columns is null || section.Problems.Count > problemsBefore ? null : new Matrix<T>(rows, columns, cells);
    }

    private static MatrixAxis? Axis(SectionReader section, string key, InputStage stage, Boundary? boundary)
    {
        if (section.Section(key, $"how one of the {key} is found: an input, and its bounds or values") is not { } axis)
            return null;
        MatrixAxis? result = null;
        if (axis.Require("input", "the input or formula whose value is looked up") && axis.AnyExpression("input", stage) is { } value)
            result = value.Type is ExpressionType.Number or ExpressionType.Amount ? Numbers(axis, value, boundary ?? Boundary.LowerInclusive) : Texts(axis, value);
        else
            (_, _, _) = (axis.Has("bounds"), axis.Has("values"), axis.Has("others"));
        axis.Close();
        return result;
    }

    private static NumberAxis? Numbers(SectionReader axis, Expression value, Boundary boundary)
    {
        if (axis.Has("values"))
            axis.Error("values", $"'{value.Text}' is a number: use 'bounds'.");
        if (!axis.Require("bounds", "the numbers at which a new line begins, ascending"))
            return null;
        var bounds = new List<decimal>();
        foreach (var (node, path) in axis.Items("bounds"))
        {
            if (node is not PolicyText text || !SectionReader.TryNumber(text.Value, out var bound))
                axis.Problems.Error(node, path, $"A number is expected, and there is {node.Describe}.");
            else if (bounds.Count > 0 && bound <= bounds[^1])
                axis.Problems.Error(node, path, $"{SectionReader.Plain(bound)} stands after {SectionReader.Plain(bounds[^1])}; list the lowest first, each once.");
            else
                bounds.Add(bound);
        }

        return new NumberAxis(value, value.Text, bounds, boundary);
    }

    private static TextAxis? Texts(SectionReader axis, Expression value)
    {
        if (axis.Has("bounds"))
            axis.Error("bounds", $"'{value.Text}' is not a number: use 'values'.");
        var others = axis.Flag("others", false);
        if (!axis.Require("values", "the values, one text or a list of texts per line"))
            return null;
        var values = new List<IReadOnlyList<string>>();
        foreach (var (node, path) in axis.Items("values"))
        {
            var texts = node switch
            {
                PolicyText text => [text.Value],
                PolicyList list => [.. list.Items.OfType<PolicyText>().Select(t => t.Value)],
                _ => new List<string>(),
            };
            if (texts.Count == 0)
                axis.Problems.Error(node, path, $"A text or a list of texts is expected, and there is {node.Describe}.");
            foreach (var twice in texts.Where(t => values.Exists(v => v.Contains(t, StringComparer.OrdinalIgnoreCase))))
                axis.Problems.Error(node, path, $"'{twice}' stands here twice; only one line can count.");
            values.Add(value.Type == ExpressionType.Condition ? [.. texts.Select(YesOrNo)] : texts);
        }

        return new TextAxis(value, value.Text, values, others);
    }

    private static string YesOrNo(string text) => text.ToLowerInvariant() switch { "true" => "yes", "false" => "no", var other => other };

    private static string Labels(MatrixAxis axis) => string.Join(", ", Enumerable.Range(0, axis.Count).Select(axis.Label));
}
