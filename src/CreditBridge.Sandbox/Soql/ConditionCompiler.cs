using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>What a condition compares: the type of the values and how to read one from a row (or from a group of rows).</summary>
internal sealed record Operand<T>(string Name, FieldType Type, Func<T, object?> Read)
{
    /// <summary>For amounts of a multi-currency org: units of the corporate currency for one unit of the row's.</summary>
    public Func<T, decimal>? ToCorporate { get; init; }
}

/// <summary>Turns conditions into predicates, refusing comparisons of unlike types.</summary>
internal sealed class ConditionCompiler<T>(
    Binder binder, Func<FieldExpression, Operand<T>> operandOf, Func<SoqlQuery, IReadOnlySet<string>> semiJoin, Func<string, decimal?> rateOf, DateOnly today)
{
    public Func<T, bool> Compile(Condition condition) => condition switch
    {
        AndCondition and => All([.. and.Parts.Select(Compile)]),
        OrCondition or => Any([.. or.Parts.Select(Compile)]),
        NotCondition not => Negate(Compile(not.Inner)),
        Comparison comparison => Compare(comparison),
        ListCondition list => InList(list),
        SemiJoin join => InQuery(join),
        _ => throw new InvalidOperationException($"no rule for {condition.GetType().Name}"),
    };

    private static Func<T, bool> All(Func<T, bool>[] parts) => item => Array.TrueForAll(parts, part => part(item));

    private static Func<T, bool> Any(Func<T, bool>[] parts) => item => Array.Exists(parts, part => part(item));

    private static Func<T, bool> Negate(Func<T, bool> inner) => item => !inner(item);

    private Func<T, bool> Compare(Comparison comparison)
    {
        var operand = operandOf(comparison.Field);
        var spot = comparison.Field.Spot;
        var literal = comparison.Value;
        if (comparison.Operator == "LIKE") return Like(operand, comparison);
        if (literal.Kind == LiteralKind.DateRange) return InRange(operand, comparison);
        if (literal.Kind == LiteralKind.Currency) return CompareAmount(operand, comparison);
        var value = Value(operand, literal, spot);
        if (value is null && comparison.Operator is not ("=" or "!=")) throw binder.Error("INVALID_QUERY_FILTER_OPERATOR", spot, "null is compared with = or != only");
        if (operand.Type is FieldType.Boolean or FieldType.MultiPicklist && comparison.Operator is not ("=" or "!="))
            throw binder.Error("INVALID_QUERY_FILTER_OPERATOR", spot, $"invalid operator on {operand.Type.SoqlName()} field");
        var read = operand.Read;
        return comparison.Operator switch
        {
            "=" => item => Same(read(item), value),
            "!=" => item => !Same(read(item), value),
            _ => Ordered(comparison.Operator, item => read(item) is { } left ? SameValue.Order(left, value!, operand.Type) : null),
        };
    }

    private static Func<T, bool> Ordered(string symbol, Func<T, int?> order) => symbol switch
    {
        "<" => item => order(item) < 0,
        "<=" => item => order(item) <= 0,
        ">" => item => order(item) > 0,
        _ => item => order(item) >= 0,
    };

    private Func<T, bool> Like(Operand<T> operand, Comparison comparison)
    {
        if (!operand.Type.IsText() || comparison.Value.Kind != LiteralKind.String)
            throw binder.Error("INVALID_QUERY_FILTER_OPERATOR", comparison.Field.Spot, $"invalid operator on {operand.Type.SoqlName()} field");
        var pattern = SoqlText.Unescape(comparison.Value.Text, forLike: true);
        return item => operand.Read(item) is string text && SoqlText.Like(text, pattern);
    }

    private Func<T, bool> InRange(Operand<T> operand, Comparison comparison)
    {
        if (operand.Type is not (FieldType.Date or FieldType.DateTime)) throw WrongType(operand, comparison.Field.Spot);
        var (from, until) = DateRanges.Resolve(comparison.Value.Text, comparison.Value.Number, today);
        Func<T, DateOnly?> day = item => operand.Read(item) switch
        {
            DateOnly date => date,
            DateTimeOffset instant => DateOnly.FromDateTime(instant.UtcDateTime),
            _ => null,
        };
        return comparison.Operator switch
        {
            "=" => item => day(item) >= from && day(item) < until,
            "!=" => item => !(day(item) >= from && day(item) < until),
            "<" => item => day(item) < from,
            "<=" => item => day(item) < until,
            ">" => item => day(item) >= until,
            _ => item => day(item) >= from,
        };
    }

    private Func<T, bool> CompareAmount(Operand<T> operand, Comparison comparison)
    {
        var iso = comparison.Value.Text[..3];
        if (operand.Type != FieldType.Currency || operand.ToCorporate is not { } toCorporate || rateOf(iso) is not { } rate)
            throw WrongType(operand, comparison.Field.Spot);
        var amount = decimal.Parse(comparison.Value.Text[3..]) / rate;
        Func<T, int?> order = item => operand.Read(item) is decimal value ? (value * toCorporate(item)).CompareTo(amount) : null;
        return comparison.Operator switch
        {
            "=" => item => order(item) == 0,
            "!=" => item => order(item) != 0,
            _ => Ordered(comparison.Operator, order),
        };
    }

    private Func<T, bool> InList(ListCondition list)
    {
        var operand = operandOf(list.Field);
        if (list.Operator is "INCLUDES" or "EXCLUDES") return Includes(operand, list);
        var values = new HashSet<object>(SameValue.Comparer);
        var withNull = false;
        foreach (var literal in list.Values)
        {
            if (literal.Kind is LiteralKind.DateRange or LiteralKind.Currency) throw WrongType(operand, list.Field.Spot);
            if (Value(operand, literal, list.Field.Spot) is { } value) values.Add(value);
            else withNull = true;
        }

        var negated = list.Operator == "NOT IN";
        return item => (operand.Read(item) is { } value ? values.Contains(value) : withNull) != negated;
    }

    private Func<T, bool> Includes(Operand<T> operand, ListCondition list)
    {
        if (operand.Type != FieldType.MultiPicklist) throw binder.Error("INVALID_QUERY_FILTER_OPERATOR", list.Field.Spot, "includes and excludes need a multipicklist field");
        var wanted = list.Values.Select(literal => SoqlText.Unescape(literal.Text).Split(';')).ToList();
        var excludes = list.Operator == "EXCLUDES";
        return item =>
        {
            var chosen = (operand.Read(item) as string ?? "").Split(';');
            return wanted.Exists(all => Array.TrueForAll(all, part => chosen.Contains(part, StringComparer.OrdinalIgnoreCase))) != excludes;
        };
    }

    private Func<T, bool> InQuery(SemiJoin join)
    {
        var operand = operandOf(join.Field);
        if (!operand.Type.IsId()) throw binder.Error("INVALID_FIELD", join.Field.Spot, "the left operand of a semi join must be an Id or a reference");
        var ids = semiJoin(join.Query);
        return item => (operand.Read(item) is string id && ids.Contains(id)) != join.Negated;
    }

    private object? Value(Operand<T> operand, Literal literal, Spot spot)
    {
        if (literal.Kind == LiteralKind.Null) return null;
        switch (operand.Type)
        {
            case FieldType.Boolean when literal.Kind == LiteralKind.Boolean:
                return literal.Text == "true";
            case FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent when literal.Kind == LiteralKind.Number:
                return decimal.Parse(literal.Text, System.Globalization.NumberStyles.Float);
            case FieldType.Date when literal.Kind == LiteralKind.Date:
                return DateOnly.ParseExact(literal.Text, "yyyy-MM-dd");
            case FieldType.DateTime when literal.Kind == LiteralKind.DateTime && FieldValues.TryParseInstant(literal.Text, out var instant):
                return instant;
            case FieldType.Id or FieldType.Reference when literal.Kind == LiteralKind.String:
                if (literal.Text.Length == 0) return null;
                return SalesforceId.TryNormalize(literal.Text, out var id) ? id : throw binder.Error("INVALID_QUERY_FILTER_OPERATOR", spot, $"invalid ID field: {literal.Text}");
            case var text when text.IsText() && literal.Kind == LiteralKind.String:
                return literal.Text.Length == 0 ? null : SoqlText.Unescape(literal.Text);
            default:
                throw WrongType(operand, spot);
        }
    }

    private SoqlException WrongType(Operand<T> operand, Spot spot) => binder.Error("INVALID_FIELD", spot,
        $"value of filter criterion for field '{operand.Name}' must be of type {operand.Type.SoqlName()} and should "
        + (operand.Type.IsText() || operand.Type.IsId() ? "be enclosed in quotes" : "not be enclosed in quotes"));

    private static bool Same(object? left, object? right) => left is null || right is null ? left is null && right is null : SameValue.Comparer.Equals(left, right);
}
