using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>QuickBooks Online: a token endpoint that replaces its refresh tokens, and queries with STARTPOSITION and MAXRESULTS.</summary>
internal sealed partial class QuickBooksStub
{
    private static readonly Dictionary<string, string[]> Entities = new()
    {
        ["Customer"] =
        [
            """{"Id":"1","DisplayName":"Amy's Bird Sanctuary","BillAddr":{"Country":"US"},"CurrencyRef":{"value":"USD","name":"United States Dollar"},"Balance":239.00,"Active":true}""",
            """{"Id":"2","DisplayName":"Bill's Windsurf Shop","CurrencyRef":{"value":"USD"},"Balance":85.00,"Active":true,"Job":true,"ParentRef":{"value":"1"}}""",
            """{"Id":"3","DisplayName":"Cool Cars","CurrencyRef":{"value":"EUR"},"Balance":0,"Active":true}""",
            """{"Id":"4","DisplayName":"O'Neil Ltd","CurrencyRef":{"value":"USD"},"Balance":0,"Active":true}""",
        ],
        ["Invoice"] =
        [
            """{"Id":"130","DocNumber":"1037","TxnDate":"2026-01-10","DueDate":"2026-02-09","TotalAmt":362.07,"Balance":362.07,"CustomerRef":{"value":"1"},"CurrencyRef":{"value":"USD"}}""",
            """{"Id":"131","TxnDate":"2026-01-11","DueDate":"2026-02-10","TotalAmt":477.50,"Balance":400.25,"CustomerRef":{"value":"3"},"CurrencyRef":{"value":"EUR"}}""",
        ],
        ["CreditMemo"] = ["""{"Id":"73","DocNumber":"1026","TxnDate":"2026-01-12","TotalAmt":100.0,"Balance":60.75,"RemainingCredit":60.75,"CustomerRef":{"value":"1"},"CurrencyRef":{"value":"USD"}}"""],
        ["Payment"] =
        [
            """{"Id":"74","TxnDate":"2026-01-13","TotalAmt":55.0,"UnappliedAmt":0,"CustomerRef":{"value":"1"},"CurrencyRef":{"value":"USD"},"Line":[{"Amount":55.0}]}""",
            """{"Id":"75","TxnDate":"2026-01-14","TotalAmt":25.0,"UnappliedAmt":10.32,"CustomerRef":{"value":"1"},"CurrencyRef":{"value":"USD"},"Line":[]}""",
        ],
        ["Paid"] = ["""{"Id":"120","DocNumber":"1001","TxnDate":"2025-01-10","DueDate":"2025-02-09","TotalAmt":10.5,"Balance":0,"CustomerRef":{"value":"1"},"CurrencyRef":{"value":"USD"},"MetaData":{"LastUpdatedTime":"2025-02-20T22:30:00-08:00"}}"""],
    };

    /// <summary>The refresh token that is good now.</summary>
    public string RefreshToken { get; private set; } = "refresh-0";

    public int Logins { get; private set; }

    /// <summary>Access tokens given so far are good no more.</summary>
    public void EndSessions() => Logins++;

    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/oauth2/v1/tokens/bearer")
        {
            var form = await context.Request.ReadFormAsync();
            var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("client:client-secret"));
            if (form["grant_type"] != "refresh_token" || form["refresh_token"] != RefreshToken || context.Request.Headers.Authorization != basic)
            {
                await context.Json("""{"error":"invalid_grant","error_description":"Incorrect Token type or clientID"}""", 400);
                return;
            }

            RefreshToken = $"refresh-{++Logins}";
            await context.Json($$"""{"token_type":"bearer","expires_in":3600,"refresh_token":"{{RefreshToken}}","x_refresh_token_expires_in":8726400,"access_token":"access-{{Logins}}"}""");
            return;
        }

        if (context.Request.Headers.Authorization != $"Bearer access-{Logins}")
        {
            await context.Json("""{"warnings":null,"intuitObject":null,"Fault":{"Error":[{"Message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","Detail":"Token expired","code":"3200"}],"type":"AUTHENTICATION"},"time":1}""", 401);
            return;
        }

        var match = Query().Match(context.Request.Query["query"].ToString());
        if (context.Request.Path != "/v3/company/42/query" || !match.Success || match.Groups[4].Value == "0" || context.Request.Query["minorversion"] != "75")
        {
            await context.Json("""{"Fault":{"Error":[{"Message":"Error parsing query","Detail":"QueryParserError: Encountered \" <STRING> \"","code":"4000"}],"type":"ValidationFault"},"time":"2026-01-20T00:00:00.000-08:00"}""", 400);
            return;
        }

        var entity = match.Groups[2].Value.Contains("Balance = '0'") ? "Paid" : match.Groups[1].Value;
        var (start, most) = (int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture));
        var page = Entities[entity].Skip(start - 1).Take(Math.Min(most, 1000)).Select(r => JsonNode.Parse(r)).ToArray();
        var response = new JsonObject();
        if (page.Length > 0)
        {
            response[match.Groups[1].Value] = new JsonArray(page);
            (response["startPosition"], response["maxResults"]) = (start, page.Length);
        }

        await context.Json(new JsonObject { ["QueryResponse"] = response, ["time"] = "2026-01-20T00:00:00.000-08:00" }.ToJsonString());
    }

    [GeneratedRegex(@"\ASELECT \* FROM (\w+)( WHERE (?:\w[\w.]* (?:=|>|>=) (?:true|'[^']*')(?: AND )?)+)?( ORDERBY Id) STARTPOSITION (\d+) MAXRESULTS (\d+)\z")]
    private static partial Regex Query();
}
