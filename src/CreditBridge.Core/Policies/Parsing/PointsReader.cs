using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads what the values of a factor's input are worth: "ranges" for numbers, "values" for texts and yes or no.</summary>
internal static class PointsReader
{
    public static PointsTable? Read(SectionReader factor, Expression? value, CreditInput? input, Boundary boundary, (decimal Lowest, decimal Highest) scale)
    {
        var ranges = factor.Sections("ranges");
        var values = factor.Sections("values");
        var otherwise = factor.Number("otherwise", scale.Lowest, scale.Highest);
        if (value is null)
            return null;
        if (value.Type is ExpressionType.Number or ExpressionType.Amount)
        {
            if (factor.Has("values"))
                factor.Error("values", $"'{value.Text}' is a number: use 'ranges'.");
            return factor.Require("ranges", $"what the values of '{value.Text}' are worth") ? Ranges(factor, ranges, new RangeSubject(value.Text, input?.Lowest, input?.Highest), boundary, scale) : null;
        }

        if (factor.Has("ranges"))
            factor.Error("ranges", $"'{value.Text}' is not a number: use 'values'.");
        return factor.Require("values", $"what the values of '{value.Text}' are worth") ? Values(factor, values, value, otherwise, scale) : null;
    }

    private static RangePoints? Ranges(SectionReader factor, IReadOnlyList<SectionReader> sections, RangeSubject subject, Boundary boundary, (decimal Lowest, decimal Highest) scale)
    {
        var points = new List<decimal>();
        var ranges = RangeReader.Read(factor, sections, subject, boundary, mustCover: true,
            range => points.Add(range.RequiredNumber("points", scale.Lowest, scale.Highest, "the points of this range")));
        return ranges is null ? null : new RangePoints(boundary, ranges.SkipLast(1).Select(r => r.To!.Value).ToArray(), points.ToArray());
    }

    private static ListPoints? Values(SectionReader factor, IReadOnlyList<SectionReader> sections, Expression rated, decimal? otherwise, (decimal Lowest, decimal Highest) scale)
    {
        var points = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections)
        {
            var worth = section.RequiredNumber("points", scale.Lowest, scale.Highest, "the points of these values");
            if (section.Require("is", "the value or list of values"))
            {
                foreach (var text in section.OneOrMore("is"))
                {
                    var value = rated.Type == ExpressionType.Condition ? text.ToLowerInvariant() switch { "true" => "yes", "false" => "no", var other => other } : text;
                    if (rated.Type == ExpressionType.Condition && value is not ("yes" or "no"))
                        section.Error("is", $"'{rated.Text}' is yes or no, never '{text}'.");
                    if (!points.TryAdd(value, worth))
                        section.Error("is", $"'{text}' stands in this list twice; only one can count.");
                }
            }

            section.Close();
        }

        var complete = rated.Type == ExpressionType.Condition && points.ContainsKey("yes") && points.ContainsKey("no");
        if (otherwise is null && !complete)
            factor.Error("values", $"'otherwise' is missing: the points of every other value of '{rated.Text}'.");
        return points.Count == 0 ? null : new ListPoints(points, otherwise);
    }
}
