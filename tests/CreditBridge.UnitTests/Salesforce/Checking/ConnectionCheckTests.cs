using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Checking;

public sealed class ConnectionCheckTests
{
    private const string Versions = """[{"label":"Spring ’18","url":"/services/data/v42.0","version":"42.0"},{"label":"Summer '26","url":"/services/data/v67.0","version":"67.0"}]""";

    private readonly Dictionary<string, Dictionary<string, object>> _fields = Describe();

    [Fact]
    public async Task Org_InOrder_CostsTwoCallsAndFindsNothing()
    {
        var (findings, calls) = await CheckAsync();

        findings.ShouldAllBe(f => f.Status == CheckStatus.Ok);
        findings.Select(f => f.Subject).ShouldBe(
            ["Login", "API version", "Account", "Opportunity", "Currency", "Reading OpportunityStage", "Reading User", "Reading Account", "Reading Opportunity", "Reading OpportunityHistory", "API calls"]);
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task Fields_MissingReadOnlyOrOfAnotherType_AreNamedWithANextStep()
    {
        _fields["Account"].Remove("Risk_Band__c");
        _fields["Account"]["Credit_Hold__c"] = Field("Credit_Hold__c", "boolean", updateable: false);
        _fields["Account"]["Credit_Limit__c"] = Field("Credit_Limit__c", "string");
        _fields["Account"]["Credit_Exposure__c"] = Field("Credit_Exposure__c", "currency", scale: 0);
        _fields["Opportunity"]["Credit_Check_Message__c"] = Field("Credit_Check_Message__c", "textarea", length: 255);

        var findings = (await CheckAsync()).Findings.Where(f => f.Status != CheckStatus.Ok).ToDictionary(f => f.Subject);

        findings.Keys.ShouldBe(["Account.Risk_Band__c", "Account.Credit_Hold__c", "Account.Credit_Limit__c", "Account.Credit_Exposure__c", "Opportunity.Credit_Check_Message__c"], ignoreOrder: true);
        findings["Account.Risk_Band__c"].Message.ShouldContain("not deployed");
        findings["Account.Credit_Hold__c"].Message.ShouldContain("read-only");
        findings["Account.Credit_Limit__c"].Message.ShouldContain("currency");
        findings["Account.Credit_Exposure__c"].Status.ShouldBe(CheckStatus.Warning);
        findings["Opportunity.Credit_Check_Message__c"].Message.ShouldContain("255");
        findings.Values.ShouldAllBe(f => f.NextStep != null);
    }

    [Fact]
    public async Task Currency_DeclaredForAMultiCurrencyOrg_IsAFailure()
    {
        _fields["Account"]["CurrencyIsoCode"] = Field("CurrencyIsoCode", "picklist");

        (await CheckAsync()).Findings.Single(f => f.Subject == "Currency").Status.ShouldBe(CheckStatus.Failed);
    }

    [Fact]
    public async Task Login_Refused_IsTheOnlyFinding()
    {
        using var org = new ScriptedOrg { OnLogin = _ => ScriptedOrg.Json("""{"error":"invalid_client"}""", HttpStatusCode.BadRequest) };

        (await FindingsAsync(org)).ShouldHaveSingleItem().Status.ShouldBe(CheckStatus.Failed);
    }

    [Fact]
    public async Task Version_NotOffered_NamesTheNewest()
    {
        using var org = new ScriptedOrg();
        org.Answer(Versions.Replace("67.0", "66.0"));

        (await FindingsAsync(org))[^1].NextStep!.ShouldContain("66.0");
    }

    [Fact]
    public async Task InputField_Hidden_IsNamed()
    {
        var findings = (await CheckAsync(o => o == "Account" ? (o, 400, Errors("INVALID_FIELD", "No such column 'Industry' on entity 'Account'")) : null)).Findings;

        var finding = findings.Single(f => f.Status == CheckStatus.Failed);
        finding.Subject.ShouldBe("Reading Account");
        finding.Message.ShouldContain("Industry");
    }

    [Fact]
    public async Task Calls_NearlyUsedUp_AreAWarning()
    {
        var (findings, _) = await CheckAsync(limit: "api-usage=14000/15000");

        findings[^1].Status.ShouldBe(CheckStatus.Warning);
        findings[^1].Message.ShouldContain("14,000 of 15,000");
    }

    [Fact]
    public async Task Attributes_MissingOrUnfit_AreWarningsAndStopNothing()
    {
        _fields["Account"]["Years__c"] = Field("Years__c", "double");
        _fields["Account"]["Score__c"] = new { name = "Score__c", type = "double", updateable = false, length = 0, precision = 18, scale = 0, calculated = true };
        _fields["Account"]["BillingAddress"] = Field("BillingAddress", "address");
        var asked = "";
        var (findings, _) = await CheckAsync(
            options: new() { ["Years"] = "Years__c", ["Gone"] = "Gone__c", ["Formula"] = "Score__c", ["Address"] = "BillingAddress" }, onQuery: q => asked += q);

        findings.ShouldNotContain(f => f.Status == CheckStatus.Failed);
        findings.Where(f => f.Status == CheckStatus.Warning).Select(f => f.Subject).ShouldBe(["Account.BillingAddress", "Account.Score__c", "Account.Gone__c"], ignoreOrder: true);
        findings.Single(f => f.Subject == "Account.Gone__c").NextStep!.ShouldContain("Attributes:Gone");
        asked.ShouldContain("Years__c");
        asked.ShouldNotContain("Gone__c");
    }

    [Fact]
    public async Task Attributes_AllThere_AreOk()
    {
        _fields["Account"]["Years__c"] = Field("Years__c", "double");
        (await CheckAsync(options: new() { ["Years"] = "years__C" })).Findings.Single(f => f.Subject == "Attributes").Message.ShouldBe("All 1 attributes can be read.");
    }

    private async Task<(List<CheckFinding> Findings, long Calls)> CheckAsync(
        Func<string, (string, int, string)?>? query = null, string limit = "api-usage=18/15000", Dictionary<string, string>? options = null, Action<string>? onQuery = null)
    {
        using var org = new ScriptedOrg { LimitInfo = limit };
        org.Answer(Versions);
        org.Answer(Composite(_fields.Select(o => (o.Key, 200, JsonSerializer.Serialize(new { name = o.Key, queryable = true, updateable = true, fields = o.Value.Values })))));
        org.Answer(r =>
        {
            foreach (var part in r.Parts)
                onQuery?.Invoke(part.GetProperty("url").GetString()!);
            return ScriptedOrg.Json(Composite(r.Parts.Select(p => p.GetProperty("referenceId").GetString()!).Select(o => query?.Invoke(o) ?? (o, 200, Page(["{}"])))));
        });
        await using var connection = org.Connect(With(options ?? []));
        return (await FindingsAsync(connection), connection.Usage.Calls);
    }

    private static async Task<List<CheckFinding>> FindingsAsync(ScriptedOrg org)
    {
        await using var connection = org.Connect();
        return await FindingsAsync(connection);
    }

    private static async Task<List<CheckFinding>> FindingsAsync(SalesforceConnection connection)
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in connection.CheckAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private static SalesforceOptions With(Dictionary<string, string> attributes) => new()
    {
        LoginUrl = ScriptedOrg.ClientCredentials.LoginUrl,
        Flow = LoginFlow.ClientCredentials,
        ConsumerKey = "3MVG9key",
        ClientSecret = "very-secret-value",
        OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
        Attributes = attributes,
    };

    private static Dictionary<string, Dictionary<string, object>> Describe()
    {
        var names = new SalesforceOptions().Fields;
        return CreditFields.All.GroupBy(f => f.Target.ToString()).ToDictionary(g => g.Key, g => g.ToDictionary(f => names[f.FullName], f => Field(names[f.FullName], f.Type switch
        {
            FieldType.Text => "string",
            FieldType.LongText => "textarea",
            FieldType.Number => "double",
            FieldType.Amount => "currency",
            FieldType.Flag => "boolean",
            FieldType.Date => "date",
            _ => "datetime",
        })));
    }

    private static object Field(string name, string type, bool updateable = true, int length = 2000, int scale = 2) =>
        new { name, type, updateable, length, precision = 18, scale, label = name };
}
