using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>Odoo's JSON-RPC: authenticate, then search_read with a domain; false where a field is empty; errors with status 200.</summary>
internal sealed class OdooStub
{
    private static readonly Dictionary<string, string[]> Models = new()
    {
        ["res.partner"] =
        [
            """{"id":7,"name":"Azure Interior","ref":false,"country_code":"US","credit_limit":5000.0,"use_partner_credit_limit":true,"write_date":"2026-01-01 10:00:00","customer_rank":2,"parent_id":false}""",
            """{"id":9,"name":"Deco Addict","ref":"D9","country_code":false,"credit_limit":0.0,"use_partner_credit_limit":false,"write_date":"2026-01-01 10:00:00","customer_rank":1,"parent_id":false}""",
            """{"id":10,"name":"Vendor only","ref":false,"country_code":"DE","credit_limit":0.0,"use_partner_credit_limit":false,"write_date":"2026-01-01 10:00:00","customer_rank":0,"parent_id":false}""",
        ],
        ["account.move.line"] =
        [
            Line(31, 11, "INV/2026/00001", "out_invoice", 7, "USD", "2026-01-31", 600.00m, 600.00m),
            Line(32, 11, "INV/2026/00001", "out_invoice", 7, "USD", "2026-02-28", 400.50m, 100.25m),
            Line(33, 12, "INV/2026/00002", "out_invoice", 9, "EUR", null, 80.10m, 80.10m),
            Line(34, 13, "RINV/2026/00001", "out_refund", 7, "USD", "2026-01-20", -50.05m, -50.05m),
            Line(35, 14, "PBNK1/2026/00001", "entry", 7, "USD", null, -200m, -20.20m),
            Line(36, 15, "MISC/2026/01", "entry", 9, "EUR", "2026-01-05", 15m, 15m),
        ],
        ["account.move"] =
        [
            """{"id":5,"name":"INV/2025/00005","commercial_partner_id":[7,"Azure Interior"],"company_id":[1,"C"],"currency_id":[1,"USD"],"invoice_date":"2025-01-10","invoice_date_due":"2025-02-09","amount_total":120.5,"invoice_payments_widget":{"title":"Less Payment","content":[{"amount":20.5,"date":"2025-02-01"},{"amount":100.0,"date":"2025-02-15"}]},"write_date":"2025-02-15 09:00:00","move_type":"out_invoice","state":"posted","payment_state":"paid"}""",
            """{"id":6,"name":"INV/2025/00006","commercial_partner_id":[7,"Azure Interior"],"company_id":[1,"C"],"currency_id":[1,"USD"],"invoice_date":"2025-01-10","invoice_date_due":"2025-02-09","amount_total":1.0,"invoice_payments_widget":false,"write_date":"2025-02-15 09:00:00","move_type":"out_invoice","state":"posted","payment_state":"paid"}""",
        ],
        ["res.currency.rate"] = ["""{"id":1,"name":"2026-01-01","currency_id":[1,"USD"],"rate":1.0825}"""],
    };

    /// <summary>Calls are refused once, as if the session had ended.</summary>
    public bool SessionEnded { get; set; }

    public async Task AnswerAsync(HttpContext context)
    {
        var call = JsonNode.Parse(await context.BodyAsync())!;
        var (service, args) = (call["params"]!["service"]!.GetValue<string>(), call["params"]!["args"]!.AsArray());
        var mayEnter = args[0]!.GetValue<string>() == "mydb" && args[2]!.GetValue<string>() == "odoo-key";
        if (context.Request.Path != "/jsonrpc" || call["jsonrpc"]!.GetValue<string>() != "2.0")
        {
            context.Response.StatusCode = 404;
            return;
        }

        if (service == "common")
        {
            await context.Json(mayEnter && args[1]!.GetValue<string>() == "bot" ? """{"jsonrpc":"2.0","id":1,"result":2}""" : """{"jsonrpc":"2.0","id":1,"result":false}""");
            return;
        }

        if (!mayEnter || args[1]!.GetValueKind() != JsonValueKind.Number || args[1]!.GetValue<int>() != 2 || SessionEnded)
        {
            SessionEnded = false;
            await context.Json("""{"jsonrpc":"2.0","id":1,"error":{"code":200,"message":"Odoo Server Error","data":{"name":"odoo.exceptions.AccessDenied","message":"Access Denied","debug":"Traceback"}}}""");
            return;
        }

        var (conditions, options) = (args[5]![0]!.AsArray(), args[6]!);
        var fields = options["fields"]!.AsArray().Select(f => f!.GetValue<string>()).ToList();
        var rows = Models[args[3]!.GetValue<string>()].Select(r => JsonNode.Parse(r)!.AsObject()).Where(r => conditions.All(c => Holds(r, c!.AsArray()))).OrderBy(r => r["id"]!.GetValue<int>()).Take(options["limit"]!.GetValue<int>());
        var result = rows.Select(r => (JsonNode)new JsonObject(fields.Select(f => KeyValuePair.Create(f, r[f]?.DeepClone())))).ToArray();
        await context.Json(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["result"] = new JsonArray(result) }.ToJsonString());
    }

    private static bool Holds(JsonObject row, JsonArray condition)
    {
        var (field, sign, value) = (condition[0]!.GetValue<string>(), condition[1]!.GetValue<string>(), condition[2]);
        if (field == "account_id.account_type")
            return value!.GetValue<string>() == "asset_receivable";
        var found = row[field];
        return sign switch
        {
            "=" => JsonNode.DeepEquals(found, value),
            "!=" => !JsonNode.DeepEquals(found, value),
            "in" => value!.AsArray().Any(v => JsonNode.DeepEquals(v, found)),
            ">" => found!.GetValue<decimal>() > value!.GetValue<decimal>(),
            "<" => found!.GetValue<decimal>() < value!.GetValue<decimal>(),
            _ => string.CompareOrdinal(found!.GetValue<string>(), value!.GetValue<string>()) >= 0,
        };
    }

    private static string Line(int id, int move, string name, string type, int partner, string currency, string? due, decimal amount, decimal residual) => FormattableString.Invariant(
        $$"""{"id":{{id}},"move_id":[{{move}},"{{name}}"],"move_name":"{{name}}","move_type":"{{type}}","partner_id":[{{partner}},"P"],"company_id":[1,"C"],"currency_id":[1,"{{currency}}"],"date":"2026-01-10","date_maturity":{{(due is null ? "false" : $"\"{due}\"")}},"amount_currency":{{amount}},"amount_residual_currency":{{residual}},"parent_state":"posted","reconciled":false}""");
}
