using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Kinds;

/// <summary>
/// Events about a company: whom (<c>company</c> and <c>customer</c>, or <c>account</c>), <c>type</c>, <c>observed</c> and <c>severity</c> are needed; <c>signal</c> (part of the key, when the same
/// may happen twice on a day), <c>expires</c> and <c>text</c> are read when mapped.
/// </summary>
public sealed class SignalMapping : RecordMapping<SignalRecord>
{
    private readonly PartyFields _party;
    private readonly TextField _signal;
    private readonly TextField _type;
    private readonly DateField _observed;
    private readonly ChoiceField<SignalSeverity> _severity;
    private readonly DateField _expires;
    private readonly TextField _text;

    private SignalMapping(KindBlock block)
        : base(block)
    {
        var fields = block.Fields;
        _party = PartyFields.Read(fields);
        _signal = TextField.Read(fields, "signal");
        _type = TextField.Read(fields, "type", required: true);
        _observed = DateField.Read(fields, "observed", required: true);
        _severity = ChoiceField<SignalSeverity>.Read(fields, "severity", Severities, canSkip: true, required: true);
        _expires = DateField.Read(fields, "expires");
        _text = TextField.Read(fields, "text");
        fields.Close();
    }

    /// <summary>Reads the mapping of signals.</summary>
    public static SignalMapping Read(KindBlock block) => new(block);

    private protected override string KeyOf(RowReading reading) => RecordKey.Of(_party.Of(reading).ToString(), _type.KeyPart(reading, "/"), $"{_observed.Of(reading) ?? default:yyyy-MM-dd}", _signal.KeyPart(reading));

    private protected override SignalRecord? Build(RowReading reading)
    {
        var severity = _severity.Of(reading) ?? default;
        if (reading.Skipped)
            return null;
        var party = _party.Of(reading);
        var (type, signal) = (_type.KeyPart(reading, "/"), _signal.KeyPart(reading));
        var (observed, expires) = (_observed.Of(reading) ?? default, _expires.Of(reading));
        if (expires < observed)
            reading.Refuse(_expires.Origin, $"It expires on {expires:yyyy-MM-dd}, before it became known on {observed:yyyy-MM-dd}.");
        return new SignalRecord(RecordKey.Of(party.ToString(), type, $"{observed:yyyy-MM-dd}", signal), party, type, observed)
        {
            Severity = severity,
            ExpiresOn = expires,
            Text = _text.Of(reading),
        };
    }

    private static readonly Dictionary<string, SignalSeverity> Severities = new()
    {
        ["information"] = SignalSeverity.Information,
        ["warning"] = SignalSeverity.Warning,
        ["critical"] = SignalSeverity.Critical,
    };
}
