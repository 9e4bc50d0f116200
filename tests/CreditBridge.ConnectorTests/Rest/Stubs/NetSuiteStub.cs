using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>SuiteQL over REST: signed requests, 'Prefer: transient', rows behind an id, values as texts, empty ones left out.</summary>
internal sealed partial class NetSuiteStub
{
    private static readonly Dictionary<string, string[]> Tables = new()
    {
        ["customer"] =
        [
            """{"links":[],"id":"101","entityid":"C101","companyname":"Blue Heron Ltd","creditlimit":"25000","creditholdoverride":"AUTO","subsidiary":"1","currency":"USD"}""",
            """{"links":[],"id":"102","entityid":"C102","companyname":"Grey Owl GmbH","creditholdoverride":"ON","subsidiary":"2","currency":"EUR","parent":"101"}""",
            """{"links":[],"id":"103","entityid":"C103 Person","creditlimit":"0","creditholdoverride":"OFF","subsidiary":"1","currency":"USD"}""",
        ],
        ["transaction"] =
        [
            """{"links":[],"id":"9001","tranid":"INV1","type":"CustInvc","entity":"101","subsidiary":"1","currency":"USD","issued":"2026-01-10","due":"2026-02-09","unpaid":"1000.10"}""",
            """{"links":[],"id":"9002","tranid":"INV2","type":"CustInvc","entity":"102","subsidiary":"2","currency":"EUR","issued":"2026-01-11","due":"2026-02-10","unpaid":"250.55"}""",
            """{"links":[],"id":"9003","tranid":"CM1","type":"CustCred","entity":"101","subsidiary":"1","currency":"USD","issued":"2026-01-12","due":"2026-01-12","unused":"100.05"}""",
            """{"links":[],"id":"9004","type":"CustPymt","entity":"101","subsidiary":"1","currency":"USD","issued":"2026-01-13","due":"2026-01-13","unused":"50.5"}""",
            """{"links":[],"id":"9005","tranid":"D1","type":"CustDep","entity":"102","subsidiary":"2","currency":"EUR","issued":"2026-01-14","due":"2026-01-14","unused":"0.05"}""",
        ],
        ["closed"] =
        [
            """{"links":[],"id":"8001","tranid":"INV0","entity":"101","subsidiary":"1","currency":"USD","total":"99.99","issued":"2025-01-10","due":"2025-02-09","paid":"2025-02-20","changed":"2025-02-20 10:00:00"}""",
        ],
        ["currencyrate"] =
        [
            """{"links":[],"id":"1","base":"USD","source":"EUR","rate":"1.08","effective":"2026-01-01"}""",
            """{"links":[],"id":"2","base":"USD","source":"GBP","rate":"1.2725","effective":"2026-01-01"}""",
        ],
    };

    private string? _lastNonce;

    public string Url { get; set; } = "";

    /// <summary>The next request is answered with too many concurrent ones.</summary>
    public bool IsBusy { get; set; }

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var text = await context.BodyAsync();
        if (IsBusy)
        {
            context.Response.Headers.RetryAfter = "7";
            await context.Json("""{"type":"https://www.rfc-editor.org/rfc/rfc6585","title":"Too Many Requests","status":429,"o:errorDetails":[{"detail":"Concurrent request limit exceeded. Request blocked.","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}""", 429);
            return;
        }

        if (!IsSigned(request))
        {
            await context.Json("""{"type":"https://www.rfc-editor.org/rfc/rfc9110","title":"Unauthorized","status":401,"o:errorDetails":[{"detail":"Invalid login attempt.","o:errorCode":"INVALID_LOGIN"}]}""", 401);
            return;
        }

        var query = JsonNode.Parse(text)!["q"]!.GetValue<string>();
        var table = From().Match(query).Groups[1].Value;
        if (request.Method != "POST" || request.Path != "/services/rest/query/v1/suiteql" || request.Headers["Prefer"] != "transient" || !After().IsMatch(query) || !query.Contains("ORDER BY"))
        {
            await context.Json("""{"title":"Bad Request","status":400,"o:errorDetails":[{"detail":"Invalid search query.","o:errorCode":"INVALID_PARAMETER"}]}""", 400);
            return;
        }

        if (query.Contains("closedate IS NOT NULL"))
            table = "closed";
        var (after, limit) = (int.Parse(After().Match(query).Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture));
        var rows = Tables[table].Select(r => JsonNode.Parse(r)!).Where(r => int.Parse(r["id"]!.GetValue<string>(), CultureInfo.InvariantCulture) > after).ToList();
        var page = rows.Take(limit).ToArray();
        await context.Json(new JsonObject { ["links"] = new JsonArray(), ["count"] = page.Length, ["hasMore"] = rows.Count > page.Length, ["items"] = new JsonArray(page), ["offset"] = 0, ["totalResults"] = rows.Count }.ToJsonString());
    }

    // Signs the request a second time, by RFC 5849 and independently of the connector.
    private bool IsSigned(HttpRequest request)
    {
        var fields = Field().Matches(request.Headers.Authorization.ToString()).ToDictionary(m => m.Groups[1].Value, m => Uri.UnescapeDataString(m.Groups[2].Value));
        if (!request.Headers.Authorization.ToString().StartsWith("OAuth realm=\"1234567_SB1\"", StringComparison.Ordinal) || fields.GetValueOrDefault("oauth_nonce") == _lastNonce)
            return false;
        _lastNonce = fields["oauth_nonce"];
        var signed = fields.Where(f => f.Key is not "realm" and not "oauth_signature").Select(f => (Key: f.Key, f.Value)).Concat(request.Query.Select(q => (Key: q.Key, Value: q.Value.ToString())))
            .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}").Order(StringComparer.Ordinal);
        var address = request.GetEncodedUrl().Split('?')[0];
        var text = $"{request.Method}&{Uri.EscapeDataString(address)}&{Uri.EscapeDataString(string.Join('&', signed))}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("consumer%2Bsecret&token-secret"), Encoding.UTF8.GetBytes(text)));
        return (fields["oauth_consumer_key"], fields["oauth_token"], fields["oauth_signature_method"], fields["oauth_signature"]) == ("consumer-key", "token-id", "HMAC-SHA256", signature);
    }

    [GeneratedRegex(@"FROM (\w+)")]
    private static partial Regex From();

    [GeneratedRegex(@"\.id > (\d+)")]
    private static partial Regex After();

    [GeneratedRegex(@"(\w+)=""([^""]*)""")]
    private static partial Regex Field();
}
