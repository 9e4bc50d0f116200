using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Exchange rates: one unit of <c>from</c> buys <c>rate</c> units of <c>to</c>, from the day <c>date</c> on. <c>per</c> is read when mapped: the rate is for that many units (100 for yen, often).
/// </summary>
public sealed class RateMapping : RecordMapping<ExchangeRateRecord>
{
    private const decimal SmallestPer = 0.000001m;

    private readonly CurrencyField _from;
    private readonly CurrencyField _to;
    private readonly NumberField _rate;
    private readonly NumberField _per;
    private readonly DateField _date;

    private RateMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _from = CurrencyField.Read(fields, "from", required: true);
        _to = CurrencyField.Read(fields, "to", required: true);
        _rate = NumberField.Read(fields, "rate", required: true);
        _per = NumberField.Read(fields, "per");
        _date = DateField.Read(fields, "date", required: true);
        fields.Close();
    }

    /// <summary>Reads the mapping of rates.</summary>
    public static RateMapping Read(KindBlock block) => new(block);

    private protected override string KeyOf(RowReading reading) => new ExchangeRateRecord(_from.Of(reading) ?? default, _to.Of(reading) ?? default, _date.Of(reading) ?? default, 1).Key;

    private protected override ExchangeRateRecord? Build(RowReading reading)
    {
        var (from, to) = (_from.Of(reading), _to.Of(reading));
        var (rate, per) = (_rate.Of(reading), _per.Of(reading) ?? 1);
        var date = _date.Of(reading);
        if (rate <= 0)
            reading.Refuse(_rate.Origin, $"A rate of {rate} is impossible; it must be above zero.");
        if (per is > 0 and < SmallestPer)
            reading.Refuse(_per.Origin, $"A rate per {per} units is finer than any that is published.");
        if (per <= 0)
            reading.Refuse(_per.Origin, $"A rate per {per} units is impossible; it must be above zero.");
        if (reading.IsGood && from == to)
            reading.Refuse(_to.Text.Origin, $"A rate from {from} to itself says nothing.");
        return reading.IsGood ? new ExchangeRateRecord(from!.Value, to!.Value, date!.Value, rate!.Value / per) : null;
    }
}
