using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>
/// Reads an attribute that a connection's mapping delivers: from the account, else from its ERP customers, in the order of their keys. What cannot be read as the unit
/// asks is missing, and a note says so.
/// </summary>
/// <param name="Name">Name of the attribute in the mapping.</param>
/// <param name="Unit">What it is measured in. A day, written year-month-day, gives the whole months since then, or the days since then (below zero while it has not come), where the unit is months or days.</param>
public sealed record AttributePick(string Name, InputUnit Unit)
{
    internal Reading Read(Situation situation)
    {
        var file = situation.Facts.File;
        string? text = null;
        CurrencyCode? currency = null;
        if (Stated(file.Account.Attributes) is { } ofAccount)
        {
            text = ofAccount;
        }
        else
        {
            foreach (var customer in file.Customers)
            {
                if (Stated(customer.Attributes) is not { } stated)
                    continue;
                if (text is not null && text != stated)
                    situation.Note("attribute_ambiguous", $"The ERP customers of the account state different values of '{Name}': '{text}' is used, '{stated}' of {customer.Customer} is not.");
                if (text is null)
                    (text, currency) = (stated, customer.Currency);
            }
        }

        if (text is null)
            return Reading.Missing;
        var reading = Parse(text, currency, situation);
        if (reading.IsMissing)
            situation.Note("attribute_unreadable", $"The attribute '{Name}' is '{Shortened(text)}', which is not {Wanted}: it counts as missing. Correct it at its source.");
        return reading;
    }

    private string? Stated(IReadOnlyDictionary<string, string>? attributes) =>
        attributes is not null && attributes.TryGetValue(Name, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private Reading Parse(string text, CurrencyCode? currency, Situation situation)
    {
        switch (Unit)
        {
            case InputUnit.Text:
                return Reading.Of(text);
            case InputUnit.Flag:
                return Reading.Of(text.ToLowerInvariant() switch { "yes" or "true" or "1" or "y" => true, "no" or "false" or "0" or "n" => false, _ => (bool?)null });
            case InputUnit.Amount:
                return Reading.Of(Amount(text, currency ?? situation.Facts.Currency) is { } money ? situation.Facts.InCurrency(money, null) : null);
            case InputUnit.Months or InputUnit.Days when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                return Reading.Of((decimal)(Unit == InputUnit.Months ? situation.Facts.Time.MonthsSince(day) : DaysSince(day, situation)));
            default:
                return Reading.Of(SectionReader.TryNumber(text, out var number) ? number : null);
        }
    }

    // Below zero for a day to come, so that "expires within 30 days" can be said: days > -30.
    private static int DaysSince(DateOnly day, Situation situation)
    {
        situation.Facts.Time.AnswerChangesIn(1);
        return situation.Facts.Time.AgeOf(day);
    }

    private static Money? Amount(string text, CurrencyCode currency)
    {
        if (SectionReader.TryNumber(text, out var plain))
            return new Money(plain, currency);
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && SectionReader.TryNumber(text[..blank], out var amount) && CurrencyCode.TryParse(text[(blank + 1)..], out var named) ? new Money(amount, named) : null;
    }

    private string Wanted => Unit switch
    {
        InputUnit.Flag => "yes or no",
        InputUnit.Amount => "an amount",
        InputUnit.Months or InputUnit.Days => "a number or a day",
        _ => "a number",
    };

    private static string Shortened(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
