using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Reading;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Checking;

public sealed class ConnectionCheckTests
{
    private const string Versions = """[{"label":"Spring ’18","url":"/services/data/v42.0","version":"42.0"},{"label":"Summer '26","url":"/services/data/v67.0","version":"67.0"}]""";

    private readonly Dictionary<string, Dictionary<string, object>> _fields = Describe();

    [Fact]
    public async Task Org_InOrder_CostsFourCallsAndFindsNothing()
    {
        var (findings, calls) = await CheckAsync();

        findings.ShouldAllBe(f => f.Status == CheckStatus.Ok);
        findings.Select(f => f.Subject).ShouldBe(
            ["Login", "Clock", "API version", "Permission set", "Sharing", "Account", "Opportunity", "Currency",
             "Reading OpportunityStage", "Reading User", "Reading Account", "Reading Opportunity", "Reading OpportunityHistory", "API calls", "Bulk API"]);
        calls.ShouldBe(4);
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

        var finding = findings.Single(f => f.Subject == "API calls");
        finding.Status.ShouldBe(CheckStatus.Warning);
        finding.Message.ShouldContain("14,000 of 15,000");
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

    [Fact]
    public async Task InputField_MissingInTheDescription_IsNamedOnceWithItsOption()
    {
        _fields["Account"].Remove("ERP_Customer_Keys__c");
        _fields["Account"].Remove("Industry");
        var findings = (await CheckAsync(o => o == "Account" ? (o, 400, Errors("INVALID_FIELD", "No such column 'Industry' on entity 'Account'")) : null)).Findings
            .Where(f => f.Status != CheckStatus.Ok).ToDictionary(f => f.Subject);

        findings.Keys.ShouldBe(["Account.ERP_Customer_Keys__c", "Account.Industry"], ignoreOrder: true);
        findings["Account.ERP_Customer_Keys__c"].NextStep!.ShouldContain("CustomerKeys:Field");
    }

    [Fact]
    public async Task Stamp_ThatCannotBeFilteredBy_IsAFailure()
    {
        _fields["User"]["SystemModstamp"] = new { name = "SystemModstamp", type = "datetime", updateable = false, length = 0, precision = 0, scale = 0, filterable = false, sortable = true };

        (await CheckAsync()).Findings.Single(f => f.Status == CheckStatus.Failed).Subject.ShouldBe("User.SystemModstamp");
    }

    [Fact]
    public async Task KeysField_OfAnotherKind_IsNamed()
    {
        _fields["Account"]["ERP_Customer_Keys__c"] = new { name = "ERP_Customer_Keys__c", type = "string", updateable = false, length = 255, precision = 0, scale = 0, calculated = true };
        _fields["Opportunity"]["Requested_Payment_Terms__c"] = Field("Requested_Payment_Terms__c", "double");

        var findings = (await CheckAsync()).Findings.Where(f => f.Status != CheckStatus.Ok).ToDictionary(f => f.Subject, f => f.Status);

        findings["Account.ERP_Customer_Keys__c"].ShouldBe(CheckStatus.Warning);
        findings["Opportunity.Requested_Payment_Terms__c"].ShouldBe(CheckStatus.Failed);
    }

    [Fact]
    public async Task RestrictedPicklist_WithoutAValueThatIsWritten_IsAFailure()
    {
        _fields["Account"]["Credit_Limit_Status__c"] = Picklist("Credit_Limit_Status__c", ("Not set", true), ("None", true), ("Unlimited", false), ("Amount", true));
        _fields["Account"]["Risk_Band__c"] = Picklist("Risk_Band__c", ("A", true), ("B", true));
        _fields["Opportunity"]["Credit_Check_Status__c"] =
            Picklist("Credit_Check_Status__c", ("Prequalified", true), ("Conditional", true), ("Review needed", true), ("Does not fit", true), ("On hold", true));

        var findings = (await CheckAsync()).Findings.Where(f => f.Status != CheckStatus.Ok).ToDictionary(f => f.Subject);

        findings.Keys.ShouldBe(["Account.Credit_Limit_Status__c", "Account.Risk_Band__c"], ignoreOrder: true);
        findings["Account.Credit_Limit_Status__c"].Status.ShouldBe(CheckStatus.Failed);
        findings["Account.Credit_Limit_Status__c"].Message.ShouldContain("'Unlimited'");
        findings["Account.Risk_Band__c"].Message.ShouldContain("'A', 'B'");
    }

    [Fact]
    public async Task NumberField_WithTooFewDigits_UniqueOrRequired_IsNamed()
    {
        _fields["Account"]["Credit_Exposure__c"] = new { name = "Credit_Exposure__c", type = "currency", updateable = true, length = 0, precision = 10, scale = 2 };
        _fields["Account"]["Credit_Score__c"] = new { name = "Credit_Score__c", type = "double", updateable = true, length = 0, precision = 18, scale = 0, unique = true };
        _fields["Account"]["Credit_Hold_Reason__c"] = new { name = "Credit_Hold_Reason__c", type = "string", updateable = true, length = 255, precision = 0, scale = 0, nillable = false };

        var findings = (await CheckAsync()).Findings.Where(f => f.Status != CheckStatus.Ok).ToDictionary(f => f.Subject);

        findings["Account.Credit_Exposure__c"].Message.ShouldContain("8 digits before the point");
        findings["Account.Credit_Score__c"].Status.ShouldBe(CheckStatus.Failed);
        findings["Account.Credit_Hold_Reason__c"].Message.ShouldContain("required");
        findings.Count.ShouldBe(3);
    }

    [Fact]
    public async Task PermissionSet_NotAssigned_IsAWarningWithTheWayToAssignIt()
    {
        var findings = (await CheckAsync(permissions: o => o == "Assignments" ? (o, 200, Page([])) : null)).Findings;

        var finding = findings.Single(f => f.Status != CheckStatus.Ok);
        finding.Subject.ShouldBe("Permission set");
        finding.NextStep!.ShouldContain("Manage Assignments");
    }

    [Fact]
    public async Task Permissions_ThatTheUserMayNotLookUp_AreSaidToBeUnknown()
    {
        var findings = (await CheckAsync(permissions: o => (o, 400, Errors("INVALID_TYPE", $"sObject type '{o}' is not supported.")))).Findings;

        findings.Where(f => f.Status != CheckStatus.Ok).Select(f => f.Subject).ShouldBe(["Permission set", "Sharing"]);
        findings.Where(f => f.Status != CheckStatus.Ok).ShouldAllBe(f => f.Message.Contains("may not look up"));
    }

    [Fact]
    public async Task Sharing_ThatHidesRecordsOrKeepsThemReadOnly_IsNamed()
    {
        static string Row(string type, bool edit, bool all) =>
            $$"""{"SobjectType":"{{type}}","PermissionsEdit":{{(edit ? "true" : "false")}},"PermissionsViewAllRecords":{{(all ? "true" : "false")}},"PermissionsModifyAllRecords":false}""";

        var hidden = (await CheckAsync(permissions: o => o == "ObjectPermissions" ? (o, 200, Page([Row("Account", true, true), Row("Opportunity", true, false)])) : null)).Findings;
        var readOnly = (await CheckAsync(permissions: o => o == "ObjectPermissions" ? (o, 200, Page([Row("Account", false, true), Row("Opportunity", true, true)])) : null)).Findings;

        hidden.Single(f => f.Subject == "Sharing").Message.ShouldContain("only those Opportunity records");
        readOnly.Single(f => f.Subject == "Sharing").Status.ShouldBe(CheckStatus.Failed);
    }

    [Fact]
    public async Task Clock_OfThisMachineWrong_IsAWarning()
    {
        var findings = (await CheckAsync(serverTime: new DateTimeOffset(2026, 11, 21, 11, 55, 0, TimeSpan.Zero))).Findings;

        findings.Single(f => f.Subject == "Clock").Message.ShouldContain("300 s ahead of");
    }

    [Fact]
    public async Task Bulk_Refused_IsAWarning()
    {
        var findings = (await CheckAsync(bulk: () => ScriptedOrg.Json(Errors("FUNCTIONALITY_NOT_ENABLED", "This feature is not currently enabled for this user."), HttpStatusCode.Forbidden))).Findings;

        findings.Single(f => f.Status != CheckStatus.Ok).Subject.ShouldBe("Bulk API");
    }

    private async Task<(List<CheckFinding> Findings, long Calls)> CheckAsync(
        Func<string, (string, int, string)?>? query = null, string limit = "api-usage=18/15000", Dictionary<string, string>? options = null, Action<string>? onQuery = null,
        Func<string, (string, int, string)?>? permissions = null, Func<HttpResponseMessage>? bulk = null, DateTimeOffset? serverTime = null)
    {
        using var org = new ScriptedOrg { LimitInfo = limit };
        org.ServerTime = serverTime ?? org.ServerTime;
        org.Answer(Versions);
        org.Answer(Composite(_fields.Select(o => (o.Key, 200, JsonSerializer.Serialize(new { name = o.Key, queryable = true, updateable = true, fields = o.Value.Values })))
            .Concat(Permissions.Select(p => permissions?.Invoke(p.Reference) ?? p))));
        org.Answer(r =>
        {
            foreach (var part in r.Parts)
                onQuery?.Invoke(part.GetProperty("url").GetString()!);
            return ScriptedOrg.Json(Composite(r.Parts.Select(p => p.GetProperty("referenceId").GetString()!).Select(o => query?.Invoke(o) ?? (o, 200, Page(["{}"])))));
        });
        org.Answer("""{"DailyApiRequests":{"Max":15000,"Remaining":14982,"Ant Migration Tool":{"Max":0,"Remaining":0}},"DailyBulkApiBatches":{"Max":15000,"Remaining":15000},"DailyBulkV2QueryJobs":{"Max":10000,"Remaining":9999}}""");
        org.Answer(_ => bulk?.Invoke() ?? ScriptedOrg.Json("""{"done":true,"records":[],"nextRecordsUrl":null}"""));
        await using var connection = org.Connect(With(options ?? []));
        return (await FindingsAsync(connection), connection.Usage.Calls);
    }

    private static (string Reference, int, string)[] Permissions =>
    [
        ("Assignments", 200, Page(["""{"PermissionSet":null}""", """{"PermissionSet":{"Name":"CreditBridge_Integration"}}"""])),
        ("ObjectPermissions", 200, Page(new[] { "Account", "Opportunity" }
            .Select(o => $$"""{"SobjectType":"{{o}}","PermissionsEdit":true,"PermissionsViewAllRecords":true,"PermissionsModifyAllRecords":false}"""))),
    ];

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
        Reviews = new ReviewOptions { Enabled = false },
        LoginUrl = ScriptedOrg.ClientCredentials.LoginUrl,
        Flow = LoginFlow.ClientCredentials,
        ConsumerKey = "3MVG9key",
        ClientSecret = "very-secret-value",
        OrgCurrency = "EUR",
        CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
        Attributes = attributes,
        ChangeDataCapture = false,
    };

    private static Dictionary<string, Dictionary<string, object>> Describe()
    {
        var options = With([]);
        var names = options.Fields;
        ObjectMapping[] reads = [StageMapping.Create(), UserMapping.Create(), AccountMapping.For(options), OpportunityMapping.For(options), StageChangeMapping.For(options)];
        var objects = reads.ToDictionary(r => r.ObjectName, r => r.Fields.ToDictionary(f => f, f => Field(f, "string")));
        foreach (var field in CreditFields.All.Where(f => f.Target is RecordKind.Account or RecordKind.Opportunity))
        {
            objects[field.Target.ToString()][names[field.FullName]] = Field(names[field.FullName], field.Type switch
            {
                FieldType.Text => "string",
                FieldType.LongText => "textarea",
                FieldType.Number => "double",
                FieldType.Amount => "currency",
                FieldType.Flag => "boolean",
                FieldType.Date => "date",
                _ => "datetime",
            });
        }

        return objects;
    }

    private static object Field(string name, string type, bool updateable = true, int length = 2000, int scale = 2) =>
        new { name, type, updateable, length, precision = 18, scale, label = name };

    private static object Picklist(string name, params (string Value, bool Active)[] values) => new
    {
        name, type = "picklist", updateable = true, length = 255, precision = 0, scale = 0, restrictedPicklist = true,
        picklistValues = values.Select(v => new { active = v.Active, value = v.Value, label = v.Value, defaultValue = false }),
    };
}
