namespace CreditBridge.Mapping.Fields;

/// <summary>
/// A customer's balance, against which the sum of the open items is held: <c>balance: {column: BALANCE, sign: customer_owes_positive}</c>. It is no fact of its own: exposure
/// is counted from items.
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
        var origin = fields.BlockOrigin(name, false, FieldContent.Number, out var block);
        if (block is null)
            return new BalanceField(new NumberField(origin), false);
        if (block.StrayText is { } column)
        {
            fields.Refuse(name, "It is not said how the balance is signed.", $"Write '{name}: {{column: {column}, sign: customer_owes_positive}}', or customer_owes_negative.");
            return new BalanceField(new NumberField(origin), false);
        }

        var reversed = AmountSigns.ReadInvoiceSign(block);
        block.Close();
        return new BalanceField(new NumberField(origin), reversed);
    }

    /// <summary>The balance, what the customer owes being positive; null when the row has none.</summary>
    public decimal? Of(RowReading reading) => Number.Of(reading) is { } written ? IsReversed ? -written : written : null;
}
