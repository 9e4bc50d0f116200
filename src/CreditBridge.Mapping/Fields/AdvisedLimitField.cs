namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A limit that a bureau recommends: <c>zero: none</c> (it advises against any credit) or <c>zero: not_given</c> (it recommends nothing) says what 0 means. It must be
/// declared. An empty value is always "not given".
/// </summary>
public sealed record AdvisedLimitField(NumberField Number, bool ZeroIsNotGiven)
{
    /// <summary>Reads the field's block.</summary>
    public static AdvisedLimitField Read(FieldBlock fields, string name)
    {
        const string Why = "One bureau writes 0 when it advises against any credit, another when it recommends nothing.";
        var origin = fields.BlockOrigin(name, false, FieldContent.Number, out var section);
        var number = new NumberField(origin);
        if (section is null)
            return new AdvisedLimitField(number, false);
        if (section.StrayText is { } column)
        {
            fields.Refuse(name, "It is not declared what zero means.", $"{Why} Write '{name}: {{column: {column}, zero: none}}' or 'zero: not_given'.");
            return new AdvisedLimitField(number, false);
        }

        var notGiven = section.Choice<bool>("zero", Zero, null, Why);
        section.Close();
        return new AdvisedLimitField(number, notGiven);
    }

    /// <summary>The amount; null when none is given.</summary>
    public decimal? Of(RowReading reading) => Number.Of(reading, 0, ValueFormats.NumberCeiling) is { } amount && (amount > 0 || !ZeroIsNotGiven) ? amount : null;

    private static readonly Dictionary<string, bool> Zero = new() { ["none"] = false, ["not_given"] = true };
}
