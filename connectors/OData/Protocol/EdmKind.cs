namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>The types of OData that make a difference, in how a value is read or in how it is written into a query.</summary>
public enum EdmKind
{
    /// <summary>A text.</summary>
    String = 0,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number up to 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits; OData 2 writes it as a text.</summary>
    Int64,

    /// <summary>A decimal number; OData 2 writes it as a text.</summary>
    Decimal,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>A day (OData 4).</summary>
    Date,

    /// <summary>A day with a time and no zone (OData 2): it is the day that it shows, whatever the time zone.</summary>
    DateTime,

    /// <summary>An instant, whose day depends on the mapping's time zone.</summary>
    DateTimeOffset,

    /// <summary>An instant that stands for the day that it shows, as systems without a type for days write them.</summary>
    Day,

    /// <summary>A time of day, or a length of time.</summary>
    Time,

    /// <summary>A GUID.</summary>
    Guid,
}

/// <summary>The names of <see cref="EdmKind"/>s.</summary>
public static class EdmKinds
{
    private static readonly Dictionary<string, EdmKind> Names = new(StringComparer.Ordinal)
    {
        ["String"] = EdmKind.String,
        ["Boolean"] = EdmKind.Boolean,
        ["Byte"] = EdmKind.Int32,
        ["SByte"] = EdmKind.Int32,
        ["Int16"] = EdmKind.Int32,
        ["Int32"] = EdmKind.Int32,
        ["Int64"] = EdmKind.Int64,
        ["Decimal"] = EdmKind.Decimal,
        ["Double"] = EdmKind.Double,
        ["Single"] = EdmKind.Double,
        ["Date"] = EdmKind.Date,
        ["DateTime"] = EdmKind.DateTime,
        ["DateTimeOffset"] = EdmKind.DateTimeOffset,
        ["Day"] = EdmKind.Day,
        ["Time"] = EdmKind.Time,
        ["TimeOfDay"] = EdmKind.Time,
        ["Duration"] = EdmKind.Time,
        ["Guid"] = EdmKind.Guid,
    };

    /// <summary>The words that a mapping may use: those of OData, and <c>Day</c>.</summary>
    public static IReadOnlyCollection<string> Words => Names.Keys;

    /// <summary>The kind of a name, with or without <c>Edm.</c>; null for one that is none, such as the name of a complex type.</summary>
    public static EdmKind? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.TryGetValue(name.StartsWith("Edm.", StringComparison.Ordinal) ? name[4..] : name, out var kind) ? kind : null;
    }

    /// <summary>Whether it is a number.</summary>
    internal static bool IsNumber(this EdmKind kind) => kind is EdmKind.Int32 or EdmKind.Int64 or EdmKind.Decimal or EdmKind.Double;
}
