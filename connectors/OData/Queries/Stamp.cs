using System.Globalization;

namespace CreditBridge.Connectors.OData.Queries;

/// <summary>When a record was changed, in the service's own words: compared with its other stamps only, never with a clock.</summary>
/// <param name="Kind">Type of the stamp.</param>
/// <param name="At">What it shows; of an instant, in UTC.</param>
internal sealed record Stamp(EdmKind Kind, DateTime At)
{
    /// <summary>The stamp in a value; null when the value is none.</summary>
    public static Stamp? Of(EdmValue value) => value.Value is EdmMoment moment
        ? new Stamp(value.Kind, DateTime.SpecifyKind(value.Kind == EdmKind.DateTimeOffset ? moment.Instant.UtcDateTime : moment.Shown, DateTimeKind.Unspecified))
        : null;

    /// <summary>The stamp that a position holds; null when there is none, or it cannot be read.</summary>
    public static Stamp? Parse(string? text) => text?.Split(' ') is [var kind, var at] && Enum.TryParse<EdmKind>(kind, out var known)
        && DateTime.TryParseExact(at, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? new Stamp(known, moment) : null;

    /// <summary>An earlier one; of days, days earlier.</summary>
    public Stamp Minus(TimeSpan overlap) => this with { At = At - DateTime.MinValue > overlap ? At - overlap : DateTime.MinValue };

    /// <summary>The stamp as it is written into a query.</summary>
    public string ToLiteral(ODataVersion version) => Literal.Of(new EdmValue(Kind, new EdmMoment(At, TimeSpan.Zero)), version);

    /// <summary>The stamp as a position holds it.</summary>
    public override string ToString() => $"{Kind} {At.ToString("O", CultureInfo.InvariantCulture)}";
}
