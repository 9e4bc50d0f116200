namespace CreditBridge.Mapping.Origins;

/// <summary>What a field holds; it decides what a mapping can say about where it comes from.</summary>
internal enum FieldContent
{
    /// <summary>A text, or what a text stands for.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,
}

/// <summary>
/// Reads where a value comes from: a column's name alone, or a block with one of <c>column</c>, <c>value</c>, <c>first_of</c>, <c>text</c>, <c>sum</c> and <c>earliest_of</c> and with what is done to
/// the value afterwards. The same keys hold in every field, and in every member of a list.
/// </summary>
/// <param name="kind">The block of the kind, for its columns and formats and the lookups of the file.</param>
/// <param name="content">What the field holds.</param>
internal sealed class OriginReader(KindBlock kind, FieldContent content)
{
    private const decimal LargestScale = 1_000_000;

    private readonly List<string> _parts = [];

    /// <summary>The first column that was read; null when there was none.</summary>
    public string? FirstColumn { get; private set; }

    /// <summary>The columns that were read, and "(constant)" for texts of the mapping itself, each once.</summary>
    public IEnumerable<string> Parts => _parts.Distinct(StringComparer.Ordinal);

    /// <summary>Name of a block that holds nothing but where a value comes from.</summary>
    public static string ShapeOf(FieldContent content) => content switch
    {
        FieldContent.Number => "number",
        FieldContent.Date => "date",
        _ => "text",
    };

    /// <summary>Reads a block; null when it says nothing that can be used. The block is left open for the keys that only some fields have.</summary>
    public ValueOrigin? Read(MappingSection section, FieldOrigin field) => Read(section, field, TextCleaning.Usual);

    private ValueOrigin? Read(MappingSection section, FieldOrigin field, TextCleaning inherited)
    {
        if (section.StrayText is { } column)
            return Column(column, field, inherited);
        var cleaning = new TextCleaning(section.Switch("trim", inherited.Trim), section.List("empty") is { } empty ? [.. empty] : inherited.Empty);
        return Changed(section, field, Base(section, field, cleaning));
    }

    private ValueOrigin? Base(MappingSection section, FieldOrigin field, TextCleaning cleaning)
    {
        var (column, constant, members) = (section.Text("column"), section.Text("value"), section.Sections("first_of", ShapeOf(content)));
        var template = content != FieldContent.Number ? section.Text("text") : null;
        var summands = content == FieldContent.Number ? section.Sections("sum", "summand") : null;
        var days = content == FieldContent.Date ? section.Sections("earliest_of", ShapeOf(content)) : null;
        List<string> given = [];
        void Note(string key, bool isThere)
        {
            if (isThere)
                given.Add(key);
        }

        Note("column", column is not null);
        Note("value", constant is not null);
        Note("first_of", members is not null);
        Note("text", template is not null);
        Note("sum", summands is not null);
        Note("earliest_of", days is not null);
        if (given.Count != 1)
        {
            var more = content switch { FieldContent.Text => ", or 'text: \"{A}-{B}\"' puts several together", FieldContent.Date => ", or 'earliest_of: [A, B]' takes the earliest day", FieldContent.Number => ", or 'sum: [A, {minus: B}]' adds several up", _ => "" };
            section.Refuse(given.Count == 0 ? "column" : given[1], given.Count == 0 ? "Neither column nor value is given." : $"Both {given[0]} and {given[1]} are given.",
                $"Give one: 'column: NAME' takes it from the data, 'value: text' is the same for all rows, 'first_of: [A, B]' takes the first that is not empty{more}.");
            return null;
        }

        if (column is { Length: 0 })
            section.Refuse("column", "The column's name is empty.", "Write the name as it stands in the header.");
        if (constant is { Length: 0 } && field.Required)
            section.Refuse("value", "The value is empty, but a record needs it.", "Write a text, or take it from a column.");
        return given[0] switch
        {
            "column" => Column(column!, field, cleaning),
            "value" => Constant(cleaning.Trim ? constant!.Trim() : constant!),
            "first_of" => FirstOf(section, members!, field, cleaning),
            "text" => new TemplateReader(this, cleaning).Read(section, template!, field),
            "earliest_of" => EarliestOf(section, days!, field, cleaning),
            _ => Sum(section, summands!, field, cleaning),
        };
    }

    private ValueOrigin? Changed(MappingSection section, FieldOrigin field, ValueOrigin? origin)
    {
        var changed = content switch
        {
            FieldContent.Number => Scaled(section, Translated(section, origin)),
            FieldContent.Date => Later(section, field, Formatted(section, origin)),
            _ => Translated(section, Shaped(section, origin)),
        };
        return changed;
    }

    /// <summary>A column of the kind's rows.</summary>
    public ColumnOrigin Column(string column, FieldOrigin field, TextCleaning cleaning)
    {
        FirstColumn ??= column;
        _parts.Add(column);
        return new ColumnOrigin(kind.Columns.SlotOf(column, field), cleaning);
    }

    private ConstantOrigin Constant(string text)
    {
        _parts.Add("(constant)");
        return new ConstantOrigin(text);
    }

    private FirstOfOrigin FirstOf(MappingSection section, IReadOnlyList<MappingSection> members, FieldOrigin field, TextCleaning cleaning)
    {
        if (members.Count < 2)
            section.Refuse("first_of", "A choice of one is none.", "Write at least two, such as 'first_of: [A, B]', or 'column: A'.");
        return new FirstOfOrigin([.. members.Select(m => Member(m, field, cleaning)).OfType<ValueOrigin>()]);
    }

    private EarliestDateOrigin EarliestOf(MappingSection section, IReadOnlyList<MappingSection> members, FieldOrigin field, TextCleaning cleaning)
    {
        if (members.Count < 2)
            section.Refuse("earliest_of", "A choice of one is none.", "Write at least two, such as 'earliest_of: [A, B]', or 'column: A'.");
        // The block's own 'date_format' is about its members; whether it is right is said where it is read for the block itself.
        return new EarliestDateOrigin([.. members.Select(m => Member(m, field, cleaning)).OfType<ValueOrigin>()], kind.Formats.WithDates(section.Quiet()));
    }

    private SumOrigin Sum(MappingSection section, IReadOnlyList<MappingSection> members, FieldOrigin field, TextCleaning cleaning)
    {
        if (members.Count == 0)
            section.Refuse("sum", "There is nothing to add up.", "Write 'sum: [A, {minus: B}]'.");
        var origins = new List<(ValueOrigin, int)>();
        foreach (var member in members)
        {
            if (member.Section("minus", "number") is { } minus)
            {
                if (Member(minus, field, cleaning) is { } taken)
                    origins.Add((taken, -1));
                member.Close();
            }
            else if (Member(member, field, cleaning) is { } added)
            {
                origins.Add((added, 1));
            }
        }

        return new SumOrigin([.. origins]);
    }

    private ValueOrigin? Member(MappingSection member, FieldOrigin field, TextCleaning cleaning)
    {
        var isColumn = member.Scalar is not null;
        var origin = Read(member, field with { Required = false }, cleaning);
        if (!isColumn)
            member.Close();
        return origin;
    }

    private static ValueOrigin? Shaped(MappingSection section, ValueOrigin? origin)
    {
        var upper = section.Switch("upper", false);
        var strip = section.Text("strip_leading");
        if (strip is { Length: not 1 })
            section.Refuse("strip_leading", "One character is expected.", "Write 'strip_leading: \"0\"'.");
        var (with, to) = ('0', 0);
        if (section.Section("pad_left") is { } pad)
        {
            var filling = pad.RequiredText("with", "Write the character that is put in front, such as 'with: \"0\"'.");
            pad.Demand("to");
            var width = pad.Number("to");
            if (filling.Length > 1)
                pad.Refuse("with", "One character is expected.", "Write 'with: \"0\"'.");
            if (width is not (>= 1 and <= 100) || width != decimal.Truncate(width.Value))
                pad.Refuse("to", "A number of characters from 1 to 100 is expected.", "Write 'to: 10'.");
            else
                (with, to) = (filling.Length == 1 ? filling[0] : '0', (int)width);
            pad.Close();
        }

        return origin is null || (!upper && strip is null && to == 0) ? origin : new ShapedOrigin(origin, upper, strip is { Length: 1 } ? strip[0] : null, with, to);
    }

    private ValueOrigin? Translated(MappingSection section, ValueOrigin? origin)
    {
        if (section.Text("lookup") is not { } name)
            return origin;
        if (kind.Top.Lookups.TryGetValue(name, out var table))
            return origin is null ? null : new LookedUpOrigin(origin, table);
        section.Refuse("lookup", $"There is no table '{name}'.", kind.Top.Lookups.Count == 0
            ? $"Write 'lookups: {{{name}: {{values: {{from: to}}}}}}' at the top of the file."
            : NearestName.Suggest(name, [.. kind.Top.Lookups.Keys]));
        return origin;
    }

    private static ValueOrigin? Scaled(MappingSection section, ValueOrigin? origin)
    {
        if (section.Number("scale") is not { } scale)
            return origin;
        if (scale is > 0 and <= LargestScale)
            return origin is null || scale == 1 ? origin : new ScaledOrigin(origin, scale);
        section.Refuse("scale", $"{scale} is no factor.", "Write a number above zero that the value is multiplied by, such as 'scale: 0.01' for cents. What is taken off is written '{sum: [{minus: A}]}'.");
        return origin;
    }

    private ValueOrigin? Formatted(MappingSection section, ValueOrigin? origin)
    {
        var formats = kind.Formats.WithDates(section);
        return origin is null || ReferenceEquals(formats, kind.Formats) ? origin : new FormattedDateOrigin(origin, formats);
    }

    private ValueOrigin? Later(MappingSection section, FieldOrigin field, ValueOrigin? origin)
    {
        if (section.Section("add_days", "number") is not { } days)
            return origin;
        var number = new OriginReader(kind, FieldContent.Number).Member(days, field, TextCleaning.Usual);
        return origin is null || number is null ? origin : new LaterDateOrigin(origin, number);
    }
}
