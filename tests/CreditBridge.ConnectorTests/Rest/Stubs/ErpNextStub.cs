using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>Frappe's list API: a token, fields and filters as JSON, 20 rows unless asked otherwise.</summary>
internal sealed class ErpNextStub
{
    private static readonly Dictionary<string, string[]> DocTypes = new()
    {
        ["Customer"] =
        [
            """{"name":"Alpha","customer_name":"Alpha AG","default_currency":null,"is_frozen":0,"disabled":0,"payment_terms":null,"limit_company":"Example Ltd","credit_limit":1000.0}""",
            """{"name":"Beta","customer_name":"Beta & Söhne","default_currency":"USD","is_frozen":1,"disabled":0,"payment_terms":null,"limit_company":null,"credit_limit":null}""",
            """{"name":"Gamma","customer_name":"Gamma","default_currency":null,"is_frozen":0,"disabled":0,"payment_terms":null,"limit_company":"Other Inc","credit_limit":7.5}""",
            """{"name":"Gamma","customer_name":"Gamma","default_currency":null,"is_frozen":0,"disabled":0,"payment_terms":null,"limit_company":"Example Ltd","credit_limit":0.0}""",
            """{"name":"Old","customer_name":"Old","default_currency":null,"is_frozen":0,"disabled":1,"payment_terms":null,"limit_company":null,"credit_limit":null}""",
        ],
        ["Sales Invoice"] =
        [
            """{"name":"ACC-SINV-2026-00001","docstatus":1,"company":"Example Ltd","customer":"Alpha","is_return":0,"posting_date":"2026-01-10","due_date":"2026-02-09","currency":"USD","party_account_currency":"EUR","outstanding_amount":119.0,"grand_total":130.0,"modified":"2026-01-10 08:00:00.123456"}""",
            """{"name":"ACC-SINV-2026-00002","docstatus":1,"company":"Example Ltd","customer":"Beta","is_return":0,"posting_date":"2026-01-11","due_date":null,"currency":"USD","party_account_currency":"USD","outstanding_amount":59.95,"grand_total":100.0,"modified":"2026-01-11 08:00:00"}""",
            """{"name":"ACC-SINV-RET-2026-1","docstatus":1,"company":"Example Ltd","customer":"Alpha","is_return":1,"posting_date":"2026-01-12","due_date":"2026-01-12","currency":"EUR","party_account_currency":"EUR","outstanding_amount":-19.5,"grand_total":-19.5,"modified":"2026-01-12 08:00:00"}""",
            """{"name":"ACC-SINV-2026-00003","docstatus":0,"company":"Example Ltd","customer":"Alpha","is_return":0,"posting_date":"2026-01-12","due_date":"2026-01-12","currency":"EUR","party_account_currency":"EUR","outstanding_amount":5,"grand_total":5,"modified":"2026-01-12 08:00:00"}""",
            """{"name":"ACC-SINV-2025-00009","docstatus":1,"company":"Example Ltd","customer":"Alpha","is_return":0,"posting_date":"2025-01-10","due_date":"2025-02-09","currency":"EUR","party_account_currency":"EUR","outstanding_amount":0.0,"grand_total":44.4,"modified":"2025-02-20 23:30:00.000001"}""",
        ],
        ["Payment Entry"] = ["""{"name":"ACC-PAY-2026-00001","docstatus":1,"company":"Example Ltd","payment_type":"Receive","party_type":"Customer","party":"Alpha","posting_date":"2026-01-13","paid_from_account_currency":"EUR","unallocated_amount":30.25}"""],
    };

    public static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "token key:secret")
        {
            await context.Json("""{"exc_type":"AuthenticationError","exception":"frappe.exceptions.AuthenticationError"}""", 401);
            return;
        }

        var docType = context.Request.Path.Value!["/api/resource/".Length..];
        var query = context.Request.Query;
        var fields = JsonNode.Parse(query["fields"]!)!.AsArray().Select(f => f!.GetValue<string>()).Select(f => f.Split(" as ")[^1]).ToList();
        var filters = JsonNode.Parse(query["filters"]!)!.AsArray();
        var rows = DocTypes[docType].Select(r => JsonNode.Parse(r)!.AsObject()).Where(r => filters.All(f => Holds(r, f!.AsArray(), docType)));
        rows = query["order_by"] == "name asc" ? rows.OrderBy(r => r["name"]!.GetValue<string>(), StringComparer.Ordinal) : rows;
        var page = rows.Skip(Number(query["limit_start"], 0)).Take(Number(query["limit_page_length"], 20));
        await context.Json(new JsonObject { ["data"] = new JsonArray([.. page.Select(r => (JsonNode)new JsonObject(fields.Select(f => KeyValuePair.Create(f, r[f]?.DeepClone()))))]) }.ToJsonString());
    }

    private static bool Holds(JsonObject row, JsonArray filter, string docType)
    {
        if (filter[0]!.GetValue<string>() != docType)
            return false;
        var (found, sign, value) = (row[filter[1]!.GetValue<string>()], filter[2]!.GetValue<string>(), filter[3]);
        if (value!.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            var order = string.CompareOrdinal(found!.GetValue<string>(), value.GetValue<string>());
            return sign switch { "=" => order == 0, ">" => order > 0, _ => order >= 0 };
        }

        var (one, other) = (found!.GetValue<decimal>(), value.GetValue<decimal>());
        return sign switch { "=" => one == other, "!=" => one != other, _ => one > other };
    }

    private static int Number(string? text, int usual) => string.IsNullOrEmpty(text) ? usual : int.Parse(text, CultureInfo.InvariantCulture);
}
