using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Exceptions that a person granted or ordered: <c>override</c> (its number), <c>account</c>, <c>effect</c>, <c>granted_by</c>, <c>reason</c> and <c>valid_from</c> are needed; <c>scope</c> (the account
/// when not mapped), <c>opportunity</c>, <c>amount</c> with <c>currency</c>, <c>max_uses</c>, <c>expires</c> and <c>ends_when</c> are read when mapped.
/// </summary>
public sealed class OverrideMapping : RecordMapping<OverrideRecord>
{
    private readonly TextField _override;
    private readonly TextField _account;
    private readonly ChoiceField<OverrideEffect> _effect;
    private readonly ChoiceField<OverrideScope> _scope;
    private readonly TextField _opportunity;
    private readonly TextField _grantedBy;
    private readonly TextField _reason;
    private readonly DateField _validFrom;
    private readonly DateField _expires;
    private readonly NumberField _amount;
    private readonly CurrencyField _currency;
    private readonly NumberField _maxUses;
    private readonly ListField _endsWhen;

    private OverrideMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _override = TextField.Read(fields, "override", required: true);
        _account = TextField.Read(fields, "account", required: true);
        _effect = ChoiceField<OverrideEffect>.Read(fields, "effect", Effects, canSkip: true, required: true);
        _scope = ChoiceField<OverrideScope>.Read(fields, "scope", Scopes);
        _opportunity = TextField.Read(fields, "opportunity");
        _grantedBy = TextField.Read(fields, "granted_by", required: true);
        _reason = TextField.Read(fields, "reason", required: true);
        _validFrom = DateField.Read(fields, "valid_from", required: true);
        _expires = DateField.Read(fields, "expires");
        _amount = NumberField.Read(fields, "amount");
        _currency = CurrencyField.Read(fields, "currency");
        _maxUses = NumberField.Read(fields, "max_uses");
        _endsWhen = ListField.Read(fields, "ends_when");
        fields.Close();
        if (_amount.Origin.IsMapped && !_currency.Text.Origin.IsMapped)
            fields.Refuse("currency", "The amount has no currency.", "Map 'currency' to a column, or write 'currency: {value: EUR}' when all amounts are in one.");
    }

    /// <summary>Reads the mapping of exceptions.</summary>
    public static OverrideMapping Read(KindBlock block) => new(block);

    /// <inheritdoc />
    public override bool AreEqual(OverrideRecord one, OverrideRecord other) => one with { EndsWhen = other.EndsWhen } == other && one.EndsWhen.SequenceEqual(other.EndsWhen);

    /// <inheritdoc />
    public override int HashOf(OverrideRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var hash = new HashCode();
        hash.Add(record with { EndsWhen = NoTexts });
        foreach (var text in record.EndsWhen)
            hash.Add(text);
        return hash.ToHashCode();
    }

    private static readonly string[] NoTexts = [];

    private protected override string KeyOf(RowReading reading) => $"{System}:{_override.KeyPart(reading)}";

    private protected override OverrideRecord? Build(RowReading reading)
    {
        var effect = _effect.Of(reading) ?? default;
        if (reading.Skipped)
            return null;
        var scope = ScopeOf(reading);
        var opportunity = _opportunity.Of(reading);
        var (from, until) = (_validFrom.Of(reading) ?? default, _expires.Of(reading));
        if (scope == OverrideScope.Deal && opportunity is null)
            reading.Refuse(_opportunity.Origin, "An exception for a deal must name it.");
        if (until < from)
            reading.Refuse(_expires.Origin, $"It ends on {until:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}.");
        if (until is null && effect is not (OverrideEffect.Hold or OverrideEffect.LowerLimit or OverrideEffect.DeclineDeals))
            reading.Refuse(_expires.Origin, "Only a hold, a lower limit and a decline may have no end; give the last day on which it has effect.");
        return new OverrideRecord($"{System}:{_override.KeyPart(reading)}", _account.KeyPart(reading), effect, _grantedBy.Of(reading) ?? "", _reason.Of(reading) ?? "", from)
        {
            Scope = scope,
            OpportunityKey = scope == OverrideScope.Deal ? opportunity : null,
            AmountCap = CapOf(reading),
            MaxUses = _maxUses.WholeOf(reading, 1, 1_000_000),
            ExpiresOn = until,
            EndsWhen = _endsWhen.Of(reading),
        };
    }

    // A mapped scope that is empty is a mistake in the data: what was meant for one deal must not free the account.
    private OverrideScope ScopeOf(RowReading reading)
    {
        var scope = _scope.Of(reading);
        if (scope is null && _scope.Origin.IsMapped && reading.IsGood)
            reading.Refuse(_scope.Origin, "The scope is empty.");
        return scope ?? OverrideScope.Account;
    }

    private Money? CapOf(RowReading reading)
    {
        var (amount, currency) = (_amount.Of(reading), _currency.Of(reading));
        if (amount is null)
            return null;
        if (amount <= 0)
            reading.Refuse(_amount.Origin, $"An exception up to {amount} allows nothing; leave the value empty when only the policy bounds it.");
        else if (currency is { } code)
            return new Money(amount.Value, code);
        else
            reading.Refuse(_currency.Text.Origin, $"The amount of {amount} has no currency.");
        return null;
    }

    private static readonly Dictionary<string, OverrideEffect> Effects = new()
    {
        ["release_hold"] = OverrideEffect.ReleaseHold,
        ["raise_limit"] = OverrideEffect.RaiseLimit,
        ["clear_deals"] = OverrideEffect.ClearDeals,
        ["hold"] = OverrideEffect.Hold,
        ["lower_limit"] = OverrideEffect.LowerLimit,
        ["decline_deals"] = OverrideEffect.DeclineDeals,
    };

    private static readonly Dictionary<string, OverrideScope> Scopes = new()
    {
        ["deal"] = OverrideScope.Deal,
        ["account"] = OverrideScope.Account,
        ["group"] = OverrideScope.Group,
    };
}
