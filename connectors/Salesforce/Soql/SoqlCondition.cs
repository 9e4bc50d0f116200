namespace CreditBridge.Connectors.Salesforce.Soql;

/// <summary>A condition of a query, made from checked names and literals only.</summary>
internal sealed record SoqlCondition
{
    private readonly string _text;

    private SoqlCondition(string text) => _text = text;

    /// <summary>Changed at a moment or later.</summary>
    public static SoqlCondition ChangedSince(DateTimeOffset moment) => new($"SystemModstamp >= {SoqlLiteral.Instant(moment)}");

    /// <summary>One of these records.</summary>
    public static SoqlCondition IdIn(IEnumerable<string> ids) => new($"Id IN ({string.Join(',', ids.Select(SoqlLiteral.Id))})");

    /// <summary>
    /// Strictly after a record in the order (SystemModstamp, Id). Thousands of records can share a stamp after a bulk load; the id keeps them apart.
    /// The plain range comes first, so that the stamp's index serves it.
    /// </summary>
    public static SoqlCondition After(DateTimeOffset stamp, string id)
    {
        var literal = SoqlLiteral.Instant(stamp);
        return new($"SystemModstamp >= {literal} AND (SystemModstamp > {literal} OR Id > {SoqlLiteral.Id(id)})");
    }

    /// <summary>Not changed after a moment.</summary>
    public static SoqlCondition ChangedUntil(DateTimeOffset moment) => new($"SystemModstamp <= {SoqlLiteral.Instant(moment)}");

    /// <summary>Both; either may be absent.</summary>
    public static SoqlCondition? Both(SoqlCondition? a, SoqlCondition? b) => a is null ? b : b is null ? a : new($"{a} AND {b}");

    /// <inheritdoc />
    public override string ToString() => _text;
}
