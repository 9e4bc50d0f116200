using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// The credit fields of an object, read back together with its input, so that a value that somebody typed over is noticed. They are no input: they belong neither to
/// the record nor to the identity of what is read, and one that the org hides is simply not looked at.
/// </summary>
internal sealed class OwnedFields
{
    private const string ChangedByField = "LastModifiedById";

    private readonly IReadOnlyList<(CreditField Field, string ApiName, int MaxLength)> _fields;
    private readonly OptionalFields _visible;

    private OwnedFields(IReadOnlyList<(CreditField Field, string ApiName, int MaxLength)> fields)
    {
        _fields = fields;
        _visible = new OptionalFields(fields.Count == 0 ? [] : [.. fields.Select(f => f.ApiName), ChangedByField]);
    }

    /// <summary>No fields.</summary>
    public static OwnedFields None { get; } = new([]);

    /// <summary>Those that are mapped on an object. Of its long texts only the first: an org gives a query that names two of them in pages of 200 instead of 2,000 rows.</summary>
    public static OwnedFields Of(RecordKind kind, SalesforceOptions options)
    {
        var mapping = new FieldMapping(options);
        var mapped = mapping.Mapped.Where(m => m.Field.Target == kind).ToList();
        var longText = mapped.Find(m => m.Field.Type == FieldType.LongText).Field;
        return new([.. mapped.Where(m => m.Field.Type != FieldType.LongText || m.Field == longText).Select(m => (m.Field, m.ApiName, mapping.MaxLength(m.Field)))]);
    }

    /// <summary>API names of those that are asked for.</summary>
    public IEnumerable<string> Asked => _visible.Asked;

    /// <summary>API names of those that are left out.</summary>
    public IEnumerable<string> LeftOut => _visible.LeftOut;

    /// <summary>Whether a query that failed may have failed because of them: it names one, or it complains about a field without saying which.</summary>
    public bool MayHaveCaused(Failure failure) => failure.Code == "INVALID_FIELD"
        && (failure.Fields.Count == 0 ? Asked.Any() : _fields.Any(f => f.ApiName.Equals(failure.Fields[0], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether the field that a query failed on is left out by now: the query was asked before that became known.</summary>
    public bool LeavesOut(Failure failure) => failure.Fields.Count > 0 && !Asked.Contains(failure.Fields[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Leaves out the field that a query failed on; without a name all of them. False when there is nothing to leave out.</summary>
    public bool LeaveOut(Failure failure, DateTimeOffset now)
    {
        if (failure.Fields.Count > 0)
            return _visible.LeaveOut(failure, now);
        var any = Asked.Any();
        _visible.Learn(_ => false, now);
        return any;
    }

    /// <inheritdoc cref="OptionalFields.Learn" />
    public void Learn(Func<string, bool> exists, DateTimeOffset now) => _visible.Learn(exists, now);

    /// <inheritdoc cref="OptionalFields.LookAgain" />
    public void LookAgain(DateTimeOffset now) => _visible.LookAgain(now);

    /// <summary>What the fields show in a row; null when none is read. A value of another type than the credit field's is left out.</summary>
    public IReadOnlyDictionary<CreditField, FieldValue>? Shown(Row row)
    {
        if (_fields.Count == 0)
            return null;
        var shown = new Dictionary<CreditField, FieldValue>(_fields.Count);
        foreach (var (field, apiName, maxLength) in _fields)
        {
            if (row.Has(apiName) && Read(row, field, apiName, maxLength) is { } value)
                shown[field] = value;
        }

        return shown;
    }

    /// <summary>Who changed the row last; null when that is not read.</summary>
    public string? ChangedBy(Row row)
    {
        try
        {
            return _fields.Count > 0 && row.Has(ChangedByField) ? row.Key(ChangedByField) : null;
        }
        catch (UnreadableValueException)
        {
            return null;
        }
    }

    private static FieldValue? Read(Row row, CreditField field, string apiName, int maxLength)
    {
        try
        {
            return field.Type switch
            {
                FieldType.Number or FieldType.Amount => FieldValue.Number(row.Number(apiName)),
                FieldType.Flag => FieldValue.Flag(row.Flag(apiName)),
                FieldType.Date => FieldValue.Date(row.Date(apiName)),
                FieldType.Instant => FieldValue.Instant(row.Instant(apiName)),
                _ => Text(row.Text(apiName), maxLength),
            };
        }
        catch (UnreadableValueException)
        {
            return null;
        }
    }

    // Line ends as they are written. A text that fills its field may have been cut when it was written, so it says nothing about what was meant.
    private static FieldValue? Text(string? text, int maxLength)
    {
        var lines = text?.ReplaceLineEndings("\n");
        return lines?.Length >= maxLength - 1 ? null : FieldValue.Text(lines);
    }
}
