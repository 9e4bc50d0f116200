using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Paid items, from which payment behaviour is learned: <c>company</c>, <c>customer</c>, <c>document</c>, <c>issued</c>, <c>due</c>, <c>paid</c>, <c>currency</c> and <c>amount</c> are needed;
/// <c>type</c>, <c>promised</c>, <c>was_disputed</c> and <c>line</c> (part of the key, for instalments) are read when mapped. Credit notes and unapplied cash teach nothing about paying and
/// are left out. <c>sign</c> must be declared.
/// </summary>
public sealed class PaidItemMapping : RecordMapping<PaymentRecord>
{
    private readonly bool _negative;
    private readonly ItemFields _item;
    private readonly DateField _paid;
    private readonly NumberField _amount;
    private readonly FlagField _wasDisputed;

    private PaidItemMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _negative = AmountSigns.ReadInvoiceSign(block.Section);
        _item = new ItemFields(block, typeRequired: false);
        _paid = DateField.Read(fields, "paid", required: true);
        _amount = NumberField.Read(fields, "amount", required: true);
        _wasDisputed = FlagField.Read(fields, "was_disputed");
        fields.Close();
    }

    /// <summary>Reads the mapping of paid items.</summary>
    public static PaidItemMapping Read(KindBlock block) => new(block);

    /// <inheritdoc />
    internal override bool HasRowKey => _item.HasRowKey;

    private protected override string KeyOf(RowReading reading) => _item.KeyOf(reading);

    private protected override CustomerKey? CustomerOf(RowReading reading) => _item.CustomerOf(reading);

    private protected override PaymentRecord? Build(RowReading reading)
    {
        var amount = _amount.Of(reading) ?? 0;
        if (_negative)
            amount = -amount;
        if ((_item.Type.Of(reading) ?? _item.Type.BySign(amount)) is DocumentType.CreditNote or DocumentType.UnappliedCash)
            reading.Skip();
        if (reading.Skipped)
            return null;
        var item = _item.Of(reading);
        var paid = _paid.Of(reading) ?? default;
        var wasDisputed = _wasDisputed.Of(reading) ?? false;
        if (reading.IsGood && amount <= 0)
            reading.Refuse(_amount.Origin, "The amount of a paid invoice must be above zero (mind 'sign:' in the mapping; credit notes are declared with 'type').");
        return reading.IsGood && item.Currency is { } currency
            ? new PaymentRecord(item.Key, item.Customer, item.Document, item.Issued, item.Due, paid, new Money(amount, currency)) { PromisedOn = item.Promised, WasDisputed = wasDisputed }
            : null;
    }
}
