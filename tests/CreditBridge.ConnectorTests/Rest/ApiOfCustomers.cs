using System.Globalization;
using System.Text.Json.Nodes;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.TestKit.Connectors;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>How an API under test divides its answers.</summary>
public enum ApiPaging
{
    /// <summary>By the number of rows before the page.</summary>
    Offset,

    /// <summary>By the id of the last row.</summary>
    Cursor,

    /// <summary>By the address of the next page.</summary>
    Next,
}

/// <summary>An API with customers that are sorted by their ids; each change gets a new stamp.</summary>
internal sealed class ApiOfCustomers : ISourceHarness
{
    private static readonly DateTimeOffset FirstStamp = new(2020, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<int, (JsonObject Row, DateTimeOffset Stamp)> _rows = [];
    private readonly ApiPaging _paging;
    private readonly bool _changes;
    private StubServer _server = null!;
    private RestFolder _folder = null!;
    private SchemaDrift _drift;
    private int _publications;

    private ApiOfCustomers(ApiPaging paging, bool changes) => (_paging, _changes) = (paging, changes);

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IReadOnlyDictionary<Ability, string> Cannot => _changes
        ? new Dictionary<Ability, string> { [Ability.KeyChange] = "The API does not say of a customer with another number which one it had." }
        : new Dictionary<Ability, string>();

    public static async Task<ApiOfCustomers> StartAsync(ApiPaging paging, bool changes)
    {
        var api = new ApiOfCustomers(paging, changes);
        api._server = await StubServer.StartAsync(api.AnswerAsync);
        api._folder = new RestFolder(api.MappingText(), api._server.Url) { Options = { Secrets = { ["KEY"] = "right-key" } } };
        return api;
    }

    public IConnection Connect(ConnectionContext context) => Connect(context, "right-key");

    public IConnection ConnectRefused(ConnectionContext context) => Connect(context, "wrong-key");

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        var stamp = FirstStamp.AddMinutes(++_publications);
        foreach (var number in numbers)
            Put(number, number, version, stamp);
        return Task.CompletedTask;
    }

    public string KeyOf(int number) => $"erp:1/C{number}";

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await PublishAsync(numbers, version);
        Put(500, 500, version, FirstStamp);
        _rows[500].Row["number"] = null;
        return true;
    }

    public Task<bool> DeleteAsync(IReadOnlyList<int> numbers)
    {
        var stamp = FirstStamp.AddMinutes(++_publications);
        foreach (var number in numbers)
        {
            if (!_changes)
                _rows.Remove(number);
            else
                _rows[number] = (new JsonObject { ["id"] = number, ["number"] = $"C{number}", ["status"] = "deleted", ["changed"] = Text(stamp) }, stamp);
        }

        return Task.FromResult(true);
    }

    public Task<bool> PublishTwiceAsync(int number, int version, int then)
    {
        var stamp = FirstStamp.AddMinutes(++_publications);
        Put(number, number, version, stamp);
        Put(900 + number, number, then, stamp);
        return Task.FromResult(true);
    }

    public Task<bool> PublishLateAsync(int number, int version)
    {
        Put(number, number, version, FirstStamp.AddMinutes(_publications).AddSeconds(-20));
        return Task.FromResult(true);
    }

    public Task<bool> RenumberAsync(int number, int becomes)
    {
        if (_changes)
            return Task.FromResult(false);
        Put(number, becomes, 1, FirstStamp.AddMinutes(++_publications));
        return Task.FromResult(true);
    }

    public Task<bool> PublishAmountAsync(int number, decimal amount, string currency)
    {
        Put(number, number, 1, FirstStamp.AddMinutes(++_publications));
        _rows[number].Row["limit"] = amount;
        _rows[number].Row["currency"] = currency;
        return Task.FromResult(true);
    }

    public Task<bool> DriftAsync(SchemaDrift drift)
    {
        _drift = drift;
        return Task.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private IConnection Connect(ConnectionContext context, string key)
    {
        _folder.Options.Secrets["KEY"] = key;
        _folder.Context = context with { BaseDirectory = _folder.Path };
        return _folder.Connect();
    }

    private void Put(int id, int number, int version, DateTimeOffset stamp)
    {
        var row = new JsonObject { ["id"] = id, ["number"] = $"C{number}", ["name"] = $"Name {number} v{version}", ["currency"] = "EUR", ["limit"] = 100 * version, ["changed"] = Text(stamp), ["status"] = "active" };
        if (_drift == SchemaDrift.MissingColumn)
            row.Remove("name");
        if (_drift == SchemaDrift.AddedColumn)
            row["nickname"] = new JsonObject { ["short"] = "N" };
        if (_drift == SchemaDrift.ChangedType)
            row["limit"] = "plenty";
        _rows[id] = (row, stamp);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (context.Request.Headers["X-Api-Key"] != "right-key")
        {
            await context.Json("""{"error": {"code": "unknown_key", "message": "The key is not known."}}""", 401);
            return;
        }

        var since = DateTimeOffset.Parse(query["since"].FirstOrDefault() is { Length: > 0 } text ? text : "2000-01-01", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var (after, offset, limit) = (Number(query["after"]), Number(query["offset"]), Number(query["limit"]));
        var page = _rows.Where(r => r.Value.Stamp >= since && r.Key > after).Skip(offset).Take(limit).ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. page.Select(r => (JsonNode)r.Value.Row.DeepClone())]) };
        if (_paging == ApiPaging.Next && page.Count == limit)
            answer["next"] = $"/customers?limit={limit}&after={page[^1].Key}&since={query["since"]}";
        await context.Json(answer.ToJsonString());
    }

    private static int Number(string? text) => string.IsNullOrEmpty(text) ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset stamp) => stamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string MappingText() => $$$"""
        connector: Rest
        system: erp
        api:
          auth: {kind: api_key, header: X-Api-Key, value: {secret: KEY}}
        records:
          customers:
            read:
              set: {{{(_changes ? "changes" : "full")}}}
              max_removed_percent: 100
              request:
                path: customers
                query:
                  limit: "{{page.size}}"
        {{{(_changes ? "          since: \"{{changed_since}}\"" : "          order: id")}}}
        {{{_paging switch { ApiPaging.Offset => "          offset: \"{{page.offset}}\"", ApiPaging.Cursor => "          after: \"{{page.cursor}}\"", _ => "          first: true" }}}}
              rows: data
              id: id
              paging: {{{_paging switch { ApiPaging.Offset => "{kind: offset, reread_last: true}", ApiPaging.Cursor => "{kind: cursor, last: id, start: 0}", _ => "{kind: next, next: next}" }}}}
        {{{(_changes ? "      changed: {column: changed, format: iso, overlap: 30s}\n      gone: {column: status, values: [deleted]}" : "")}}}
            fields:
              company: {value: "1"}
              number: number
              name: name
              currency: currency
              limit: {column: limit, zero: none, null: not_set}
        """;
}
