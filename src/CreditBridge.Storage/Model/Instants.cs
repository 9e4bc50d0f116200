using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CreditBridge.Storage.Model;

/// <summary>Instants are kept in UTC, to the microsecond, on both databases: that is what PostgreSQL can keep. Finer digits are cut.</summary>
internal static class Instants
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Text of fixed length that sorts like the instants themselves.</summary>
    public static string ToText(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset FromText(string text) => DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset Cut(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>For SQLite, which has no type for instants.</summary>
internal sealed class InstantAsText() : ValueConverter<DateTimeOffset, string>(i => Instants.ToText(i), t => Instants.FromText(t));

/// <summary>For PostgreSQL, whose driver takes UTC only.</summary>
internal sealed class InstantInUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(i => Instants.Cut(i), i => i);
