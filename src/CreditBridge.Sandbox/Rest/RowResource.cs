using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/sobjects/{object}/…: one record at a time, by id or by external id.</summary>
internal sealed class RowResource(SandboxOrg org, RequestWrites writes)
{
    public ApiResponse Create(ApiRequest request, string objectName)
    {
        var item = ObjectOf(request, objectName);
        var input = RecordInput.FromJson(item, request.Json(), request.Access, org.Store);
        var result = writes.Run(request, context => org.Writer.Insert(context, item, input));
        return Answer(result, new ApiResponse(201, item.IsEvent && result.Success ? Published(org.Store[item].Find(result.Id!)!) : Saved(result)));
    }

    public ApiResponse Get(ApiRequest request, string objectName, string id) => GetRow(request, Find(request, ObjectOf(request, objectName), id));

    public ApiResponse GetByKey(ApiRequest request, string objectName, string keyName, string value)
    {
        var item = ObjectOf(request, objectName);
        var (key, parsed) = KeyOf(request, item, keyName, value);
        var found = org.Store[item].FindByKey(key, parsed).ToList();
        return found.Count switch
        {
            0 => throw ApiException.NotFound(),
            1 => GetRow(request, found[0]),
            _ => Ambiguous(request, item, found.Select(row => row.Id)),
        };
    }

    public ApiResponse Update(ApiRequest request, string objectName, string id)
    {
        var item = ObjectOf(request, objectName);
        if (SalesforceId.TryNormalize(id, out var full) && org.Store[item].Find(full) is { } row && Preconditions.Fails(request, row)) return Preconditions.Failed;
        var input = RecordInput.FromJson(item, request.Json(), request.Access, org.Store);
        return Answer(writes.Run(request, context => org.Writer.Update(context, item, id, input)), ApiResponse.NoContent);
    }

    public ApiResponse Upsert(ApiRequest request, string objectName, string keyName, string value)
    {
        var item = ObjectOf(request, objectName);
        var (key, parsed) = KeyOf(request, item, keyName, value);
        var json = request.Json();
        if (json.Any(member => member.Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase) || member.Key.Equals("Id", StringComparison.OrdinalIgnoreCase)))
            throw new ApiException(400, "INVALID_FIELD", $"The {key.Name} field should not be specified in the sobject data.");
        var found = org.Store[item].FindByKey(key, parsed).FirstOrDefault();
        if (found is not null && Preconditions.Fails(request, found)) return Preconditions.Failed;
        var input = RecordInput.FromJson(item, json, request.Access, org.Store);
        try
        {
            var updateOnly = string.Equals(request.Parameter("updateOnly"), "true", StringComparison.OrdinalIgnoreCase);
            var result = writes.Run(request, context => org.Writer.Upsert(context, item, key, parsed, input, updateOnly));
            var body = Saved(result);
            body["created"] = result.Created;
            return Answer(result, new ApiResponse(result.Created ? 201 : 200, body));
        }
        catch (AmbiguousKeyException ambiguous)
        {
            return Ambiguous(request, item, ambiguous.Ids);
        }
    }

    public ApiResponse Delete(ApiRequest request, string objectName, string id)
    {
        var row = Find(request, ObjectOf(request, objectName), id);
        return Answer(writes.Run(request, context => org.Writer.Delete(context, row.Id)), ApiResponse.NoContent);
    }

    /// <summary>The object, if the user may see it.</summary>
    public ObjectDefinition ObjectOf(ApiRequest request, string name) =>
        org.Schema.TryGet(name, out var item) && request.Access.CanRead(item) ? item : throw ApiException.NotFound();

    /// <summary>A record as the API gives it: the readable fields asked for, or all.</summary>
    public static JsonObject Render(Row row, IEnumerable<FieldDefinition> fields, string version)
    {
        var json = new JsonObject { ["attributes"] = Projection.Attributes(row, version) };
        foreach (var field in fields) json[field.Name] = RowJson.Value(row, field);
        return json;
    }

    private static ApiResponse GetRow(ApiRequest request, Row row)
    {
        var item = row.Object;
        if (Preconditions.NotModified(request, row)) return new ApiResponse(304);
        var fields = request.Parameter("fields") is { Length: > 0 } names
            ? names.Split(',').Select(name => request.Access.Visible(item, name.Trim())
                ?? throw new ApiException(400, "INVALID_FIELD", $"No such column '{name.Trim()}' on entity '{item.Name}'. If you are attempting to use a custom field, "
                    + "be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."))
            : item.Fields.Where(field => request.Access.CanRead(item, field));
        var headers = new Dictionary<string, string> { ["Last-Modified"] = row.Stamp.ToString("R") };
        if (item.Name == "Account") headers["ETag"] = Preconditions.ETag(row);
        return ApiResponse.Ok(Render(row, fields, request.Version)) with { Headers = headers, RecordsRead = 1 };
    }

    private Row Find(ApiRequest request, ObjectDefinition item, string id)
    {
        if (!SalesforceId.TryNormalize(id, out var full) || org.Schema.ByIdPrefix(full) != item)
            throw ApiException.NotFound(SalesforceId.TryNormalize(id, out _) ? "The requested resource does not exist" : $"Provided external ID field does not exist or is not accessible: {id}");
        return org.Store[item].Find(full) switch
        {
            null => throw ApiException.NotFound(),
            { IsDeleted: true } => throw ApiException.Refused(RecordError.Deleted),
            var row => row,
        };
    }

    private static (FieldDefinition Key, object Value) KeyOf(ApiRequest request, ObjectDefinition item, string name, string value)
    {
        if (request.Access.Visible(item, name) is not { IsKey: true } key)
            throw ApiException.NotFound($"Provided external ID field does not exist or is not accessible: {name}");
        if (key.Type == FieldType.Id)
            return SalesforceId.TryNormalize(value, out var id) ? (key, id) : throw ApiException.InvalidId($"{item.Label} ID: id value of incorrect type: {value}");
        return FieldValues.TryParse(key, value, out var parsed) && parsed is not null ? (key, parsed) : throw ApiException.NotFound();
    }

    private static ApiResponse Ambiguous(ApiRequest request, ObjectDefinition item, IEnumerable<string> ids) =>
        new(300, ApiJson.Array(ids, id => $"/services/data/v{request.Version}/sobjects/{item.Name}/{id}"));

    private static JsonObject Saved(SaveResult result) => new() { ["id"] = result.Id, ["success"] = result.Success, ["errors"] = new JsonArray() };

    /// <summary>The answer to a published event: a success that carries an error entry, as the platform gives it.</summary>
    private static JsonObject Published(Row row) => new()
    {
        ["id"] = row.Id, ["success"] = true,
        ["errors"] = new JsonArray(new JsonObject { ["statusCode"] = "OPERATION_ENQUEUED", ["message"] = (string?)row["EventUuid"], ["fields"] = new JsonArray() }),
    };

    private static ApiResponse Answer(SaveResult result, ApiResponse success) =>
        result.Success ? success with { RecordsWritten = 1 } : new ApiResponse(result.Errors[0].RowStatus, ApiJson.RowErrors(result.Errors));
}
