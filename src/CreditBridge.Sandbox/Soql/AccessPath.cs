using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Soql;

/// <summary>
/// Where the rows of a query can be found without reading the whole table: the ids it asks for, or the place in change order behind which they all are.
/// A path may offer rows that the condition refuses, but never leaves one out.
/// </summary>
internal sealed record AccessPath(IReadOnlySet<string>? Ids, DateTimeOffset? Stamp, string AfterId)
{
    private static readonly AccessPath Everything = new(null, null, "");

    /// <summary>Sorts behind every id.</summary>
    private const string LastId = "~";

    public static IEnumerable<Row> Rows(Table table, Condition? where, bool inChangeOrder)
    {
        var path = where is null ? Everything : Find(where);
        if (path.Ids is { } ids) return ids.Select(table.Find).OfType<Row>();
        if (path.Stamp is { } stamp) return table.ChangedAfter(stamp, path.AfterId);
        return inChangeOrder ? table.InChangeOrder : table.Rows;
    }

    /// <summary>Whether rows come by id, and so in no order.</summary>
    public static bool UsesIds(Condition? where) => where is not null && Find(where).Ids is not null;

    private static AccessPath Find(Condition condition) => condition switch
    {
        AndCondition and => Both(and.Parts),
        OrCondition or => or.Parts.Select(Find).Aggregate(Either),
        Comparison { Field: { Function: null, Path: { } path }, Value: var value } comparison when Is(path, "Id") => value.Kind == LiteralKind.String && comparison.Operator == "="
            ? new AccessPath(IdSet([value]), null, "")
            : Everything,
        ListCondition { Field: { Function: null, Path: { } path }, Operator: "IN" } list when Is(path, "Id") => new AccessPath(IdSet(list.Values), null, ""),
        Comparison { Field: { Function: null, Path: { } path }, Value.Kind: LiteralKind.DateTime } comparison when Is(path, "SystemModstamp") => StampPath(comparison),
        _ => Everything,
    };

    private static bool Is(string path, string field) => path.Equals(field, StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> IdSet(IEnumerable<Literal> values) =>
        values.Select(value => SalesforceId.TryNormalize(value.Text, out var id) ? id : "").ToHashSet(StringComparer.Ordinal);

    private static AccessPath StampPath(Comparison comparison) =>
        !FieldValues.TryParseInstant(comparison.Value.Text, out var stamp) ? Everything : comparison.Operator switch
        {
            "=" or ">=" => new AccessPath(null, stamp, ""),
            ">" => new AccessPath(null, stamp, LastId),
            _ => Everything,
        };

    /// <summary>The narrowest part; <c>SystemModstamp = s AND Id > x</c> together start behind (s, x).</summary>
    private static AccessPath Both(ValueList<Condition> parts)
    {
        var narrowest = parts.Select(Find).Aggregate((left, right) => left.Ids is not null ? left : right.Ids is not null ? right : Compare(left, right) >= 0 ? left : right);
        if (narrowest is not { Stamp: not null, AfterId: "" } || !parts.Any(part => part is Comparison { Operator: "=" } equal && Find(equal) == narrowest)) return narrowest;
        var after = parts.OfType<Comparison>().FirstOrDefault(part => part is { Operator: ">", Field: { Function: null, Path: { } path }, Value.Kind: LiteralKind.String } && Is(path, "Id"));
        return after is not null && SalesforceId.TryNormalize(after.Value.Text, out var id) ? narrowest with { AfterId = id } : narrowest;
    }

    private static AccessPath Either(AccessPath left, AccessPath right)
    {
        if (left.Ids is { } some && right.Ids is { } others) return new AccessPath(some.Concat(others).ToHashSet(StringComparer.Ordinal), null, "");
        return left.Ids is not null || right.Ids is not null ? Everything : Compare(left, right) <= 0 ? left : right;
    }

    private static int Compare(AccessPath left, AccessPath right)
    {
        if (left.Stamp is null || right.Stamp is null) return Nullable.Compare(left.Stamp, right.Stamp);
        var byStamp = left.Stamp.Value.CompareTo(right.Stamp.Value);
        return byStamp != 0 ? byStamp : string.CompareOrdinal(left.AfterId, right.AfterId);
    }
}
