using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Open items: <c>company</c>, <c>customer</c>, <c>document</c>, <c>type</c>, <c>issued</c>, <c>due</c>, <c>currency</c> and <c>open_amount</c> are needed; <c>amount</c>, <c>disputed</c>, <c>promised</c> and <c>line</c> (part of the key, for instalments) are read when mapped. <c>sign</c> and <c>credit_notes</c> must be declared; <c>repeated</c> says what equal rows are.
/// </summary>
public sealed class OpenItemMapping : RecordMapping<ReceivableRecord>
{
    private readonly AmountSigns _signs;
    private readonly ItemFields _item;
    private readonly NumberField _amount;
    private readonly NumberField _open;
    private readonly FlagField _disputed;

    private OpenItemMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _item = new ItemFields(block, typeRequired: true);
        ReportsRepetitions = RepeatedRows.AreReported(block.Section);
        _signs = AmountSigns.Read(block.Section, _item.Type.IsBySign);
        _amount = NumberField.Read(fields, "amount");
        _open = NumberField.Read(fields, "open_amount", required: true);
        _disputed = FlagField.Read(fields, "disputed");
        fields.Close();
    }

    /// <inheritdoc />
    internal override bool ReportsRepetitions { get; }

    /// <summary>How amounts are signed.</summary>
    internal AmountSigns Signs => _signs;

    /// <summary>Reads the mapping of open items.</summary>
    public static OpenItemMapping Read(KindBlock block) => new(block);

    /// <inheritdoc />
    internal override bool HasRowKey => _item.HasRowKey;

    private protected override string KeyOf(RowReading reading) => _item.KeyOf(reading);

    private protected override CustomerKey? CustomerOf(RowReading reading) => _item.CustomerOf(reading);

    private protected override ReceivableRecord? Build(RowReading reading)
    {
        var declared = _item.Type.Of(reading);
        if (reading.Skipped)
            return null;
        var item = _item.Of(reading);
        var (open, amount) = (_open.Of(reading) ?? 0, _amount.Of(reading));
        var disputed = _disputed.Of(reading) ?? false;
        if (!reading.IsGood || item.Currency is not { } currency)
            return null;
        open = _signs.Canonical(open, declared ?? default, _open.Origin, reading);
        var type = declared ?? _item.Type.BySign(open);
        return new ReceivableRecord(item.Key, item.Customer, item.Document, item.Issued, item.Due, new Money(open, currency))
        {
            Type = type,
            OriginalAmount = amount is { } written ? new Money(_signs.Canonical(written, type, _amount.Origin, reading), currency) : null,
            Disputed = disputed,
            PromisedOn = item.Promised,
        };
    }
}
