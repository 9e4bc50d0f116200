using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Securities such as credit insurance: whom (<c>company</c> and <c>customer</c>, or <c>account</c>), <c>security</c> (its number), <c>type</c>, <c>amount</c>, <c>currency</c> and <c>cover_percent</c>
/// are needed; <c>valid_from</c>, <c>expires</c>, <c>issuer</c> and <c>reason_code</c> are read when mapped. An amount of zero is kept: the insurer has refused, or withdrawn, its cover.
/// </summary>
public sealed class SecurityMapping : RecordMapping<SecurityRecord>
{
    private readonly PartyFields _party;
    private readonly TextField _security;
    private readonly ChoiceField<SecurityType> _type;
    private readonly NumberField _amount;
    private readonly CurrencyField _currency;
    private readonly NumberField _coverPercent;
    private readonly DateField _validFrom;
    private readonly DateField _expires;
    private readonly TextField _issuer;
    private readonly NumberField _reasonCode;

    private SecurityMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _party = PartyFields.Read(fields);
        _security = TextField.Read(fields, "security", required: true);
        _type = ChoiceField<SecurityType>.Read(fields, "type", Types, canSkip: true, required: true);
        _amount = NumberField.Read(fields, "amount", required: true);
        _currency = CurrencyField.Read(fields, "currency", required: true);
        _coverPercent = NumberField.Read(fields, "cover_percent", required: true);
        _validFrom = DateField.Read(fields, "valid_from");
        _expires = DateField.Read(fields, "expires");
        _issuer = TextField.Read(fields, "issuer");
        _reasonCode = NumberField.Read(fields, "reason_code");
        fields.Close();
    }

    /// <summary>Reads the mapping of securities.</summary>
    public static SecurityMapping Read(KindBlock block) => new(block);

    private protected override string KeyOf(RowReading reading) => RecordKey.Of(_party.Of(reading).ToString(), _security.KeyPart(reading));

    private protected override SecurityRecord? Build(RowReading reading)
    {
        var type = _type.Of(reading) ?? default;
        if (reading.Skipped)
            return null;
        var party = _party.Of(reading);
        var security = _security.KeyPart(reading);
        var amount = _amount.Of(reading, 0, ValueFormats.NumberCeiling) ?? 0;
        var currency = _currency.Of(reading);
        var (from, until) = (_validFrom.Of(reading), _expires.Of(reading));
        if (until < from)
            reading.Refuse(_expires.Origin, $"It ends on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}.");
        if (currency is not { } code)
            return null;
        return new SecurityRecord(RecordKey.Of(party.ToString(), security), party, type, new Money(amount, code))
        {
            CoverPercent = _coverPercent.Of(reading, 0, 100) ?? 0,
            ValidFrom = from,
            ExpiresOn = until,
            Issuer = _issuer.Of(reading),
            ReasonCode = _reasonCode.WholeOf(reading, 1, 15),
        };
    }

    private static readonly Dictionary<string, SecurityType> Types = new()
    {
        ["credit_insurance"] = SecurityType.CreditInsurance,
        ["bank_guarantee"] = SecurityType.BankGuarantee,
        ["guarantee"] = SecurityType.Guarantee,
        ["letter_of_credit"] = SecurityType.LetterOfCredit,
        ["cash_deposit"] = SecurityType.CashDeposit,
        ["other"] = SecurityType.Other,
    };
}
