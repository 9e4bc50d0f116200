namespace CreditBridge.Sandbox.Soql;

/// <summary>A query as written, before it is matched with the schema. Positions are for error messages and do not take part in equality.</summary>
internal sealed record SoqlQuery(ValueList<SelectItem> Select, string From)
{
    public Spot FromSpot { get; init; }

    public string? Alias { get; init; }

    public Condition? Where { get; init; }

    public ValueList<FieldExpression> GroupBy { get; init; } = [];

    public Condition? Having { get; init; }

    public ValueList<Ordering> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int? Offset { get; init; }

    public bool AllRows { get; init; }

    /// <summary>VIEW, REFERENCE or UPDATE; noted and without effect.</summary>
    public string? For { get; init; }
}

/// <summary>A place in the query text. All places are equal.</summary>
internal readonly record struct Spot(int Position)
{
    public bool Equals(Spot other) => true;

    public override int GetHashCode() => 0;
}

internal abstract record SelectItem;

/// <summary>A field, or a function of one, with an optional alias.</summary>
internal sealed record SelectField(FieldExpression Expression, string? Alias) : SelectItem;

internal sealed record SelectChildren(SoqlQuery Query) : SelectItem;

/// <summary>FIELDS(ALL), FIELDS(STANDARD) or FIELDS(CUSTOM).</summary>
internal sealed record SelectAll(string Which) : SelectItem;

/// <summary>A dotted field path, or a function such as COUNT or CALENDAR_YEAR applied to one (or, for COUNT(), to nothing).</summary>
internal sealed record FieldExpression(string? Function, string? Path)
{
    public Spot Spot { get; init; }

    /// <summary>A function around the path inside the function: CALENDAR_YEAR(convertTimezone(CreatedDate)).</summary>
    public string? Inner { get; init; }
}

internal sealed record Ordering(FieldExpression Expression, bool Descending, bool? NullsFirst);

internal abstract record Condition;

internal sealed record AndCondition(ValueList<Condition> Parts) : Condition;

internal sealed record OrCondition(ValueList<Condition> Parts) : Condition;

internal sealed record NotCondition(Condition Inner) : Condition;

internal sealed record Comparison(FieldExpression Field, string Operator, Literal Value) : Condition;

/// <summary>IN, NOT IN, INCLUDES or EXCLUDES a list.</summary>
internal sealed record ListCondition(FieldExpression Field, string Operator, ValueList<Literal> Values) : Condition;

internal sealed record SemiJoin(FieldExpression Field, bool Negated, SoqlQuery Query) : Condition;

internal enum LiteralKind
{
    Null,
    Boolean,
    String,
    Number,
    Date,
    DateTime,
    DateRange,
    Currency,
}

/// <summary>
/// A literal. <see cref="Text"/> is its spelling: for a string the escaped text, for a date range the upper-case name, for a currency amount
/// the ISO code followed by the number.
/// </summary>
internal sealed record Literal(LiteralKind Kind, string Text, int Number = 0)
{
    public Spot Spot { get; init; }
}
