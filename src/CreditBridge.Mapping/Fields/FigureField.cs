namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A figure of a financial statement, in the unit that the mapping declares. <c>sign: reversed</c> is for a system that writes this figure (liabilities, costs) with the
/// other sign.
/// </summary>
/// <param name="Number">The number as written.</param>
/// <param name="IsReversed">Whether it comes with the other sign.</param>
/// <param name="MayBeNegative">Whether it can be below zero: a result can, an asset cannot.</param>
public sealed record FigureField(NumberField Number, bool IsReversed, bool MayBeNegative)
{
    /// <summary>Reads the field's block.</summary>
    public static FigureField Read(FieldBlock fields, string name, bool mayBeNegative)
    {
        var origin = fields.Origin(name, false, FieldContent.Number, "figure", out var section);
        var reversed = section is { StrayText: null } && section.Choice("sign", Signs, false, "");
        if (section is { StrayText: null })
            section.Close();
        return new FigureField(new NumberField(origin), reversed, mayBeNegative);
    }

    /// <summary>The figure in whole units of its currency; null when it is not stated.</summary>
    public decimal? Of(RowReading reading, decimal unit)
    {
        if (Number.Of(reading) is not { } written)
            return null;
        var figure = IsReversed ? -written : written;
        if (figure < 0 && !MayBeNegative)
            reading.Refuse(Number.Origin, $"{written} makes it negative, which {Number.Origin.Name} cannot be; if the system writes it so, declare 'sign: {(IsReversed ? "as_stated" : "reversed")}' ({Number.Origin.Path}).");
        else if (Math.Abs(figure) >= ValueFormats.NumberCeiling / unit)
            reading.Refuse(Number.Origin, $"{written} times {unit} is more than any company has; mind 'unit:' in the mapping.");
        else
            return figure * unit;
        return null;
    }

    private static readonly Dictionary<string, bool> Signs = new() { ["as_stated"] = false, ["reversed"] = true };
}
