using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Tables;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads what a table is looked up by: an input or a formula, and ranges or values of it.</summary>
internal static class AxisReader
{
    /// <summary>Reads an axis from the keys 'input' or 'formula', 'boundary', 'ranges' or 'values'; null when it is wrong.</summary>
    /// <param name="section">The section of the axis.</param>
    /// <param name="stage">The last step whose results it may use.</param>
    /// <param name="mustCover">Whether every number has to belong to a range.</param>
    /// <param name="each">Reads what stands beside a range or a list of values.</param>
    public static Axis? Read(SectionReader section, InputStage stage, bool mustCover, Action<SectionReader> each)
    {
        var value = Value(section, stage);
        var ranges = section.Has("ranges");
        var values = section.Has("values");
        var boundary = section.Choice<Boundary>("boundary");
        if (value is null)
            return null;

        if (value.Type is ExpressionType.Number or ExpressionType.Amount && (ranges || !values))
        {
            if (!section.Require("ranges", "the ranges of values, or a list of single values under 'values'"))
                return null;
            var sections = section.Sections("ranges");
            if (boundary is null && sections.Count > 1)
                section.Require("boundary", "which range a value exactly on a boundary belongs to: lower_inclusive (the one that begins there) or upper_inclusive (the one that ends there)");
            return RangeReader.Read(section, sections, Subject(section, value), boundary ?? Boundary.LowerInclusive, mustCover, each) is { } read
                ? new RangeAxis(value, boundary ?? Boundary.LowerInclusive, read)
                : null;
        }

        if (ranges)
        {
            section.Error("ranges", $"'{value.Text}' is not a number: use 'values'.");
            return null;
        }

        return section.Require("values", "the values of it") ? Values(section, value, each) : null;
    }

    /// <summary>What the axis is about: 'input' or 'formula', one of the two.</summary>
    public static Expression? Value(SectionReader section, InputStage stage)
    {
        if (section.Has("formula"))
        {
            if (section.Has("input"))
                section.Error("formula", "Either 'input' or 'formula' can stand here, not both.");
            return section.Expression("formula", stage, null);
        }

        if (!section.Require("input", "the input that decides; or a 'formula'") || section.Input("input", stage) is not { } input)
            return null;
        return new Expression(new InputTerm(TermTypes.Of(input.Unit), input), [input], input.Name, section.At("input"));
    }

    private static RangeSubject Subject(SectionReader section, Expression value) =>
        section.Inputs.TryGet(value.Text, out var input) ? new RangeSubject(input.Name, input.Lowest, input.Highest) : new RangeSubject(value.Text, null, null);

    private static ValueAxis? Values(SectionReader section, Expression value, Action<SectionReader> each)
    {
        var problemsBefore = section.Problems.Count;
        var classes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var count = 0;
        foreach (var item in section.Sections("values"))
        {
            if (item.Require("is", "the value or list of values") && item.Find("is") is { } node)
                AddAll(item, node, item.At("is"), value, classes, count);
            each(item);
            item.Close();
            count++;
        }

        if (count == 0)
            section.Error("values", "At least one value is needed.");
        return section.Problems.Count > problemsBefore ? null : new ValueAxis(value, classes, count);
    }

    private static void AddAll(SectionReader section, PolicyNode node, string path, Expression value, Dictionary<string, int> classes, int index)
    {
        IEnumerable<PolicyNode> nodes = node is PolicyList list ? list.Items : [node];
        foreach (var single in nodes)
        {
            if (single is not PolicyText text)
                section.Problems.Error(single, path, $"A value or a list of values is expected, and there is {single.Describe}.");
            else if (Spelled(text.Value, value.Type) is not { } spelled)
                section.Problems.Error(single, path, value.Type == ExpressionType.Condition ? $"'{value.Text}' is yes or no, never '{text.Value}'." : $"'{value.Text}' is a number, never '{text.Value}'.");
            else if (!classes.TryAdd(spelled, index))
                section.Problems.Error(single, path, $"'{text.Value}' stands here twice; only one can count.");
        }
    }

    private static string? Spelled(string text, ExpressionType type) => type switch
    {
        ExpressionType.Text => text,
        ExpressionType.Condition => text.ToLowerInvariant() switch { "yes" or "true" => "yes", "no" or "false" => "no", _ => null },
        _ => SectionReader.TryNumber(text, out var number) ? SectionReader.Plain(number) : null,
    };
}
