using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads what the values of a factor's input are worth: "ranges" for numbers, "values" for texts and yes or no.</summary>
internal static class PointsReader
{
    public static PointsTable? Read(SectionReader factor, CreditInput? input, Boundary boundary, (decimal Lowest, decimal Highest) scale)
    {
        var ranges = factor.Sections("ranges");
        var values = factor.Sections("values");
        var otherwise = factor.Number("otherwise", scale.Lowest, scale.Highest);
        if (input is null)
            return null;
        if (input.IsNumeric)
        {
            if (factor.Has("values"))
                factor.Error("values", $"'{input.Name}' is a number: use 'ranges'.");
            return factor.Require("ranges", $"what the values of '{input.Name}' are worth") ? Ranges(factor, ranges, input, boundary, scale) : null;
        }

        if (factor.Has("ranges"))
            factor.Error("ranges", $"'{input.Name}' is not a number: use 'values'.");
        return factor.Require("values", $"what the values of '{input.Name}' are worth") ? Values(factor, values, input, otherwise, scale) : null;
    }

    private static RangePoints? Ranges(SectionReader factor, IReadOnlyList<SectionReader> sections, CreditInput input, Boundary boundary, (decimal Lowest, decimal Highest) scale)
    {
        var bounds = new List<decimal>();
        var points = new List<decimal>();
        decimal? end = null;
        var problemsBefore = factor.Problems.Count;
        for (var i = 0; i < sections.Count; i++)
        {
            var range = sections[i];
            var from = range.Number("from", -1_000_000_000_000m, 1_000_000_000_000m);
            var to = range.Number("to", -1_000_000_000_000m, 1_000_000_000_000m);
            points.Add(range.RequiredNumber("points", scale.Lowest, scale.Highest, "the points of this range"));
            if (i == 0)
                CheckBegin(range, from, input, boundary);
            else if (from is null)
                range.Error("from", "Only the first range can begin without 'from'.");
            else if (end is { } previous && from > previous)
                range.Error("from", $"Values between {SectionReader.Plain(previous)} and {SectionReader.Plain(from.Value)} belong to no range. Begin here where the range before ends.", SectionReader.Plain(previous));
            else if (end is { } later && from < later)
                range.Error("from", $"Values between {SectionReader.Plain(from.Value)} and {SectionReader.Plain(later)} belong to two ranges. Begin here where the range before ends.", SectionReader.Plain(later));
            if (from is { } f && to is { } t && t <= f)
                range.Error("to", $"The range ends at {SectionReader.Plain(t)}, before or where it begins ({SectionReader.Plain(f)}).");
            if (i == sections.Count - 1)
                CheckEnd(range, to, input, boundary);
            else if (to is null)
                range.Error("to", "Only the last range can end without 'to'.");
            else
                bounds.Add(to.Value);
            end = to;
            range.Close();
        }

        if (sections.Count == 0)
            factor.Error("ranges", "At least one range is needed.");
        return factor.Problems.Count > problemsBefore || sections.Count == 0 ? null : new RangePoints(boundary, bounds.ToArray(), points.ToArray());
    }

    private static void CheckBegin(SectionReader range, decimal? from, CreditInput input, Boundary boundary)
    {
        if (from is { } begin && (input.Lowest is not { } lowest || begin > lowest || (begin == lowest && boundary == Boundary.UpperInclusive)))
            range.Error("from", $"'{input.Name}' can be {(input.Lowest is { } l ? "as low as " + SectionReader.Plain(l) : "below this")}, and that would belong to no range. Leave 'from' out here.");
    }

    private static void CheckEnd(SectionReader range, decimal? to, CreditInput input, Boundary boundary)
    {
        if (to is { } end && (input.Highest is not { } highest || end < highest || (end == highest && boundary == Boundary.LowerInclusive)))
            range.Error("to", $"'{input.Name}' can be {(input.Highest is { } h ? "as high as " + SectionReader.Plain(h) : "above this")}, and that would belong to no range. Leave 'to' out here.");
    }

    private static ListPoints? Values(SectionReader factor, IReadOnlyList<SectionReader> sections, CreditInput input, decimal? otherwise, (decimal Lowest, decimal Highest) scale)
    {
        var points = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections)
        {
            var worth = section.RequiredNumber("points", scale.Lowest, scale.Highest, "the points of these values");
            if (section.Require("is", "the value or list of values"))
            {
                foreach (var text in section.Find("is") is PolicyText single ? [single.Value] : section.Texts("is"))
                {
                    var value = input.Unit == InputUnit.Flag ? text.ToLowerInvariant() switch { "true" => "yes", "false" => "no", var other => other } : text;
                    if (input.Unit == InputUnit.Flag && value is not ("yes" or "no"))
                        section.Error("is", $"'{input.Name}' is yes or no, never '{text}'.");
                    if (!points.TryAdd(value, worth))
                        section.Error("is", $"'{text}' stands in this list twice; only one can count.");
                }
            }

            section.Close();
        }

        var complete = input.Unit == InputUnit.Flag && points.ContainsKey("yes") && points.ContainsKey("no");
        if (otherwise is null && !complete)
            factor.Error("values", $"'otherwise' is missing: the points of every other value of '{input.Name}'.");
        return points.Count == 0 ? null : new ListPoints(points, otherwise);
    }
}
