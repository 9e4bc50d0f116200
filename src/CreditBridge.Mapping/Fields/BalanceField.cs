namespace CreditBridge.Mapping.Fields;

/// <summary>
/// What a customer owes as the other system says, against which the sum of the open items is held. It is written <c>balance: COLUMN</c>, or
/// <c>{column: BALANCE, sign: customer_owes_negative}</c> when what is owed comes with a minus sign.
/// </summary>
/// <param name="Number">The number as written.</param>
/// <param name="IsReversed">Whether what the customer owes comes with a minus sign.</param>
public sealed record BalanceField(NumberField Number, bool IsReversed)
{
    /// <summary>Where it comes from.</summary>
    public FieldOrigin Origin => Number.Origin;

    /// <summary>Reads the field's block.</summary>
    public static BalanceField Read(FieldBlock fields, string name)
    {
        var origin = fields.Origin(name, false, FieldContent.Number, null, out var block);
        var reversed = block is { StrayText: null } && block.Choice("sign", Signs, false, "");
        if (block is { StrayText: null })
            block.Close();
        return new BalanceField(new NumberField(origin), reversed);
    }

    /// <summary>The balance, what the customer owes being positive; null when the row has none.</summary>
    public decimal? Of(RowReading reading) => Number.Of(reading) is { } written ? IsReversed ? -written : written : null;

    private static readonly Dictionary<string, bool> Signs = new() { ["customer_owes_positive"] = false, ["customer_owes_negative"] = true };
}
