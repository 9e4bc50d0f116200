using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Rest;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Bulk;

/// <summary>Runs an ingest job: each row on its own, results in an order of their own.</summary>
internal sealed class IngestRunner(SandboxOrg org, SandboxFaults faults, RequestWrites writes)
{
    private const string Null = "#N/A";

    public void Run(ApiRequest request, BulkJob job)
    {
        var text = job.Upload!;
        job.Upload = "";
        if (text.Contains("\r\n", StringComparison.Ordinal) != (job.LineEnding == "CRLF") && text.Contains('\n', StringComparison.Ordinal))
        {
            job.ErrorMessage = $"ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is {job.LineEnding}";
            return;
        }

        var item = org.Schema[job.Object];
        using var rows = BulkCsv.Read(text, BulkCsv.Delimiter(job.ColumnDelimiter)).GetEnumerator();
        if (!rows.MoveNext()) return;
        job.Columns = rows.Current.Values;
        var columns = job.Columns.Select(name => Column.Bind(item, name, request.Access, org.Schema)).ToList();
        if (columns.FindIndex(column => column is null) is var unknown and >= 0)
        {
            job.ErrorMessage = $"InvalidBatch : Field name not found : {job.Columns[unknown]}";
            return;
        }

        var stop = faults.Take(FaultKind.BulkJobFailed, new FaultTarget(Object: item.Name))?.Rule;
        writes.Run(request, context =>
        {
            while (rows.MoveNext())
            {
                if (stop is not null && job.Processed >= (stop.Size ?? 0)) job.Unprocessed.Add(rows.Current.Values);
                else RunRow(context, job, item, columns!, rows.Current, request.Access);
            }

            return 0;
        });
        if (stop is not null) job.ErrorMessage = stop.Message ?? "InternalServerError : the job ran out of retries";
        var random = new Random(job.Id.Length + job.Processed);
        Shuffle(job.Successful, random);
        Shuffle(job.Refused, random);
    }

    private void RunRow(WriteContext context, BulkJob job, ObjectDefinition item, List<Column> columns, CsvRow row, UserAccess access)
    {
        job.Processed++;
        var mark = context.Transaction.Mark;
        var result = row.Problem is not null || row.Values.Count != columns.Count
            ? SaveResult.Refused(null, new RecordError("INVALID_CSV_ROW", row.Problem ?? $"the row has {row.Values.Count} values for {columns.Count} columns"))
            : Save(context, job, item, columns, row.Values, access);
        if (result.Success)
        {
            job.Successful.Add([result.Id!, result.Created ? "true" : "false", .. row.Values]);
            return;
        }

        context.Transaction.RollbackTo(mark);
        job.Failed++;
        var error = result.Errors[0];
        job.Refused.Add([result.Id ?? "", $"{error.Code}:{error.Message}:{string.Join(' ', error.Fields)} --", .. row.Values]);
    }

    private SaveResult Save(WriteContext context, BulkJob job, ObjectDefinition item, List<Column> columns, IReadOnlyList<string> values, UserAccess access)
    {
        string? id = null;
        object? keyValue = null;
        Dictionary<FieldDefinition, object?> fields = [];
        for (var i = 0; i < columns.Count; i++)
        {
            var (field, parentKey) = (columns[i].Field, columns[i].ParentKey);
            var text = values[i];
            if (text.Length == 0) continue;
            if (field == item.IdField && job.ExternalIdField is null or "Id")
            {
                id = text;
                continue;
            }

            object? value = null;
            if (text != Null && parentKey is not null)
            {
                var found = FieldValues.TryParse(parentKey, text, out var key) ? org.Store[field.ReferenceTo[0]].FindByKey(parentKey, key!).ToList() : [];
                if (found.Count != 1)
                    return SaveResult.Refused(null, new RecordError("INVALID_FIELD", $"Foreign key external ID: {text} not found for field {parentKey.Name} in entity {field.ReferenceTo[0]}"));
                value = found[0].Id;
            }
            else if (text != Null && !FieldValues.TryParse(field, text, out value))
            {
                return SaveResult.Refused(null, new RecordError("INVALID_TYPE_ON_FIELD_IN_RECORD", $"{field.Label}: value not of required type: {text}", field.Name));
            }

            if (field.Name.Equals(job.ExternalIdField, StringComparison.OrdinalIgnoreCase)) keyValue = value;
            else fields[field] = value;
        }

        var input = new RecordInput(fields, null);
        try
        {
            return job.Operation switch
            {
                "insert" => org.Writer.Insert(context, item, input),
                "update" => id is null ? MissingId() : org.Writer.Update(context, item, id, input),
                "upsert" when job.ExternalIdField!.Equals("Id", StringComparison.OrdinalIgnoreCase) => id is null
                    ? org.Writer.Insert(context, item, input)
                    : org.Writer.Update(context, item, id, input),
                "upsert" => org.Writer.Upsert(context, item, access.Visible(item, job.ExternalIdField!)!, keyValue, input),
                _ => id is null ? MissingId() : org.Writer.Delete(context, id),
            };
        }
        catch (AmbiguousKeyException ambiguous)
        {
            return SaveResult.Refused(null, new RecordError("DUPLICATE_EXTERNAL_ID", $"more than one record found for external id field: [{string.Join(", ", ambiguous.Ids)}]"));
        }
    }

    private static SaveResult MissingId() => SaveResult.Refused(null, new RecordError("MISSING_ARGUMENT", "Id not specified in an update call", "Id"));

    private static void Shuffle(List<IReadOnlyList<string>> rows, Random random)
    {
        for (var i = rows.Count - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }
    }

    /// <summary>A column: a field, or a parent named by its external id (<c>Account.Number__c</c>).</summary>
    private sealed record Column(FieldDefinition Field, FieldDefinition? ParentKey)
    {
        public static Column? Bind(ObjectDefinition item, string name, UserAccess access, OrgSchema schema)
        {
            var path = name.Split('.');
            if (path.Length == 1) return access.Visible(item, name) is { } field ? new Column(field, null) : null;
            if (path.Length != 2 || item.Relationship(path[0]) is not { } reference || !schema.TryGet(reference.ReferenceTo[0], out var parent)) return null;
            return access.Visible(parent, path[1]) is { IsKey: true } key ? new Column(reference, key) : null;
        }
    }
}
