using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Orders that are not invoiced yet: <c>company</c>, <c>customer</c>, <c>order</c>, <c>ordered</c>, <c>progress</c>, <c>currency</c> and <c>amount</c> are needed; <c>line</c> (part of the key),
/// <c>done_amount</c>, <c>prepaid_amount</c>, <c>prepaid</c>, <c>delivery</c> and <c>terms</c> are read when mapped. <c>amounts</c> must be declared: with <c>remaining</c> the amount is what is
/// left of the row, with <c>ordered</c> it still includes what is done (delivered, of an open row; invoiced, of a delivered one), and <c>done_amount</c> is taken off. <c>repeated</c> says what equal rows are.
/// </summary>
public sealed class OrderMapping : RecordMapping<OpenOrderRecord>
{
    private readonly bool _includesDone;
    private readonly CustomerFields _customer;
    private readonly TextField _order;
    private readonly TextField _line;
    private readonly DateField _ordered;
    private readonly ChoiceField<OrderProgress> _progress;
    private readonly CurrencyField _currency;
    private readonly NumberField _amount;
    private readonly NumberField _done;
    private readonly NumberField _prepaidAmount;
    private readonly FlagField _prepaid;
    private readonly DateField _delivery;
    private readonly ChoiceField<PaymentTerms> _terms;

    private OrderMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _includesDone = block.Section.Choice<bool>("amounts", Amounts, null,
            "It says whether the amount is what is left of the order, or still includes what is delivered: counted twice, a delivered order blocks a customer who owes it once.");
        ReportsRepetitions = RepeatedRows.AreReported(block.Section);
        _customer = CustomerFields.Read(fields);
        _order = TextField.Read(fields, "order", required: true);
        _line = TextField.Read(fields, "line");
        _ordered = DateField.Read(fields, "ordered", required: true);
        _progress = ChoiceField<OrderProgress>.Read(fields, "progress", Progress, canSkip: true, required: true);
        _currency = CurrencyField.Read(fields, "currency", required: true);
        _amount = NumberField.Read(fields, "amount", required: true);
        _done = NumberField.Read(fields, "done_amount");
        _prepaidAmount = NumberField.Read(fields, "prepaid_amount");
        _prepaid = FlagField.Read(fields, "prepaid");
        _delivery = DateField.Read(fields, "delivery");
        _terms = ChoiceField<PaymentTerms>.Read(fields, "terms", PaymentTerms.TryParse, "Prepaid, Due on receipt, Net 30 (any number of days)", canSkip: false);
        fields.Close();
        if (_includesDone != _done.Origin.IsMapped && block.Section.Has("amounts"))
        {
            fields.Refuse("done_amount", _includesDone ? "The amounts include what is done, and nothing says how much that is." : "The amounts are what is left, so nothing is taken off.",
                _includesDone ? "Map 'done_amount' to the column with what is delivered (or invoiced, of delivered rows)." : "Take the field out, or write 'amounts: ordered'.");
        }
    }

    /// <inheritdoc />
    internal override bool ReportsRepetitions { get; }

    /// <summary>Whether the amount still includes what is done.</summary>
    internal bool IncludesDone => _includesDone;

    /// <summary>Reads the mapping of orders.</summary>
    public static OrderMapping Read(KindBlock block) => new(block);

    private protected override string KeyOf(RowReading reading) => Key(_customer.Of(reading), _order.KeyPart(reading), _line.KeyPart(reading));

    private protected override CustomerKey? CustomerOf(RowReading reading) => _customer.Of(reading);

    private protected override OpenOrderRecord? Build(RowReading reading)
    {
        var progress = _progress.Of(reading) ?? default;
        if (reading.Skipped)
            return null;
        var customer = _customer.Of(reading);
        var (order, line) = (_order.KeyPart(reading), _line.KeyPart(reading));
        var (ordered, delivery) = (_ordered.Of(reading) ?? default, _delivery.Of(reading));
        var currency = _currency.Of(reading);
        var left = Left(reading);
        var terms = _terms.Of(reading);
        var prepaid = _prepaid.Of(reading) ?? terms?.IsPrepaid ?? false;
        if (!reading.IsGood || currency is not { } code)
            return null;
        if (left <= 0)
        {
            reading.Skip(); // Nothing of it is left: it has been invoiced or paid for.
            return null;
        }

        return new OpenOrderRecord(Key(customer, order, line), customer, order, ordered, new Money(left, code))
        {
            Progress = progress,
            DeliveryOn = delivery,
            IsPrepaid = prepaid,
            Terms = terms,
        };
    }

    private string Key(CustomerKey customer, string order, string line) => RecordKey.Of(RecordKey.Company(System, customer.Company), order, line);

    private decimal Left(RowReading reading)
    {
        var amount = _amount.Of(reading) ?? 0;
        if (amount < 0)
            reading.Refuse(_amount.Origin, $"An order of {amount} is below zero; if it is a return, leave it out with 'skip:' under 'progress'.");
        return amount - (_done.Of(reading, 0, ValueFormats.NumberCeiling) ?? 0) - (_prepaidAmount.Of(reading, 0, ValueFormats.NumberCeiling) ?? 0);
    }

    private static readonly Dictionary<string, bool> Amounts = new() { ["remaining"] = false, ["ordered"] = true };

    private static readonly Dictionary<string, OrderProgress> Progress = new()
    {
        ["open"] = OrderProgress.Open,
        ["delivered_not_invoiced"] = OrderProgress.DeliveredNotInvoiced,
    };
}
