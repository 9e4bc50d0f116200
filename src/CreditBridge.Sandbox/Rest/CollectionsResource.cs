using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/composite/sobjects: up to 200 records in one request, each with its own result, in the order asked for.</summary>
internal sealed class CollectionsResource(SandboxOrg org, RequestWrites writes, RowResource rows)
{
    private const int MaxRecords = 200;
    private const int MaxChunks = 10;
    private const int MaxRetrieved = 2000;

    public ApiResponse Create(ApiRequest request) => SaveAll(request, (context, item, json) =>
        json.ContainsKey("id") || json.ContainsKey("Id")
            ? SaveResult.Refused(null, new RecordError("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id"))
            : org.Writer.Insert(context, item, RecordInput.FromJson(item, json, request.Access, org.Store)));

    public ApiResponse Update(ApiRequest request) => SaveAll(request, (context, item, json) =>
        IdOf(json) is not { } id
            ? SaveResult.Refused(null, new RecordError("MISSING_ARGUMENT", "Id not specified in an update call", "Id"))
            : org.Writer.Update(context, item, id, RecordInput.FromJson(item, json, request.Access, org.Store, "id")));

    public ApiResponse Upsert(ApiRequest request, string objectName, string keyName)
    {
        var target = rows.ObjectOf(request, objectName);
        if (request.Access.Visible(target, keyName) is not { IsKey: true } key)
            throw ApiException.NotFound($"Provided external ID field does not exist or is not accessible: {keyName}");
        var repeated = Records(request.Json()).Select(record => record[key.Name]?.ToString()).OfType<string>()
            .GroupBy(value => value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return SaveAll(request, (context, item, json) =>
        {
            if (item != target) return SaveResult.Refused(null, new RecordError("INVALID_TYPE", $"all records must be of type {target.Name}"));
            if (key.Type != FieldType.Id && IdOf(json) is not null) return SaveResult.Refused(null, new RecordError("INVALID_FIELD", "cannot specify Id in an upsert by external id", "Id"));
            var value = json[key.Type == FieldType.Id && json["id"] is not null ? "id" : key.Name];
            if (value is not null && repeated.Contains(value.ToString()))
                return SaveResult.Refused(null, new RecordError("DUPLICATE_VALUE", $"Duplicate external id specified: {value}", key.Name));
            var parsed = FieldValues.FromJson(key, value);
            if (key.Type == FieldType.Id && parsed is string text)
            {
                if (!SalesforceId.TryNormalize(text, out var id)) return SaveResult.Refused(null, new RecordError("MALFORMED_ID", $"{item.Label} ID: id value of incorrect type: {text}", "Id"));
                parsed = id;
            }

            try
            {
                return org.Writer.Upsert(context, item, key, parsed, RecordInput.FromJson(item, json, request.Access, org.Store, "id", key.Name));
            }
            catch (AmbiguousKeyException ambiguous)
            {
                return SaveResult.Refused(null, new RecordError("DUPLICATE_EXTERNAL_ID",
                    $"{key.Name}: more than one record found for external id field: [{string.Join(", ", ambiguous.Ids)}]", key.Name));
            }
        }, withCreated: true);
    }

    public ApiResponse Delete(ApiRequest request)
    {
        var ids = (request.Parameter("ids") ?? throw new ApiException(400, "MISSING_ARGUMENT", "The ids parameter is required")).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length > MaxRecords) throw TooMany();
        var allOrNone = string.Equals(request.Parameter("allOrNone"), "true", StringComparison.OrdinalIgnoreCase);
        return Save(request, ids, allOrNone, (context, id) => org.Writer.Delete(context, id), withCreated: false);
    }

    public ApiResponse Retrieve(ApiRequest request, string objectName)
    {
        var item = rows.ObjectOf(request, objectName);
        var (ids, names) = request.Method == "POST"
            ? (Texts(request.Json(), "ids"), Texts(request.Json(), "fields"))
            : ((request.Parameter("ids") ?? "").Split(','), (request.Parameter("fields") ?? "").Split(','));
        if (ids.Count > MaxRetrieved) throw new ApiException(400, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {MaxRetrieved} records into this call");
        var fields = names.Select(name => request.Access.Visible(item, name.Trim()) ?? throw new ApiException(400, "INVALID_FIELD",
            $"No such column '{name.Trim()}' on entity '{item.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
            + "Please reference your WSDL or the describe call for the appropriate names.")).Prepend(item.IdField).Distinct().ToList();
        var found = ids.Select(id => SalesforceId.TryNormalize(id.Trim(), out var full) && org.Store[item].Find(full) is { IsDeleted: false } row ? row : null).ToList();
        return ApiResponse.Ok(ApiJson.Array(found, row => row is null ? null : RowResource.Render(row, fields, request.Version))) with { RecordsRead = found.Count(row => row is not null) };
    }

    private ApiResponse SaveAll(ApiRequest request, Func<WriteContext, ObjectDefinition, JsonObject, SaveResult> save, bool withCreated = false)
    {
        var json = request.Json();
        var records = Records(json);
        if (records.Count > MaxRecords) throw TooMany();
        var types = records.Select(record => (record["attributes"] as JsonObject)?.Text("type")
            ?? throw new ApiException(400, "INVALID_INPUT", "attributes.type is required for every record")).ToList();
        if (types.Where((type, index) => index == 0 || !type.Equals(types[index - 1], StringComparison.OrdinalIgnoreCase)).Count() > MaxChunks)
            throw new ApiException(400, "INVALID_INPUT", "Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.");
        return Save(request, records.Zip(types).ToList(), json.Flag("allOrNone"), (context, pair) =>
            org.Schema.TryGet(pair.Second, out var item) && request.Access.CanRead(item)
                ? save(context, item, pair.First)
                : SaveResult.Refused(null, new RecordError("INVALID_TYPE", $"sObject type '{pair.Second}' is not supported.")),
            withCreated);
    }

    /// <summary>Saves item by item; a refused one is taken back alone, or takes everything with it.</summary>
    private ApiResponse Save<T>(ApiRequest request, IReadOnlyList<T> items, bool allOrNone, Func<WriteContext, T, SaveResult> save, bool withCreated)
    {
        var results = writes.Run(request, context =>
        {
            var start = context.Transaction.Mark;
            var results = new SaveResult[items.Count];
            for (var i = 0; i < items.Count; i++)
            {
                var mark = context.Transaction.Mark;
                results[i] = save(context, items[i]);
                if (!results[i].Success) context.Transaction.RollbackTo(mark);
            }

            if (!allOrNone || Array.TrueForAll(results, result => result.Success)) return results;
            context.Transaction.RollbackTo(start);
            return [.. results.Select(result => result.Success ? SaveResult.Refused(result.Created ? null : result.Id, RecordError.RolledBack) : result)];
        });
        var saved = results.Count(result => result.Success);
        return ApiResponse.Ok(ApiJson.Array(results, result => ApiJson.SaveResult(result, withCreated))) with { RecordsWritten = saved, PartlyFailed = saved < results.Length };
    }

    private static List<JsonObject> Records(JsonObject json) => json["records"] is JsonArray records
        ? [.. records.Select(record => record as JsonObject ?? throw ApiException.JsonParser("records must be objects"))]
        : throw new ApiException(400, "INVALID_INPUT", "records is required");

    private static IReadOnlyList<string> Texts(JsonObject json, string name) =>
        json[name] is JsonArray items ? [.. items.Select(item => item!.ToString())] : throw new ApiException(400, "INVALID_INPUT", $"{name} is required");

    private static string? IdOf(JsonObject json) => json.Text("id") ?? json.Text("Id");

    private static ApiException TooMany() => new(400, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {MaxRecords} records into this call");
}
