using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What an input is measured in.</summary>
public enum InputUnit
{
    /// <summary>Money in the decision's currency.</summary>
    Amount,

    /// <summary>Percent: 12.5 means 12.5 %.</summary>
    Percent,

    /// <summary>Days.</summary>
    Days,

    /// <summary>Whole months.</summary>
    Months,

    /// <summary>A number of things.</summary>
    Count,

    /// <summary>Points on the policy's scale.</summary>
    Points,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A plain number, such as a ratio.</summary>
    Number,
}

/// <summary>Where an input comes from.</summary>
public enum InputSource
{
    /// <summary>Open items of the ERP.</summary>
    Receivables = 0,

    /// <summary>Settled items of the ERP.</summary>
    Payments,

    /// <summary>Open orders of the ERP.</summary>
    Orders,

    /// <summary>What was invoiced.</summary>
    Sales,

    /// <summary>The account in the CRM.</summary>
    Account,

    /// <summary>The customers in the ERP.</summary>
    Erp,

    /// <summary>Credit bureaus.</summary>
    Bureau,

    /// <summary>Financial statements.</summary>
    Statements,

    /// <summary>Insurance, guarantees and other securities.</summary>
    Insurance,

    /// <summary>Events from outside.</summary>
    Signals,

    /// <summary>The accounts of the group.</summary>
    Group,

    /// <summary>Results of earlier steps.</summary>
    Results,

    /// <summary>Defined by the policy.</summary>
    Policy,
}

/// <summary>How far an evaluation has to be for an input to be known. An input may be used in its own step's successors only, so that no answer depends on itself.</summary>
public enum InputStage
{
    /// <summary>Read from the file; usable everywhere.</summary>
    File = 0,

    /// <summary>Known once the score is.</summary>
    Score,

    /// <summary>Known once the limit is.</summary>
    Limit,

    /// <summary>Known once the hold is.</summary>
    Hold,
}

/// <summary>A named, typed, documented figure that policies may use.</summary>
/// <param name="Name">Name in policies: lower case with underscores.</param>
/// <param name="Unit">What it is measured in.</param>
/// <param name="Meaning">What it says, in one sentence.</param>
/// <param name="Computed">How it is computed, precisely enough to check it by hand.</param>
/// <param name="MissingWhen">When it cannot be known, other than for want of an exchange rate; "never" if it always can.</param>
public sealed record CreditInput(string Name, InputUnit Unit, string Meaning, string Computed, string MissingWhen)
{
    /// <summary>Where it comes from.</summary>
    public InputSource Source { get; init; }

    /// <summary>The inputs that it is made of, for inputs that a policy defines; empty otherwise.</summary>
    public IReadOnlyList<CreditInput> Uses { get; init; } = [];

    /// <summary>
    /// What it is made of: an <c>Expression</c>, a <c>LookupTable</c>, a <see cref="BureauPick"/> or a <see cref="SignalPick"/>; null for most of the catalogue's own, for
    /// attributes and for what is given from outside.
    /// </summary>
    internal object? Definition { get; init; }

    /// <summary>From which step of the evaluation on it is known.</summary>
    public InputStage Stage { get; init; }

    /// <summary>Whether its value may be shown to sales.</summary>
    public bool ForSales { get; init; }

    /// <summary>The lowest value it can have; null when it has no floor.</summary>
    public decimal? Lowest { get; init; }

    /// <summary>The highest value it can have; null when it has no ceiling.</summary>
    public decimal? Highest { get; init; }

    /// <summary>Position in the catalogue.</summary>
    public int Index { get; internal init; }

    /// <summary>The amounts that it is made of itself, not by way of other inputs: when one of them cannot be converted, it is missing.</summary>
    internal AmountGroups Amounts { get; init; }

    /// <summary>Reads the value; pure.</summary>
    internal Func<Situation, Reading> Read { get; init; } = _ => Reading.Missing;

    /// <summary>Whether the value is a number or an amount.</summary>
    public bool IsNumeric => Unit is not (InputUnit.Flag or InputUnit.Text);

    /// <summary>The value for people, with its unit.</summary>
    public string Display(Reading reading, CurrencyCode currency) => reading.Number is not { } number ? reading.ToString() : Unit switch
    {
        InputUnit.Amount => new Money(number, currency).ToDisplay(),
        InputUnit.Percent => Plain(number) + " %",
        InputUnit.Days => Plain(number) + (number == 1m ? " day" : " days"),
        InputUnit.Number => number.ToString("#,0.####", CultureInfo.InvariantCulture),
        InputUnit.Months => Plain(number) + (number == 1m ? " month" : " months"),
        _ => Plain(number),
    };

    /// <inheritdoc />
    public bool Equals(CreditInput? other) => other is not null && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static string Plain(decimal number) => Math.Round(number, 1, MidpointRounding.AwayFromZero).ToString("#,0.#", CultureInfo.InvariantCulture);
}
