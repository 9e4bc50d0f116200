using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>What the records of an account teach about how it pays: settled invoices of two years, and open ones. All its customers together are one payer.</summary>
public static class PaymentLessons
{
    /// <summary>The traits that records have.</summary>
    public static IReadOnlyList<string> TraitNames { get; } = ["disputed"];

    /// <summary>The traits of an invoice that is not disputed.</summary>
    public static IReadOnlyList<string> Undisputed { get; } = ["no"];

    private static IReadOnlyList<string> Disputed { get; } = ["yes"];

    /// <summary>The invoices of an account. Credit notes and payments on account teach nothing.</summary>
    public static IReadOnlyList<PaymentItem> Of(CreditFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var items = new List<PaymentItem>(file.Payments.Count + file.OpenItems.Count);
        foreach (var paid in file.Payments)
        {
            if (paid.Amount.Amount > 0m)
                items.Add(Of(paid));
        }

        foreach (var item in file.OpenItems)
        {
            if (item.OpenAmount.Amount > 0m && item.Type is DocumentType.Invoice or DocumentType.DebitNote)
                items.Add(Of(item));
        }

        return items;
    }

    /// <summary>A settled invoice.</summary>
    public static PaymentItem Of(PaymentRecord paid)
    {
        ArgumentNullException.ThrowIfNull(paid);
        return new PaymentItem(paid.Key, paid.Customer.ToString(), paid.IssuedOn, paid.DueOn, paid.PaidOn, paid.Amount.Amount) { Traits = paid.WasDisputed ? Disputed : Undisputed };
    }

    /// <summary>An open invoice.</summary>
    public static PaymentItem Of(ReceivableRecord item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new PaymentItem(item.Key, item.Customer.ToString(), item.IssuedOn, item.DueOn, null, item.OpenAmount.Amount) { Traits = item.Disputed ? Disputed : Undisputed };
    }
}
