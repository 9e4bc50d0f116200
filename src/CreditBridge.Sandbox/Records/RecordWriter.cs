using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>Who writes, when, and into which transaction. Without access rules it is the platform itself that writes.</summary>
internal sealed record WriteContext(string UserId, UserAccess? Access, DateTimeOffset Now, Transaction Transaction);

/// <summary>An outside reason to refuse a record before it is written, such as a lock or a validation rule.</summary>
internal delegate RecordError? WriteGuard(ObjectDefinition item, Row? before, Row? after);

/// <summary>Creates, changes, deletes, restores and merges records as the platform does.</summary>
internal sealed class RecordWriter(OrgSchema schema, RecordStore store, WriteGuard guard, Func<string> defaultCurrency)
{
    private static readonly string[] HistoryFields = ["StageName", "Amount", "Probability", "CloseDate", "ForecastCategory"];

    private readonly RowValidation validation = new(store, schema);
    private readonly DerivedFields derived = new(store);

    public SaveResult Insert(WriteContext context, ObjectDefinition item, RecordInput input)
    {
        if (context.Access is { } access && !access.CanCreate(item)) return SaveResult.Refused(null, new RecordError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            $"entity type cannot be inserted: {item.Label}"));
        return Save(context, item, null, input);
    }

    public SaveResult Update(WriteContext context, ObjectDefinition item, string id, RecordInput input)
    {
        if (!SalesforceId.TryNormalize(id, out var full) || schema.ByIdPrefix(full) != item)
            return SaveResult.Refused(null, new RecordError("MALFORMED_ID", $"{item.Label} ID: id value of incorrect type: {id}", "Id"));
        if (context.Access is { } access && !access.CanEdit(item)) return SaveResult.Refused(full, RecordError.NoAccess);
        return store[item].Find(full) switch
        {
            null => SaveResult.Refused(full, RecordError.InvalidCrossReference),
            { IsDeleted: true } => SaveResult.Refused(full, RecordError.Deleted),
            var before => Save(context, item, before, input),
        };
    }

    /// <summary>Creates the record, or changes the one that carries the key.</summary>
    /// <exception cref="AmbiguousKeyException">Several records carry the key.</exception>
    public SaveResult Upsert(WriteContext context, ObjectDefinition item, FieldDefinition key, object? value, RecordInput input, bool updateOnly = false)
    {
        if (value is null)
            return key.Type == FieldType.Id ? Insert(context, item, input) : SaveResult.Refused(null, new RecordError("MISSING_ARGUMENT", $"{key.Name} not specified"));
        var found = store[item].FindByKey(key, value).ToList();
        if (found.Count > 1) throw new AmbiguousKeyException([.. found.Select(row => row.Id)]);
        if (found.Count == 1) return Update(context, item, found[0].Id, input);
        if (updateOnly || key.Type == FieldType.Id) return SaveResult.Refused(null, new RecordError("NOT_FOUND", "The requested resource does not exist"));
        var values = new Dictionary<FieldDefinition, object?>(input.Values) { [key] = value };
        return Insert(context, item, input with { Values = values });
    }

    public SaveResult Delete(WriteContext context, string id)
    {
        if (!SalesforceId.TryNormalize(id, out var full) || schema.ByIdPrefix(full) is not { } item)
            return SaveResult.Refused(null, new RecordError("MALFORMED_ID", $"malformed id {id}", "Id"));
        if (context.Access is { } access && !access.CanDelete(item)) return SaveResult.Refused(full, RecordError.NoAccess);
        var row = store[item].Find(full);
        if (row is null) return SaveResult.Refused(full, RecordError.InvalidCrossReference);
        if (row.IsDeleted) return SaveResult.Refused(full, RecordError.Deleted);
        if (Blocked(item, row, null) is { } blocked) return SaveResult.Refused(full, blocked);
        SetDeleted(context, row, deleted: true);
        return SaveResult.Saved(full);
    }

    public SaveResult Undelete(WriteContext context, string id)
    {
        var row = store.Find(id);
        if (row is not { IsDeleted: true }) return SaveResult.Refused(id, new RecordError("UNDELETE_FAILED", "Entity is not in the recycle bin"));
        SetDeleted(context, row, deleted: false);
        return SaveResult.Saved(row.Id);
    }

    /// <summary>Deletes the loser, points it at the winner, and moves its children to the winner.</summary>
    public SaveResult Merge(WriteContext context, string winnerId, string loserId)
    {
        if (store.Find(winnerId) is not { IsDeleted: false } winner || store.Find(loserId) is not { IsDeleted: false } loser || winner.Object != loser.Object)
            return SaveResult.Refused(loserId, RecordError.InvalidCrossReference);
        if (winner.Object.Field("MasterRecordId") is not { } master)
            return SaveResult.Refused(loserId, new RecordError("INVALID_OPERATION", $"{winner.Object.Name} records cannot be merged"));
        foreach (var (_, child, field) in schema.Children(loser.Object))
        {
            foreach (var row in Children(child, field, loser.Id, deleted: false).ToList())
                Touch(context, row, values => values[field.Ordinal] = winner.Id);
        }

        Touch(context, loser, values =>
        {
            values[loser.Object.DeletedField!.Ordinal] = true;
            values[master.Ordinal] = winner.Id;
        });
        Touch(context, winner, _ => { });
        return SaveResult.Saved(winner.Id);
    }

    private SaveResult Save(WriteContext context, ObjectDefinition item, Row? before, RecordInput input)
    {
        if (input.Error is not null) return SaveResult.Refused(before?.Id, input.Error);
        if (context.Access is { } access && NotWritable(item, access, before is null, input) is { } refused) return SaveResult.Refused(before?.Id, refused);

        var table = store[item];
        var values = before?.CopyValues() ?? NewRow(context, item, input);
        var errors = new List<RecordError>();
        HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (field, given) in input.Values)
        {
            var value = given;
            if (validation.Check(item, field, ref value) is { } error) errors.Add(error);
            values[field.Ordinal] = value is null && field.Type == FieldType.Boolean ? false : value;
            written.Add(field.Name);
        }

        if (errors.Count > 0) return SaveResult.Refused(before?.Id, errors);
        Stamp(context, item, values, input);
        derived.Apply(item, values, before, written, context.Now);
        if (RowValidation.CheckRequired(item, values) is { } missing) return SaveResult.Refused(before?.Id, missing);
        if (before is null && values[item.IdField.Ordinal] is null) values[item.IdField.Ordinal] = table.NextId();
        var row = new Row(item, values);
        if (Blocked(item, before, row) is { } blocked) return SaveResult.Refused(before?.Id, blocked);
        if (validation.CheckUnique(row) is { } duplicate) return SaveResult.Refused(before?.Id, duplicate);
        context.Transaction.Put(table, row);
        WriteHistory(context, before, row);
        return SaveResult.Saved(row.Id, created: before is null);
    }

    private static RecordError? NotWritable(ObjectDefinition item, UserAccess access, bool creating, RecordInput input)
    {
        var fields = input.Values.Keys.Where(field => !(creating ? field.Createable : field.Updateable) || !access.CanEdit(item, field)).Select(field => field.Name).ToArray();
        return fields.Length == 0 ? null : RecordInput.NotWritable(fields);
    }

    private object?[] NewRow(WriteContext context, ObjectDefinition item, RecordInput input)
    {
        var values = new object?[item.Fields.Count];
        foreach (var field in item.Fields)
        {
            if (input.Values.ContainsKey(field)) continue;
            values[field.Ordinal] = field.Name switch
            {
                "OwnerId" => context.UserId,
                "CurrencyIsoCode" => defaultCurrency(),
                "CreatedDate" or "LastModifiedDate" or "SystemModstamp" => context.Now,
                "CreatedById" or "LastModifiedById" => context.UserId,
                "IsDeleted" => false,
                "EventUuid" => new Guid(store[item].Count + 1, 0, 0, new byte[8]).ToString(),
                "CaseNumber" => (store[item].Count + 1).ToString("00001000"),
                "Name" when item.Custom && !field.Createable => item.NumberedName(store[item].Count + 1),
                _ => field.DefaultValue ?? field.PicklistValues.FirstOrDefault(value => value.IsDefault)?.Value,
            };
        }

        return values;
    }

    /// <summary>Sets the system fields, unless they are seeded.</summary>
    private static void Stamp(WriteContext context, ObjectDefinition item, object?[] values, RecordInput input)
    {
        Set("LastModifiedDate", context.Now);
        Set("LastModifiedById", context.UserId);
        Set("SystemModstamp", context.Now);

        void Set(string name, object value)
        {
            if (item.Field(name) is { } field && !(context.Access is null && input.Values.ContainsKey(field))) values[field.Ordinal] = value;
        }
    }

    private RecordError? Blocked(ObjectDefinition item, Row? before, Row? after)
    {
        var id = (before ?? after)!.Id;
        return store.IsLocked(id)
            ? new RecordError("UNABLE_TO_LOCK_ROW", $"unable to obtain exclusive access to this record or 1 records: {id[..15]}")
            : guard(item, before, after);
    }

    private void SetDeleted(WriteContext context, Row row, bool deleted)
    {
        foreach (var (_, child, field) in schema.Children(row.Object).Where(relationship => relationship.Field.CascadeDelete))
        {
            foreach (var dependent in Children(child, field, row.Id, !deleted).ToList()) SetDeleted(context, dependent, deleted);
        }

        if (row.Object.DeletedField is not { } flag) return;
        Touch(context, row, values =>
        {
            values[flag.Ordinal] = deleted;
            if (!deleted && row.Object.Field("MasterRecordId") is { } master) values[master.Ordinal] = null;
        });
    }

    private IEnumerable<Row> Children(ObjectDefinition child, FieldDefinition field, string parentId, bool deleted) =>
        store[child].Rows.Where(row => row.IsDeleted == deleted && parentId.Equals(row[field]));

    private void Touch(WriteContext context, Row row, Action<object?[]> change)
    {
        var values = row.CopyValues();
        change(values);
        Stamp(context, row.Object, values, new RecordInput(new Dictionary<FieldDefinition, object?>(), null));
        context.Transaction.Put(store[row.Object], new Row(row.Object, values));
    }

    /// <summary>The platform keeps a row of every change of an opportunity's stage, amount, probability or close date.</summary>
    private void WriteHistory(WriteContext context, Row? before, Row after)
    {
        if (after.Object.Name != "Opportunity") return;
        if (before is not null && HistoryFields.All(field => Equals(before[field], after[field]))) return;
        var history = schema["OpportunityHistory"];
        var values = new object?[history.Fields.Count];
        foreach (var field in HistoryFields) Set(field, after[field]);
        Set("Id", store[history].NextId());
        Set("OpportunityId", after.Id);
        Set("ExpectedRevenue", after["ExpectedRevenue"]);
        Set("PrevAmount", before?["Amount"]);
        Set("PrevCloseDate", before?["CloseDate"]);
        Set("CreatedById", after["LastModifiedById"]);
        Set("CreatedDate", before is null ? after["CreatedDate"] : after.Stamp);
        Set("SystemModstamp", before is null ? after["CreatedDate"] : after.Stamp);
        Set("IsDeleted", false);
        if (history.Field("CurrencyIsoCode") is not null) Set("CurrencyIsoCode", after["CurrencyIsoCode"]);
        context.Transaction.Put(store[history], new Row(history, values));

        void Set(string field, object? value) => values[history.Field(field)!.Ordinal] = value;
    }
}
