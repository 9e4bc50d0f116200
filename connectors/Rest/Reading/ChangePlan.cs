using System.Globalization;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>
/// <c>changed:</c> how an API is asked for what changed: <c>column:</c> (path of the stamp in a row; the time of asking counts when there is none), <c>format:</c> (<c>iso</c>,
/// <c>date</c>, <c>unix</c>, <c>unix_ms</c>, or a form such as <c>yyyy-MM-dd HH:mm:ss</c>), <c>time_zone:</c> of stamps that name none, <c>overlap:</c> (default 5m),
/// <c>start:</c> (what the first read asks for), and a <c>request:</c> and <c>rows:</c> of their own where changes are asked for in another way than everything.
/// </summary>
public sealed record ChangePlan
{
    // What was never changed bears such a stamp in some systems: 0001-01-01, 1753-01-01.
    private const int Earliest = 1900;

    private const string Iso = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Path of the stamp in a row.</summary>
    public JsonPath? Column { get; private init; }

    /// <summary>By how much a read reaches back before the last one.</summary>
    public TimeSpan Overlap { get; private init; }

    /// <summary>How changes are asked for; null when like everything.</summary>
    public RequestTemplate? Request { get; private init; }

    /// <summary>Where the rows of changes are; null when where those of everything are.</summary>
    public RowPlace? Rows { get; private init; }

    private string Format { get; init; } = Iso;

    private TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    private DateTimeOffset Start { get; init; }

    /// <summary>Reads the block <c>changed:</c>; null when the key is missing.</summary>
    public static ChangePlan? Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Section("changed") is not { } changed)
            return null;
        var start = changed.Text("start", "1970-01-01")!;
        if (!DateTimeOffset.TryParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from))
            changed.Refuse("start", $"'{start}' is not a day.", "Write it as yyyy-MM-dd.");
        var plan = new ChangePlan
        {
            Column = JsonPath.Read(changed, "column"),
            Format = FormatOf(changed),
            Zone = ZoneOf(changed),
            Overlap = changed.Duration("overlap") ?? TimeSpan.FromMinutes(5),
            Start = from,
            Request = RequestTemplate.Read(changed, "request", TemplateNames.Pages),
            Rows = changed.Has("rows") ? RowPlace.Read(changed) : null,
        };
        changed.Close();
        return plan;
    }

    /// <summary>What a request gets for <c>{{changed_since}}</c>.</summary>
    /// <param name="since">The moment up to which all is known; null for the beginning.</param>
    public object Value(DateTimeOffset? since)
    {
        var moment = since is { } known && known - Start > Overlap ? known - Overlap : Start;
        if (Format is "unix")
            return (decimal)moment.ToUnixTimeSeconds();
        if (Format is "unix_ms")
            return (decimal)moment.ToUnixTimeMilliseconds();
        // What names UTC is written in UTC, whatever zone the stamps of rows are in.
        var local = Format is Iso ? moment.UtcDateTime : TimeZoneInfo.ConvertTime(moment, Zone).DateTime;
        // When clocks are set back, an hour has its times twice; asking from the first of them misses none.
        if (Format is not Iso && Zone.IsAmbiguousTime(local))
            local -= TimeSpan.FromHours(1);
        return new Stamp(local.ToString(Format, CultureInfo.InvariantCulture));
    }

    /// <summary>The moment of a row's stamp; null when it has none.</summary>
    /// <exception cref="ConnectorException">The stamp cannot be read.</exception>
    public DateTimeOffset? StampOf(object? value, string where)
    {
        var text = SourceValue.ToText(value);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (Format is "unix" or "unix_ms" && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000_000_000_000m)
            return DateTimeOffset.UnixEpoch.AddMilliseconds((double)(Format is "unix" ? number * 1000 : number));
        if (NamesZone(text) && DateTimeOffset.TryParseExact(text, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
            return exact.Year < Earliest ? null : exact;
        if (DateTime.TryParseExact(text, [Format, .. LocalForms], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return local.Year < Earliest ? null : new DateTimeOffset(local, Zone.GetUtcOffset(local));
        throw new ConnectorException(new Failure(FailureKind.Configuration, $"'{text}' in '{Column}' is not a time of the form {Format}.", "Correct 'changed:' in the mapping: 'column:' or 'format:'.") { Where = where });
    }

    // The forms for zones would take a text without one as well, and the zone of this machine for its own.
    private static bool NamesZone(string text) => text.EndsWith('Z') || text.AsSpan(Math.Min(text.Length, 10)).ContainsAny('+', '-');

    private static readonly string[] OffsetForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:sszzz",
    ];

    private static readonly string[] LocalForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd"];

    private static string FormatOf(MappingSection changed)
    {
        var format = changed.Text("format", "iso")!;
        if (format is "unix" or "unix_ms")
            return format;
        if (format is "iso")
            return Iso;
        if (format is "date")
            return "yyyy-MM-dd";
        if (format.Contains("yyyy", StringComparison.Ordinal) && format.Contains("MM", StringComparison.Ordinal) && format.Contains("dd", StringComparison.Ordinal))
            return format;
        changed.Refuse("format", $"'{format}' does not describe a time.", "Write iso, date, unix, unix_ms, or a form such as 'yyyy-MM-dd HH:mm:ss'.");
        return Iso;
    }

    private static TimeZoneInfo ZoneOf(MappingSection changed)
    {
        var name = changed.Text("time_zone", "UTC")!;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        changed.Refuse("time_zone", $"'{name}' is not a time zone.", "Write a name such as 'Europe/Berlin' or 'UTC'.");
        return TimeZoneInfo.Utc;
    }
}
