using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Sandbox.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreditBridge.Sandbox.Admin;

/// <summary>
/// /sandbox/…, for tools and tests; a real org has none of it, and nothing here is counted as a call.
/// calls (GET, DELETE), faults (GET, POST a rule, DELETE), faults/{id} (DELETE), commit (POST: late commits become visible),
/// records/{object} (POST: create as the administrator), records/{id} (GET, PATCH, DELETE).
/// </summary>
internal static class AdminEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() }, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Map(IEndpointRouteBuilder app, SandboxServer server)
    {
        var sandbox = app.MapGroup("/sandbox");
        sandbox.MapGet("/calls", () => Results.Json(
            new { server.Calls.Total, server.Calls.Used, server.Calls.DailyLimit, server.Calls.RecordsRead, server.Calls.RecordsWritten, server.Calls.Recent }, Json));
        sandbox.MapDelete("/calls", () =>
        {
            server.Calls.Reset();
            return Results.NoContent();
        });
        sandbox.MapGet("/faults", () => Results.Json(server.Faults.Active, Json));
        sandbox.MapPost("/faults", async (HttpRequest request) => await Try(async () =>
        {
            var rule = await JsonSerializer.DeserializeAsync<FaultRule>(request.Body, Json, request.HttpContext.RequestAborted);
            return Results.Json(new { id = server.Faults.Add(rule ?? throw new ArgumentException("a fault rule is expected")) }, Json, statusCode: 201);
        }));
        sandbox.MapDelete("/faults", () =>
        {
            server.Faults.Clear();
            return Results.NoContent();
        });
        sandbox.MapDelete("/faults/{id}", (string id) => server.Faults.Remove(id) ? Results.NoContent() : Results.NotFound());
        sandbox.MapPost("/commit", () =>
        {
            server.Org.CommitPending();
            return Results.NoContent();
        });
        MapRecords(sandbox, server.Org);
    }

    private static void MapRecords(RouteGroupBuilder sandbox, SandboxOrg org)
    {
        sandbox.MapGet("/records/{id}", (string id) => org.Find(id) is { } record
            ? Results.Json(org.FieldNames(record.Object).ToDictionary(name => name, name => record[name]), Json)
            : Results.NotFound());
        sandbox.MapPost("/records/{objectName}", async (string objectName, HttpRequest request) => await Try(async () =>
            Results.Json(new { id = org.Seed(objectName, [await Values(request)])[0] }, Json, statusCode: 201)));
        sandbox.MapPatch("/records/{id}", async (string id, HttpRequest request) => await Try(async () =>
        {
            org.Update(id, await Values(request));
            return Results.NoContent();
        }));
        sandbox.MapDelete("/records/{id}", (string id) => Try(() =>
        {
            org.Delete(id);
            return Task.FromResult(Results.NoContent());
        }));
    }

    private static async Task<IReadOnlyDictionary<string, object?>> Values(HttpRequest request)
    {
        var json = await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(request.Body, Json, request.HttpContext.RequestAborted) ?? [];
        return json.ToDictionary(member => member.Key, member => (object?)(member.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => member.Value.GetDecimal(),
            _ => member.Value.ToString(),
        }));
    }

    private static async Task<IResult> Try(Func<Task<IResult>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception problem) when (problem is ArgumentException or JsonException)
        {
            return Results.Json(new { error = problem.Message }, Json, statusCode: 400);
        }
    }
}
