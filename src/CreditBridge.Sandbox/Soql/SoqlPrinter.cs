namespace CreditBridge.Sandbox.Soql;

/// <summary>Writes a query so that parsing the text gives the same query.</summary>
internal static class SoqlPrinter
{
    public static string Print(SoqlQuery query)
    {
        List<string> parts = ["SELECT", string.Join(", ", query.Select.Select(Print)), "FROM", query.From];
        if (query.Alias is not null) parts.Add(query.Alias);
        if (query.Where is not null) parts.Add($"WHERE {Print(query.Where)}");
        if (query.GroupBy.Count > 0) parts.Add($"GROUP BY {string.Join(", ", query.GroupBy.Select(Print))}");
        if (query.Having is not null) parts.Add($"HAVING {Print(query.Having)}");
        if (query.OrderBy.Count > 0) parts.Add($"ORDER BY {string.Join(", ", query.OrderBy.Select(Print))}");
        if (query.Limit is { } limit) parts.Add($"LIMIT {limit}");
        if (query.Offset is { } offset) parts.Add($"OFFSET {offset}");
        if (query.For is { } purpose) parts.Add($"FOR {purpose}");
        if (query.AllRows) parts.Add("ALL ROWS");
        return string.Join(' ', parts);
    }

    public static string Print(Condition condition) => condition switch
    {
        AndCondition and => string.Join(" AND ", and.Parts.Select(Nested)),
        OrCondition or => string.Join(" OR ", or.Parts.Select(Nested)),
        NotCondition not => $"NOT {Nested(not.Inner)}",
        Comparison comparison => $"{Print(comparison.Field)} {comparison.Operator} {Print(comparison.Value)}",
        ListCondition list => $"{Print(list.Field)} {list.Operator} ({string.Join(", ", list.Values.Select(Print))})",
        SemiJoin join => $"{Print(join.Field)} {(join.Negated ? "NOT IN" : "IN")} ({Print(join.Query)})",
        _ => throw new InvalidOperationException($"no spelling for {condition.GetType().Name}"),
    };

    private static string Nested(Condition condition) => condition is AndCondition or OrCondition ? $"({Print(condition)})" : Print(condition);

    private static string Print(SelectItem item) => item switch
    {
        SelectField { Alias: { } alias } field => $"{Print(field.Expression)} {alias}",
        SelectField field => Print(field.Expression),
        SelectChildren children => $"({Print(children.Query)})",
        SelectAll all => $"FIELDS({all.Which})",
        _ => throw new InvalidOperationException($"no spelling for {item.GetType().Name}"),
    };

    private static string Print(FieldExpression expression)
    {
        var path = expression.Inner is { } inner ? $"{inner}({expression.Path})" : expression.Path;
        return expression.Function is { } function ? $"{function}({path})" : path!;
    }

    private static string Print(Ordering item) =>
        $"{Print(item.Expression)}{(item.Descending ? " DESC" : "")}{item.NullsFirst switch { true => " NULLS FIRST", false => " NULLS LAST", null => "" }}";

    private static string Print(Literal literal) => literal.Kind switch
    {
        LiteralKind.String => $"'{literal.Text}'",
        LiteralKind.DateRange when DateRanges.Takes(literal.Text) is true => $"{literal.Text}:{literal.Number}",
        _ => literal.Text,
    };
}
