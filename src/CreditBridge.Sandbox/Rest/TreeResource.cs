using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/composite/tree/{object}: creates records with their children, all or none.</summary>
internal sealed class TreeResource(SandboxOrg org, RequestWrites writes, RowResource rows)
{
    private const int MaxRecords = 200;

    public ApiResponse Create(ApiRequest request, string objectName)
    {
        var item = rows.ObjectOf(request, objectName);
        var results = new List<(string Reference, SaveResult Result)>();
        writes.Run(request, context =>
        {
            var mark = context.Transaction.Mark;
            CreateAll(request, context, item, Records(request.Json()), null, null, results);
            if (results.Exists(result => !result.Result.Success)) context.Transaction.RollbackTo(mark);
            return 0;
        });
        var failed = results.Where(result => !result.Result.Success).ToList();
        var shown = failed.Count > 0 ? failed : results;
        return new ApiResponse(failed.Count > 0 ? 400 : 201, new JsonObject
        {
            ["hasErrors"] = failed.Count > 0,
            ["results"] = ApiJson.Array(shown, result =>
            {
                var json = new JsonObject { ["referenceId"] = result.Reference };
                if (result.Result.Success) json["id"] = result.Result.Id;
                else json["errors"] = ApiJson.SaveResult(result.Result)["errors"]!.DeepClone();
                return json;
            }),
        }) { RecordsWritten = failed.Count > 0 ? 0 : results.Count };
    }

    private void CreateAll(
        ApiRequest request, WriteContext context, ObjectDefinition item, IEnumerable<JsonObject> records, FieldDefinition? parent, string? parentId,
        List<(string Reference, SaveResult Result)> results)
    {
        foreach (var record in records)
        {
            if (results.Count == MaxRecords) throw new ApiException(400, "INVALID_INPUT", $"a tree cannot have more than {MaxRecords} records");
            var reference = (record["attributes"] as JsonObject)?.Text("referenceId") ?? throw new ApiException(400, "INVALID_INPUT", "attributes.referenceId is required");
            var children = org.Schema.Children(item).Where(child => record[child.Name] is JsonObject).ToList();
            var input = RecordInput.FromJson(item, record, request.Access, org.Store, [.. children.Select(child => child.Name)]);
            if (parent is not null) input = input with { Values = new Dictionary<FieldDefinition, object?>(input.Values) { [parent] = parentId } };
            var result = org.Writer.Insert(context, item, input);
            results.Add((reference, result));
            if (!result.Success) continue;
            foreach (var child in children) CreateAll(request, context, child.Child, Records((JsonObject)record[child.Name]!), child.Field, result.Id, results);
        }
    }

    private static IEnumerable<JsonObject> Records(JsonObject json) => json["records"] is JsonArray records
        ? records.Select(record => record as JsonObject ?? throw ApiException.JsonParser("records must be objects"))
        : throw new ApiException(400, "INVALID_INPUT", "records is required");
}
