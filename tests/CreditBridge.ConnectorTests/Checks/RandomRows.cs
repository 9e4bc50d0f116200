using CreditBridge.Mapping.Rows;

namespace CreditBridge.ConnectorTests.Checks;

/// <summary>Rows as no sane system gives them, the same for the same seed.</summary>
internal sealed class RandomRows(int seed)
{
    private static readonly string[] Texts =
        ["", " ", "0", "-0", "1", "00123", "123", "1e5", "1,234.56", "1.234,56", "-12.5", "12.5-", "999999999", "99999999999999999999", "0.0000000001", "N/A", "null", "Y", "N", "INV", "CN", "EUR", "USD", "JPY", "BHD", "XQX", "eur",
            "2025-01-31", "2025-02-30", "31.01.2025", "20250131", "9999-12-31", "0001-01-01", "2025-13-01", "1000", "a/b", "a:b", "a\nb", "a\0b", "MÃ¼ller", "\uFFFD", "\ud83d\ude00", "'", "\"", "[bold]", "{0}", "Customer"];

    private readonly Random _random = new(seed);

    public IEnumerable<SourceRow> Take(int count, IReadOnlyList<string> columns)
    {
        for (var line = 1; line <= count; line++)
        {
            var own = _random.Next(20) == 0 ? columns.Where(_ => _random.Next(4) > 0).ToList() : columns;
            var values = own.Take(_random.Next(30) == 0 ? _random.Next(own.Count + 1) : own.Count).Select(_ => Value()).ToList();
            yield return new SourceRow(new ColumnNames([.. own]), values, "rows", line);
        }
    }

    public int Next(int below) => _random.Next(below);

    private object? Value() => _random.Next(14) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => new DateOnly(1, 1, 1).AddDays(_random.Next(3_652_058)),
        3 => new DateTimeOffset(_random.NextInt64(DateTime.MinValue.AddDays(2).Ticks, DateTime.MaxValue.AddDays(-2).Ticks), TimeSpan.FromMinutes(_random.Next(-14 * 60, 14 * 60))),
        4 => (decimal)_random.NextInt64(-1_000_000, 1_000_000) / 100,
        5 => _random.Next(2) == 0 ? decimal.MaxValue : decimal.MinValue,
        6 => 999_999_999_999_999m * (_random.Next(2) == 0 ? 1 : -1),
        7 => new DateOnly(2025, 1, 1).AddDays(_random.Next(400)),
        8 => new string((char)_random.Next(1, 0xD7FF), _random.Next(1, 1500)),
        9 => $"C{_random.Next(30)}",
        _ => Texts[_random.Next(Texts.Length)],
    };
}
