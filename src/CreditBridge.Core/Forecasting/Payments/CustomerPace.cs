using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>How one customer pays, as far as it is known on a day.</summary>
public sealed class CustomerPace
{
    private readonly PaymentModel _model;
    private readonly PaymentCurve _whole;
    private readonly Dictionary<string, PaymentTally> _byTraits;
    private readonly Dictionary<string, PaymentCurve> _curves = new(StringComparer.Ordinal);

    internal CustomerPace(PaymentModel model, PaymentCurve whole, Dictionary<string, PaymentTally> byTraits, int items)
    {
        _model = model;
        _whole = whole;
        _byTraits = byTraits;
        Items = items;
    }

    /// <summary>How many of the customer's own invoices are behind it; 0: it is the pool's pace.</summary>
    public int Items { get; }

    /// <summary>The day on which it usually pays, in days past due; negative is early. Null when customers are judged by their share of late invoices.</summary>
    public double? UsualDay { get; internal init; }

    /// <summary>How the customer pays invoices with some traits.</summary>
    public PaymentCurve CurveOf(IReadOnlyList<string> traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        if (_model.Settings.TraitNames.Count == 0)
            return _whole;
        var key = string.Join('\u001f', traits);
        if (!_curves.TryGetValue(key, out var curve))
        {
            curve = _whole.Shifted(_model.EffectOf(traits));
            if (_byTraits.TryGetValue(key, out var own))
                curve = curve.After(own, _model.Settings.TraitsHeldBackBy);
            _curves.Add(key, curve);
        }

        return curve;
    }

    /// <summary>Probability that an invoice is paid late.</summary>
    internal double LateProbability(PaymentFact fact) => CurveOf(fact.Traits).OpenAfter(_model.Settings.GraceDays, Math.Max(fact.Issued - 1, _model.KnownOn.DayNumber) - fact.Due);

    /// <summary>
    /// When an invoice is expected to be paid. One that is open today is known to be open; one to be issued later is forecast as on the day of its issue.
    /// </summary>
    /// <param name="item">The invoice; whether and when it was paid is not looked at.</param>
    public PaymentForecast Forecast(PaymentItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        // At the end of the day before its issue an invoice to come is surely unpaid.
        var openOn = item.IssuedOn > _model.KnownOn ? Bounded.AddDays(item.IssuedOn, -1) : _model.KnownOn;
        return new PaymentForecast(item, openOn, CurveOf(item.Traits), _model.Settings.GraceDays);
    }
}

/// <summary>When one open invoice is expected to be paid.</summary>
/// <param name="Item">The invoice.</param>
/// <param name="OpenOn">The day at whose end it is known to be open.</param>
/// <param name="Curve">How invoices of its kind are paid.</param>
/// <param name="GraceDays">Days after the due day that do not count as late.</param>
public sealed record PaymentForecast(PaymentItem Item, DateOnly OpenOn, PaymentCurve Curve, int GraceDays)
{
    private int KnownOpenAfter => OpenOn.DayNumber - Item.DueOn.DayNumber;

    /// <summary>Whether the day is over by which it could be paid in time.</summary>
    public bool IsLate => KnownOpenAfter >= GraceDays;

    /// <summary>Probability that it is paid late; 1 when <see cref="IsLate"/>.</summary>
    public double LateProbability => Curve.OpenAfter(GraceDays, KnownOpenAfter);

    /// <summary>Probability that it is paid by the end of a day.</summary>
    public double PaidBy(DateOnly day) => 1d - Curve.OpenAfter(day.DayNumber - Item.DueOn.DayNumber, KnownOpenAfter);

    /// <summary>The day by which it is paid with a probability; null when that is not within a year of its due day.</summary>
    public DateOnly? DayOf(double probability) => Curve.DayOf(probability, KnownOpenAfter) is { } day ? DateOnly.FromDayNumber(Item.DueOn.DayNumber + day) : null;
}
