namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "bands".</summary>
internal static class BandSection
{
    private const int LongestName = 40;

    public static IReadOnlyList<Band> Read(SectionReader document, ScorePolicy score, (decimal Lowest, decimal Highest)? reachable)
    {
        if (!document.Require("bands", "the risk bands and what follows from them"))
            return [];
        var bands = new List<(Band Band, SectionReader Section)>();
        foreach (var section in document.Sections("bands"))
        {
            var name = section.RequiredText("name", "the band's name as sales sees it");
            if (name.Length > LongestName)
                section.Error("name", $"A band's name has at most {LongestName} characters.");
            if (bands.Exists(b => string.Equals(b.Band.Name, name, StringComparison.OrdinalIgnoreCase)))
                section.Error("name", $"Two bands are called '{name}'; names have to differ.");
            var from = section.RequiredNumber("from", score.Lowest, score.Highest, "the lowest score of the band");
            section.Require("terms", "the longest payment terms that need no approval");
            bands.Add((new Band(name, from)
            {
                LimitPercent = section.Number("limit_percent", 0m, 1000m, 100m),
                Terms = section.Terms("terms") ?? default,
                ReviewIntervalDays = section.Integer("review_every_days", 1, 3650),
            }, section));
            section.Close();
        }

        if (bands.Count == 0)
            document.Error("bands", "At least one band is needed.");
        else if (!document.Problems.HasErrors)
            CheckCover(document, bands, score, reachable);
        return [.. bands.Select(b => b.Band).OrderBy(b => b.From)];
    }

    private static void CheckCover(SectionReader document, List<(Band Band, SectionReader Section)> bands, ScorePolicy score, (decimal Lowest, decimal Highest)? reachable)
    {
        var ascending = bands.OrderBy(b => b.Band.From).ToList();
        var from = bands.Select(b => b.Band.From).ToList();
        if (!from.SequenceEqual(from.Order()) && !from.SequenceEqual(from.OrderDescending()))
            document.Error("bands", "The bands are in no order: list them from the best to the worst or the other way round.");
        if (ascending[0].Band.From > score.Lowest)
            ascending[0].Section.Error("from", $"Scores below {SectionReader.Plain(ascending[0].Band.From)} belong to no band. Let the lowest band begin at {SectionReader.Plain(score.Lowest)}.", SectionReader.Plain(score.Lowest));
        var step = Step(score.Decimals);
        for (var i = 0; i < ascending.Count; i++)
        {
            var (band, section) = ascending[i];
            var next = i + 1 < ascending.Count ? ascending[i + 1].Band.From : (decimal?)null;
            var first = Math.Ceiling(band.From / step) * step;
            if (next == band.From)
                section.Error("from", $"'{band.Name}' and '{ascending[i + 1].Band.Name}' begin at the same score.");
            else if (next is { } end && first >= end)
                section.Error("from", $"No rounded score falls into '{band.Name}': there is none from {SectionReader.Plain(band.From)} to below {SectionReader.Plain(end)}.");
            else if (reachable is { } range
                && (first > Math.Round(range.Highest, score.Decimals, score.Halves) || (next is { } above && above <= Math.Round(range.Lowest, score.Decimals, score.Halves))))
                section.Error("from", $"No account can get into '{band.Name}': the factors give scores from {SectionReader.Plain(range.Lowest)} to {SectionReader.Plain(range.Highest)}.");
        }
    }

    private static decimal Step(int decimals)
    {
        var step = 1m;
        for (var i = 0; i < decimals; i++)
            step /= 10m;
        return step;
    }
}
