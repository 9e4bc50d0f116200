using CreditBridge.Core.Policies.Tables;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>What ranges are about: names it in messages and says how far its values go.</summary>
/// <param name="Name">Name of the input or formula.</param>
/// <param name="Lowest">The lowest value it can have; null when it has no floor.</param>
/// <param name="Highest">The highest value it can have; null when it has no ceiling.</param>
internal readonly record struct RangeSubject(string Name, decimal? Lowest, decimal? Highest);

/// <summary>Reads lists of ranges, each with 'from' and 'to', and refuses gaps and overlaps.</summary>
internal static class RangeReader
{
    private const decimal Furthest = 1_000_000_000_000m;

    /// <summary>The ranges; null when one of them is wrong.</summary>
    /// <param name="owner">The section that has the list.</param>
    /// <param name="sections">The items of its 'ranges'.</param>
    /// <param name="subject">What is divided into ranges.</param>
    /// <param name="boundary">Which range a value on a boundary belongs to.</param>
    /// <param name="mustCover">Whether every value has to belong to a range.</param>
    /// <param name="each">Reads what else stands in an item.</param>
    public static IReadOnlyList<NumberRange>? Read(
        SectionReader owner, IReadOnlyList<SectionReader> sections, RangeSubject subject, Boundary boundary, bool mustCover, Action<SectionReader> each)
    {
        var ranges = new List<NumberRange>();
        var problemsBefore = owner.Problems.Count;
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            var range = new NumberRange(section.Number("from", -Furthest, Furthest), section.Number("to", -Furthest, Furthest));
            each(section);
            if (i > 0)
                CheckBegin(section, ranges[^1].To, range.From, mustCover);
            else if (mustCover)
                CheckFirst(section, range.From, subject, boundary);
            if (range.From is { } from && range.To is { } to && to <= from)
                section.Error("to", $"The range ends at {SectionReader.Plain(to)}, before or where it begins ({SectionReader.Plain(from)}).");
            if (i < sections.Count - 1 && range.To is null)
                section.Error("to", "Only the last range can end without 'to'.");
            else if (i == sections.Count - 1 && mustCover)
                CheckLast(section, range.To, subject, boundary);
            ranges.Add(range);
            section.Close();
        }

        if (sections.Count == 0)
            owner.Error("ranges", "At least one range is needed.");
        return owner.Problems.Count > problemsBefore ? null : ranges;
    }

    private static void CheckBegin(SectionReader section, decimal? end, decimal? from, bool mustCover)
    {
        if (from is null)
            section.Error("from", "Only the first range can begin without 'from'.");
        else if (mustCover && end is { } previous && from > previous)
            section.Error("from", $"Values between {SectionReader.Plain(previous)} and {SectionReader.Plain(from.Value)} belong to no range. Begin here where the range before ends.", SectionReader.Plain(previous));
        else if (end is { } later && from < later)
            section.Error("from", $"Values between {SectionReader.Plain(from.Value)} and {SectionReader.Plain(later)} belong to two ranges. Begin here where the range before ends.", SectionReader.Plain(later));
    }

    private static void CheckFirst(SectionReader section, decimal? from, RangeSubject subject, Boundary boundary)
    {
        if (from is { } begin && (subject.Lowest is not { } lowest || begin > lowest || (begin == lowest && boundary == Boundary.UpperInclusive)))
            section.Error("from", $"'{subject.Name}' can be {(subject.Lowest is { } l ? "as low as " + SectionReader.Plain(l) : "below this")}, and that would belong to no range. Leave 'from' out here.");
    }

    private static void CheckLast(SectionReader section, decimal? to, RangeSubject subject, Boundary boundary)
    {
        if (to is { } end && (subject.Highest is not { } highest || end < highest || (end == highest && boundary == Boundary.LowerInclusive)))
            section.Error("to", $"'{subject.Name}' can be {(subject.Highest is { } h ? "as high as " + SectionReader.Plain(h) : "above this")}, and that would belong to no range. Leave 'to' out here.");
    }
}
