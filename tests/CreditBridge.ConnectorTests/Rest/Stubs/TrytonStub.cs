using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>Tryton's JSON-RPC: a login that gives a user and a session, a header put together from both, search_read with a domain; 401 as a web page without a session.</summary>
internal sealed class TrytonStub
{
    private static readonly Dictionary<string, string[]> Models = new()
    {
        ["party.party"] =
        [
            """{"id":4,"name":"Größmann","code":"00042","active":true}""",
            """{"id":6,"name":"Archived","code":null,"active":false}""",
        ],
        ["account.move.line"] =
        [
            Line(11, 1, "EUR", 4, "00042", "1000.10", "0", "2026-01-01", "2026-01-31", "\"E-RE2026/00001\""),
            Line(12, 1, "EUR", 4, "00042", "0", "400.05", "2026-02-15", null, "\"E-RE2026/00001\""),
            Line(13, 1, "EUR", 4, "00042", "0", "50.50", "2026-02-20", "2026-03-20", "\"E-GS2026/00001\""),
            Line(14, 1, "EUR", 6, null, "77", "0", "2026-01-01", "2025-10-01", null),
            Line(15, 2, "USD", 4, "00042", "0", "2400", "2030-12-28", null, null),
            Line(16, 2, "USD", 4, "00042", "3000", "0", "2026-03-01", "2026-03-31", "\"U-RE2026/00001\""),
            Line(17, 2, "USD", 4, "00042", "9", "0", "2026-03-01", "2026-03-31", "\"U-RE2026/00002\"", reconciled: true),
        ],
        ["currency.currency.rate"] =
        [
            """{"id":1,"date":{"__class__":"date","year":2026,"month":1,"day":1},"rate":{"__class__":"Decimal","decimal":"1"},"currency.":{"code":"EUR","id":1}}""",
            """{"id":2,"date":{"__class__":"date","year":2026,"month":1,"day":1},"rate":{"__class__":"Decimal","decimal":"1.0725"},"currency.":{"code":"USD","id":2}}""",
        ],
    };

    private int _logins;

    /// <summary>Logins so far; only the session of the last one is good.</summary>
    public int Logins => _logins;

    /// <summary>After how many calls the session ends; 0: never.</summary>
    public int CallsPerSession { get; init; }

    private int _callsLeft;

    public async Task AnswerAsync(HttpContext context)
    {
        var call = JsonNode.Parse(await context.BodyAsync())!;
        var (method, parameters) = (call["method"]!.GetValue<string>(), call["params"]!.AsArray());
        if (context.Request.Path != "/erp/")
        {
            await Page(context, 404);
        }
        else if (method == "common.db.login")
        {
            var mayEnter = parameters[0]!.GetValue<string>() == "bot" && parameters[1]!["password"]!.GetValue<string>() == "tryton-password";
            _callsLeft = CallsPerSession;
            await (mayEnter ? context.Json($$"""{"id": 0, "result": [3, "session{{++_logins}}"]}""") : Page(context, 401));
        }
        else if (context.Request.Headers.Authorization != "Session " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"bot:3:session{_logins}")) || (CallsPerSession > 0 && _callsLeft-- == 0))
        {
            context.Response.StatusCode = 401;
        }
        else
        {
            await context.Json(Search(method.Split('.', 2)[1].Replace(".search_read", "", StringComparison.Ordinal), parameters));
        }
    }

    private static string Search(string model, JsonArray parameters)
    {
        var (domain, limit) = (parameters[0]!.AsArray(), parameters[2]!.GetValue<int>());
        var fields = parameters[4]!.AsArray().Select(f => f!.GetValue<string>()).ToList();
        var company = parameters[5]!["company"]?.GetValue<int>() ?? 1;
        var rows = Models[model].Select(r => JsonNode.Parse(r)!.AsObject()).Where(r => domain.All(c => Holds(r, c!.AsArray()))).OrderBy(r => r["id"]!.GetValue<int>()).Take(limit).ToList();
        if (model == "party.party")
            rows.ForEach(r => r["receivable"] = JsonNode.Parse($$"""{"__class__":"Decimal","decimal":"{{Receivable(r["id"]!.GetValue<int>(), company)}}"}"""));
        if (fields.FirstOrDefault(f => !f.Contains('.') && rows.Count > 0 && !rows[0].ContainsKey(f)) is { } unknown)
            return $$"""{"id": 1, "error": ["'{{unknown}}'", ""]}""";
        var names = fields.Select(f => f.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? f[..(dot + 1)] : f).Append("id").Distinct().ToList();
        return new JsonObject { ["id"] = 1, ["result"] = new JsonArray([.. rows.Select(r => new JsonObject(names.Select(n => KeyValuePair.Create(n, r[n]?.DeepClone()))))]) }.ToJsonString();
    }

    private static decimal Receivable(int party, int company) => Models["account.move.line"].Select(l => JsonNode.Parse(l)!)
        .Where(l => l["party"]!.GetValue<int>() == party && l["move."]!["company"]!.GetValue<int>() == company && l["reconciliation"] is null)
        .Sum(l => Number(l["debit"]) - Number(l["credit"]));

    private static bool Holds(JsonObject row, JsonArray clause)
    {
        if (clause[0]!.GetValue<string>() == "OR")
            return clause.Skip(1).Any(c => Holds(row, c!.AsArray()));
        var (field, sign, wanted) = (clause[0]!.GetValue<string>(), clause[1]!.GetValue<string>(), clause[2]);
        if (field == "account.type.receivable")
            return wanted!.GetValue<bool>();
        var found = field.Split('.') is [var record, var inner] ? row[record + "."]![inner] : row[field];
        return sign switch
        {
            "=" => JsonNode.DeepEquals(found, wanted),
            "!=" => !JsonNode.DeepEquals(found, wanted),
            "in" => wanted!.AsArray().Any(v => JsonNode.DeepEquals(v, found)),
            ">" => Number(found) > Number(wanted),
            _ => Number(found) < Number(wanted),
        };
    }

    private static decimal Number(JsonNode? node) => node is JsonObject boxed ? decimal.Parse(boxed["decimal"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) : node!.GetValue<decimal>();

    private static Task Page(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<!doctype html>\n<title>Unauthorized</title>\n<p>The server could not verify that you are authorized to access the URL requested.</p>");
    }

    private static string Line(int id, int company, string currency, int party, string? code, string debit, string credit, string date, string? maturity, string? origin, bool reconciled = false) => $$$"""
        {"id":{{{id}}},"party":{{{party}}},"party.":{"code":{{{JsonSerializer.Serialize(code)}}},"id":{{{party}}} },"reconciliation":{{{(reconciled ? "5" : "null")}}},
         "debit":{"__class__":"Decimal","decimal":"{{{debit}}}"},"credit":{"__class__":"Decimal","decimal":"{{{credit}}}"},"maturity_date":{{{(maturity is null ? "null" : Day(maturity))}}},
         "create_date":{"__class__":"datetime","year":2026,"month":3,"day":5,"hour":4,"minute":37,"second":2,"microsecond":420855},"move":{{{id}}},
         "move.":{"date":{{{Day(date)}}},"number":"{{{id}}}","post_number":"P{{{id}}}","company":{{{company}}},"id":{{{id}}},"company.":{"id":{{{company}}},"currency.":{"code":"{{{currency}}}","id":{{{company}}} } } },
         "move_origin.":{{{(origin is null ? "null" : "{\"id\":1,\"rec_name\":" + origin + "}")}}} }
        """;

    private static string Day(string text) => text.Split('-') is [var year, var month, var day] ? $$"""{"__class__":"date","year":{{year}},"month":{{month.TrimStart('0')}},"day":{{day.TrimStart('0')}}}""" : "null";
}
