using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Exchange rates: which there are, how old they are, and whether a rate is the wrong way round.</summary>
internal sealed class RateWatch(CheckedLedger ledger, DateOnly today) : RecordWatch<ExchangeRateRecord>
{
    private const int MostPairs = 500;
    private readonly SortedDictionary<string, (int Count, ExchangeRateRecord Newest)> _pairs = new(StringComparer.Ordinal);
    private readonly Names _future = new(3);

    public override void See(ExchangeRateRecord record, SourceRow row)
    {
        ledger.SeeRate(record.From, record.To);
        var pair = $"{record.From}-{record.To}";
        if (_pairs.TryGetValue(pair, out var known))
            _pairs[pair] = (known.Count + 1, record.ValidFrom > known.Newest.ValidFrom ? record : known.Newest);
        else if (_pairs.Count < MostPairs)
            _pairs[pair] = (1, record);
        if (record.ValidFrom > today.AddDays(7))
            _future.Add(record.Key);
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        yield return new CheckFinding("rates.pairs", CheckStatus.Ok, $"{Figures.Count(count.Read, "rate")} for {Figures.Count(_pairs.Count, "pair")} of currencies.")
        {
            Table = new CheckTable(["One", "buys", "of", "Since", "Rates"],
                [.. _pairs.Values.Take(12)
                    .Select(p => new[] { p.Newest.From.Code, p.Newest.Rate.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture), p.Newest.To.Code, $"{p.Newest.ValidFrom:yyyy-MM-dd}", Figures.Of(p.Count) })]),
        };
        foreach (var (_, newest) in _pairs.Values.Where(p => p.Newest.ValidFrom < today.AddDays(-30)).Take(3))
            yield return new CheckFinding("rates.date", CheckStatus.Warning, $"The newest rate from {newest.From} to {newest.To} is of {newest.ValidFrom:yyyy-MM-dd}.", "Let the other system give current rates; old ones misjudge what is owed in that currency.");
        foreach (var (_, newest) in _pairs.Values)
        {
            if (_pairs.TryGetValue($"{newest.To}-{newest.From}", out var back) && string.CompareOrdinal(newest.From.Code, newest.To.Code) < 0 && (double)newest.Rate * (double)back.Newest.Rate is < 0.9 or > 1.11)
                yield return new CheckFinding("rates.rate", CheckStatus.Warning, $"{newest.From} to {newest.To} is {newest.Rate}, and back it is {back.Newest.Rate}; one of the two is the wrong way round.", "One unit of 'from' buys 'rate' units of 'to': turn 'from' and 'to' round in the mapping if the system says it the other way.");
        }

        if (_future.Count > 0)
            yield return new CheckFinding("rates.date", CheckStatus.Warning, $"{Figures.Count(_future.Count, "rate")} {Figures.Verb(_future.Count, "begins", "begin")} more than a week from now: {_future}.", "Look whether 'date' is written with day and month in the order that 'date_format' says.");
    }
}
