using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>The checks that every write passes, whoever makes it: lengths, ranges, picklists, required values, references, uniqueness.</summary>
internal sealed class RowValidation(RecordStore store, OrgSchema schema)
{
    /// <summary>Checks one value and gives it in the form that is stored (a reference in 18 characters).</summary>
    public RecordError? Check(ObjectDefinition item, FieldDefinition field, ref object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case string text when field.Type.IsId():
                return CheckReference(item, field, text, ref value);
            case string text when field.Length > 0 && text.Length > field.Length && field.Type != FieldType.Picklist:
                return new RecordError("STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length={field.Length})", field.Name);
            case string text when field.Type == FieldType.Email && !text.Contains('@', StringComparison.Ordinal):
                return new RecordError("INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {text}", field.Name);
            case string text when field.Type is FieldType.Picklist or FieldType.MultiPicklist:
                return CheckPicklist(item, field, text, ref value);
            case decimal number when !InRange(field, number):
                return new RecordError("NUMBER_OUTSIDE_VALID_RANGE", $"{field.Label}: value outside of valid range on numeric field: {number}", field.Name);
            default:
                return null;
        }
    }

    /// <summary>The required fields that have no value.</summary>
    public static RecordError? CheckRequired(ObjectDefinition item, object?[] values)
    {
        var missing = item.Fields.Where(field => !field.Nillable && (field.Createable || field.Updateable) && values[field.Ordinal] is null)
            .Select(field => field.Name).ToArray();
        return missing.Length == 0 ? null : new RecordError("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
    }

    /// <summary>Another living record with the same value in a unique field.</summary>
    public RecordError? CheckUnique(Row row)
    {
        foreach (var field in row.Object.Fields.Where(field => field.Unique))
        {
            if (row[field] is not { } value) continue;
            var other = store[row.Object].FindByKey(field, value).FirstOrDefault(found => found.Id != row.Id);
            if (other is not null)
                return new RecordError("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id[..15]}", field.Name);
        }

        return null;
    }

    private RecordError? CheckReference(ObjectDefinition item, FieldDefinition field, string text, ref object? value)
    {
        if (!SalesforceId.TryNormalize(text, out var id) || schema.ByIdPrefix(id) is not { } target || !field.ReferenceTo.Contains(target.Name))
            return new RecordError("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {text}", field.Name);
        value = id;
        return store[target].Find(id) switch
        {
            null => RecordError.InvalidCrossReference,
            { IsDeleted: true } => RecordError.Deleted,
            var owner when item.Custom && field.Name == "OwnerId" && target.Name == "User" && owner["IsActive"] is false =>
                new RecordError("INACTIVE_OWNER_OR_USER", $"operation performed with inactive user [{id[..15]}] as owner of custom entity", field.Name),
            _ => null,
        };
    }

    private RecordError? CheckPicklist(ObjectDefinition item, FieldDefinition field, string text, ref object? value)
    {
        var allowed = Allowed(item, field);
        var chosen = field.Type == FieldType.MultiPicklist ? text.Split(';') : [text];
        if (!field.RestrictedPicklist || allowed is null)
            return Array.Exists(chosen, part => part.Length > 255) ? new RecordError("STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length=255)", field.Name) : null;
        for (var i = 0; i < chosen.Length; i++)
        {
            var match = allowed.FirstOrDefault(candidate => candidate.Equals(chosen[i], StringComparison.OrdinalIgnoreCase));
            if (match is null)
                return new RecordError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Label}: bad value for restricted picklist field: {chosen[i]}", field.Name);
            chosen[i] = match;
        }

        value = string.Join(';', chosen);
        return null;
    }

    private IReadOnlyList<string>? Allowed(ObjectDefinition item, FieldDefinition field) => field.Name switch
    {
        "CurrencyIsoCode" => [.. store["CurrencyType"].Rows.Where(row => row["IsActive"] is true).Select(row => (string)row["IsoCode"]!)],
        _ => field.PicklistValues.Count == 0 && !item.Custom ? null : [.. field.PicklistValues.Select(item => item.Value)],
    };

    private static bool InRange(FieldDefinition field, decimal number)
    {
        if (field.Type == FieldType.Int) return Math.Abs(number) < 100_000_000m;
        var digits = Math.Min(field.Precision - field.Scale, 28);
        var bound = 1m;
        for (var i = 0; i < digits; i++) bound *= 10;
        return Math.Abs(number) < bound;
    }
}
