using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>GROUP BY and the aggregate functions.</summary>
internal sealed class Aggregation
{
    private static readonly string[] Aggregates = ["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"];

    private readonly SoqlQuery query;
    private readonly QueryContext context;
    private readonly RowOperands operands;
    private readonly List<(string Name, Operand<Group> Operand)> columns = [];
    private readonly List<(FieldExpression Expression, Operand<Row> Operand)> keys;
    private readonly Func<Group, bool> having;

    public Aggregation(SoqlQuery query, Binder binder, RowOperands operands, QueryContext context)
    {
        this.query = query;
        this.context = context;
        this.operands = operands;
        IsPlainCount = query.Select is [SelectField { Expression: { Function: "COUNT", Path: null } }];
        keys = [.. query.GroupBy.Select(expression => (expression, operands.ForGroup(expression)))];
        var unnamed = 0;
        foreach (var item in IsPlainCount ? [] : query.Select)
        {
            if (item is not SelectField { Expression: var expression } selected)
                throw new SoqlException("MALFORMED_QUERY", "Grouped query cannot use child relationships in the SELECT list");
            if (expression.Path is null) throw binder.Error("MALFORMED_QUERY", expression.Spot, "COUNT() must be the only element in the SELECT list");
            var isKey = KeyIndex(expression) >= 0;
            if (!isKey && !IsAggregate(expression))
                throw binder.Error("MALFORMED_QUERY", expression.Spot, $"Field must be grouped or aggregated: {expression.Path}");
            var bound = operands.Bind(expression).Field;
            columns.Add((selected.Alias ?? (isKey && expression.Function is null ? bound.Field.Name : $"expr{unnamed++}"), OperandOf(expression)));
        }

        having = query.Having is null ? _ => true : new ConditionCompiler<Group>(
            binder, OperandOf, _ => throw new SoqlException("MALFORMED_QUERY", "HAVING takes no semi join"), context.Rate, context.Today).Compile(query.Having);
    }

    /// <summary>SELECT COUNT() FROM ...: a total and no records.</summary>
    public bool IsPlainCount { get; }

    public static bool Applies(SoqlQuery query) =>
        query.GroupBy.Count > 0 || query.Select.Any(item => item is SelectField { Expression: var expression } && IsAggregate(expression));

    public IReadOnlyList<JsonObject> Run(IEnumerable<Row> rows)
    {
        var groups = new Dictionary<string, Group>(StringComparer.OrdinalIgnoreCase);
        if (keys.Count == 0) groups.Add("", new Group([], []));
        foreach (var row in rows)
        {
            object?[] values = [.. keys.Select(key => key.Operand.Read(row))];
            var name = string.Join('\u001f', values.Select(value => value is null ? "\u0000" : FieldValues.ToCsv(value)));
            if (!groups.TryGetValue(name, out var group)) groups.Add(name, group = new Group(values, []));
            group.Rows.Add(row);
        }

        var ordered = Sort(groups.Values.Where(having)).Skip(query.Offset ?? 0).Take(query.Limit ?? int.MaxValue);
        return [.. ordered.Select(Render)];
    }

    private JsonObject Render(Group group)
    {
        var json = new JsonObject { ["attributes"] = new JsonObject { ["type"] = "AggregateResult" } };
        foreach (var (name, operand) in columns) json[name] = FieldValues.ToJson(operand.Read(group));
        return json;
    }

    private IEnumerable<Group> Sort(IEnumerable<Group> groups)
    {
        IOrderedEnumerable<Group>? sorted = null;
        foreach (var item in query.OrderBy)
        {
            var read = OperandOf(item.Expression).Read;
            var comparer = Comparer<object?>.Create((left, right) => (left, right) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                _ => SameValue.Order(left, right),
            });
            sorted = (sorted, item.Descending) switch
            {
                (null, false) => groups.OrderBy(read, comparer),
                (null, true) => groups.OrderByDescending(read, comparer),
                (_, false) => sorted.ThenBy(read, comparer),
                (_, true) => sorted.ThenByDescending(read, comparer),
            };
        }

        return sorted ?? groups;
    }

    private Operand<Group> OperandOf(FieldExpression expression)
    {
        var index = KeyIndex(expression);
        if (index >= 0) return new Operand<Group>(keys[index].Operand.Name, keys[index].Operand.Type, group => group.Key[index]);
        if (!IsAggregate(expression)) throw new SoqlException("MALFORMED_QUERY", $"Field must be grouped or aggregated: {expression.Path}");
        if (expression.Path is null) return new Operand<Group>("COUNT", FieldType.Int, group => (decimal)group.Rows.Count);
        var (operand, field) = operands.Bind(expression);
        if (expression.Function is "SUM" or "AVG" && !field.Field.Type.IsNumber())
            throw new SoqlException("INVALID_FIELD", $"field {field.Field.Name} does not support aggregate operator {expression.Function}");
        var type = expression.Function switch { "COUNT" or "COUNT_DISTINCT" => FieldType.Int, "AVG" => FieldType.Double, _ => field.Field.Type };
        return new Operand<Group>(field.Field.Name, type, group => Value(expression.Function!, operand, field.Field, group.Rows));
    }

    private object? Value(string function, Operand<Row> operand, FieldDefinition field, List<Row> rows)
    {
        var values = rows.Select(row => (Row: row, Value: operand.Read(row))).Where(pair => pair.Value is not null);
        var inCorporate = field.Type == FieldType.Currency && context.Schema.MultiCurrency;
        var found = values.Select(pair => inCorporate ? (decimal)pair.Value! * context.ToCorporate(pair.Row) : pair.Value!);
        switch (function)
        {
            case "COUNT": return (decimal)found.Count();
            case "COUNT_DISTINCT": return (decimal)found.Distinct(SameValue.Comparer).Count();
            case "MIN": return found.Min(Comparer<object>.Create(SameValue.Order));
            case "MAX": return found.Max(Comparer<object>.Create(SameValue.Order));
        }

        var numbers = found.Cast<decimal>().ToList();
        if (numbers.Count == 0) return null;
        return FieldValues.Normalize(field with { Type = FieldType.Double, Scale = Math.Max(field.Scale, 6) }, function == "SUM" ? numbers.Sum() : numbers.Average());
    }

    private int KeyIndex(FieldExpression expression) => keys.FindIndex(key =>
        key.Expression.Function == expression.Function && string.Equals(key.Expression.Path, expression.Path, StringComparison.OrdinalIgnoreCase));

    private static bool IsAggregate(FieldExpression expression) => Aggregates.Contains(expression.Function);

    /// <summary>Rows with the same key.</summary>
    internal sealed record Group(object?[] Key, List<Row> Rows);
}
