using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>What kind of security it is.</summary>
public enum SecurityType
{
    /// <summary>Trade credit insurance.</summary>
    CreditInsurance = 0,

    /// <summary>Guarantee of a bank.</summary>
    BankGuarantee = 1,

    /// <summary>Guarantee of a parent company or of a person.</summary>
    Guarantee = 2,

    /// <summary>Letter of credit.</summary>
    LetterOfCredit = 3,

    /// <summary>Money that the customer has left with us.</summary>
    CashDeposit = 4,

    /// <summary>Anything else.</summary>
    Other = 5,
}

/// <summary>Something that stands in when the customer does not pay.</summary>
/// <param name="Key">Identity within the connection.</param>
/// <param name="Party">Whose debts it covers.</param>
/// <param name="Type">What it is.</param>
/// <param name="Amount">Up to what amount it stands in.</param>
public sealed record SecurityRecord(string Key, CreditParty Party, SecurityType Type, Money Amount) : SourceRecord(Key)
{
    /// <summary>Share of a loss that is covered, in percent, 0 to 100.</summary>
    public decimal CoverPercent { get; init; } = 100m;

    /// <summary>First day on which it covers; null when it always has.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day on which it covers; null when it has no end.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Who stands in, such as the insurer; null when unknown.</summary>
    public string? Issuer { get; init; }

    /// <summary>Why the issuer granted less than was asked for, as a code of UN/EDIFACT 4509 (1 to 15); null when it did not say.</summary>
    public int? ReasonCode { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Security;

    /// <inheritdoc />
    public override RecordSubject Subject => Party.ToSubject();
}
