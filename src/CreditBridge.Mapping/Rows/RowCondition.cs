namespace CreditBridge.Mapping.Rows;

/// <summary>One condition that a row must meet: what it says of a column must all be so.</summary>
internal sealed class RowCondition
{
    private readonly FieldOrigin _column;
    private readonly Words? _is;
    private readonly Words? _not;
    private readonly string[]? _beginnings;
    private readonly bool? _empty;
    private readonly bool? _zero;
    private readonly decimal? _above;
    private readonly decimal? _below;

    private RowCondition(FieldOrigin column, MappingSection section)
    {
        _column = column;
        (_is, _not) = (Words.Of(section.List("is")), Words.Of(section.List("not")));
        _beginnings = section.List("starts_with") is { } beginnings ? [.. beginnings] : null;
        (_empty, _zero) = (section.Flag("empty"), section.Flag("zero"));
        (_above, _below) = (section.Number("above"), section.Number("below"));
    }

    private bool IsNumeric => _zero is not null || _above is not null || _below is not null;

    /// <summary>Reads a condition; null when it names no column.</summary>
    public static RowCondition? Read(KindBlock block, MappingSection section)
    {
        const string Hint = "Write '{column: STATE, is: [posted]}', or not, empty, zero, above, below, starts_with in place of is.";
        if (section.StrayText is not null)
        {
            section.RefuseItself("It is not said what must be so.", Hint);
            return null;
        }

        var name = section.RequiredText("column", "Write the name of the column that the condition is about.");
        var field = new FieldOrigin { Name = "where", Path = section.Path, Column = name };
        var origin = new ColumnOrigin(block.Columns.SlotOf(name, field), TextCleaning.Usual);
        var condition = new RowCondition(field with { Value = origin }, section);
        if (condition is { _is: null, _not: null, _beginnings: null, _empty: null, IsNumeric: false })
            section.RefuseItself("It is not said what must be so.", Hint);
        if (condition is { _above: { } above, _below: { } below } && above >= below)
            section.Refuse("below", $"No number is above {above} and below {below}.", "Exchange the two.");
        if (condition is { _empty: true, IsNumeric: true })
            section.Refuse("empty", "An empty value is no number.", "Take 'empty: true' out; or take the number out, and write another condition for it.");
        section.Close();
        return name.Length > 0 ? condition : null;
    }

    /// <summary>Whether it is met. A number that cannot be read is noted.</summary>
    public bool Holds(RowReading reading)
    {
        var value = _column.ValueOf(reading);
        if (_empty is { } empty && empty != value is null)
            return false;
        // Null is not zero: a row that may be one that counts is not left out without a word.
        if (value is null && IsNumeric)
        {
            reading.Refuse(_column, $"{_column.Column} is empty, and empty is neither zero nor any other number. Let the source give a number, or add 'empty: false' to the condition to leave such rows out.");
            return false;
        }

        if (value is null)
            return _is is null && _beginnings is null;
        if (_is is not null && !_is.Contain(value))
            return false;
        if (_not is not null && _not.Contain(value))
            return false;
        if (_beginnings is not null && !Begins(SourceValue.ToText(value)!))
            return false;
        return !IsNumeric || NumberHolds(value, reading);
    }

    private bool NumberHolds(object value, RowReading reading)
    {
        if (!reading.Formats.TryNumber(value, out var number, out var reason))
        {
            reading.Refuse(_column, reason);
            return false;
        }

        return !(_zero is { } zero && zero != (number == 0)) && !(number <= _above) && !(number >= _below);
    }

    private bool Begins(string text)
    {
        foreach (var beginning in _beginnings!)
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // A number that came as a number is the same whether it is written 1 or 1.00.
    private sealed class Words(WordList texts, decimal[] numbers)
    {
        public static Words? Of(IReadOnlyList<string>? listed) => listed is null ? null
            : new Words(new WordList(listed), [.. listed.Select(t => ValueFormats.Usual.TryNumber(t, out var number, out _) ? number : (decimal?)null).OfType<decimal>()]);

        public bool Contain(object value) => value is decimal number ? numbers.AsSpan().Contains(number) : texts.Contains(SourceValue.ToText(value)!);
    }
}
