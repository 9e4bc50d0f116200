using System.Net;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxWriteTests
{
    [Fact]
    public async Task Row_IsCreatedChangedAndDeleted()
    {
        await using var api = await SandboxApi.StartAsync();

        var created = await api.SendAsync("POST", "sobjects/Account", """{"Name":"A","Credit_Limit__c":12.345}""");
        var id = created.Json["id"]!.GetValue<string>();
        var changed = await api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Credit_Limit__c":null}""");
        var read = (await api.GetAsync($"sobjects/Account/{id}?fields=Name,Credit_Limit__c")).Json;
        var deleted = await api.SendAsync("DELETE", $"sobjects/Account/{id}");
        var gone = await api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Name":"B"}""");

        (created.Status, changed.Status, deleted.Status, gone.Status).ShouldBe(
            (HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound));
        read["Credit_Limit__c"].ShouldBeNull();
        gone.Text.ShouldBe("""[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]""");
    }

    [Fact]
    public async Task Event_IsPublishedWithAnEntryAmongItsErrors()
    {
        await using var api = await SandboxApi.StartAsync(username: "integration@creditbridge.example");

        var published = await api.SendAsync("POST", "sobjects/Credit_Alert__e", """{"Account_Id__c":"001D000000IRFmaIAH","Alert_Type__c":"Hold set"}""");
        var incomplete = await api.SendAsync("POST", "sobjects/Credit_Alert__e", """{"Alert_Type__c":"Hold set"}""");

        (published.Status, incomplete.ErrorCode).ShouldBe((HttpStatusCode.Created, "REQUIRED_FIELD_MISSING"));
        (published.Json["success"]!.GetValue<bool>(), published.Json["errors"]![0]!["statusCode"]!.GetValue<string>()).ShouldBe((true, "OPERATION_ENQUEUED"));
    }

    [Fact]
    public async Task IntegrationUser_KeepsReviewsAndCannotDeleteThem()
    {
        await using var api = await SandboxApi.StartAsync(username: "integration@creditbridge.example");

        var key = "sobjects/Credit_Review__c/Review_Key__c/r-1";
        var created = await api.SendAsync("PATCH", key, """{"Reason__c":"New customer","Status__c":"New"}""");
        var again = await api.SendAsync("PATCH", key, """{"Status__c":"In review"}""");
        var deleted = await api.SendAsync("DELETE", $"sobjects/Credit_Review__c/{created.Json["id"]!.GetValue<string>()}");

        (created.Status, again.Status, deleted.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task DateTime_WithSevenDigits_IsRefusedAsAWhole()
    {
        await using var api = await SandboxApi.StartAsync();
        var id = api.Accounts(1)[0];

        var refused = await api.UpdateAllAsync([id], "Credit_Checked_At__c", "2026-01-02T03:04:05.1234567+02:00");

        (refused.Status, refused.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "JSON_PARSER_ERROR"));
        refused.Message.ShouldStartWith("Cannot deserialize instance of datetime from VALUE_STRING value 2026-01-02T03:04:05.1234567+02:00 at [line:1, column:");
    }

    [Fact]
    public async Task Collections_KeepTheOrder_AndAFailedRecordHasNoId()
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(3);
        api.Server.Faults.Add(new FaultRule(FaultKind.RecordError) { Code = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", Message = "pkg.Trigger: no", Record = ids[1] });

        var answer = await api.UpdateAllAsync(ids, "Credit_Score__c", 7);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBe($$"""
            [{"id":"{{ids[0]}}","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","message":"pkg.Trigger: no","fields":[]}]},{"id":"{{ids[2]}}","success":true,"errors":[]}]
            """);
        api.Org.Find(ids[2])!.Number("Credit_Score__c").ShouldBe(7m);
    }

    [Fact]
    public async Task Collections_AllOrNone_TakesBackTheOthers()
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(2);

        var answer = await api.UpdateAllAsync([ids[0], "001000000000000AAA", ids[1]], "Credit_Score__c", 7, allOrNone: true);

        answer.Json.AsArray().Select(result => result!["errors"]![0]!["statusCode"]!.GetValue<string>()).ShouldBe(
            ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "INVALID_CROSS_REFERENCE_KEY", "ALL_OR_NONE_OPERATION_ROLLED_BACK"]);
        api.Org.Find(ids[0])!.Number("Credit_Score__c").ShouldBeNull();
    }

    [Fact]
    public async Task Collections_OverTheirLimits_AreRefused()
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(201);
        var mixed = new JsonObject { ["records"] = new JsonArray([.. Enumerable.Range(0, 11).Select(i => (JsonNode)new JsonObject { ["attributes"] = new JsonObject { ["type"] = i % 2 == 0 ? "Account" : "Contact" } })]) };

        var many = await api.UpdateAllAsync(ids, "Credit_Score__c", 7);
        var chunks = await api.SendAsync("POST", "composite/sobjects", mixed.ToJsonString());

        (many.Status, many.ErrorCode, many.Message).ShouldBe((HttpStatusCode.BadRequest, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records into this call"));
        chunks.Message.ShouldBe("Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.");
        api.Org.Query("SELECT Id FROM Account WHERE Credit_Score__c != null").ShouldBeEmpty();
    }

    [Fact]
    public async Task Composite_WritesAThousandRecordsInOneCountedCall()
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(1000);
        api.Server.Calls.Reset();

        var answer = await api.SendAsync("POST", "composite", Composite(false, [.. ids.Chunk(200).Select((chunk, i) => Update($"c{i}", chunk))]));

        answer.Json["compositeResponse"]!.AsArray().Sum(part => part!["body"]!.AsArray().Count(result => result!["success"]!.GetValue<bool>())).ShouldBe(1000);
        (api.Server.Calls.Total, api.Server.Calls.RecordsWritten).ShouldBe((1, 1000));
        answer.Headers["Sforce-Limit-Info"].ShouldBe("api-usage=1/100000");
    }

    [Theory]
    [InlineData(6, 1, "more than 5 Collections")]
    [InlineData(26, 0, "more than 25 subrequests")]
    public async Task Composite_OverItsLimits_IsRefused(int parts, int collections, string message)
    {
        await using var api = await SandboxApi.StartAsync();
        JsonObject[] requests = [.. Enumerable.Range(0, parts).Select(i => collections > 0 ? Update($"c{i}", []) : Part("GET", $"{SandboxApi.Data}/limits", $"c{i}"))];

        var answer = await api.SendAsync("POST", "composite", Composite(false, requests));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(false, false, true, "true,false", 200)]
    [InlineData(false, true, true, "false,false", 200)]
    [InlineData(true, false, false, "true,false", 400)]
    [InlineData(true, true, false, "false,false", 400)]
    public async Task Composite_AllOrNone_OverridesTheInnerFlag(bool outer, bool inner, bool firstIsSaved, string shown, int firstStatus)
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(2);
        var first = Part("PATCH", $"{SandboxApi.Data}/sobjects/Account/{ids[0]}", "first", new JsonObject { ["Credit_Score__c"] = 1 });
        var second = Part("PATCH", $"{SandboxApi.Data}/composite/sobjects", "second", SandboxApi.Collection([ids[1], "001000000000000AAA"], "Credit_Score__c", 1, inner));

        var parts = (await api.SendAsync("POST", "composite", Composite(outer, [first, second]))).Json["compositeResponse"]!;

        parts[0]!["httpStatusCode"]!.GetValue<int>().ShouldBe(firstStatus == 200 ? 204 : 400);
        if (firstStatus == 400) parts[0]!["body"]![0]!["errorCode"]!.GetValue<string>().ShouldBe("PROCESSING_HALTED");
        string.Join(',', parts[1]!["body"]!.AsArray().Select(result => result!["success"]!.ToJsonString())).ShouldBe(shown);
        (api.Org.Find(ids[0])!.Number("Credit_Score__c") is not null).ShouldBe(firstIsSaved);
        (api.Org.Find(ids[1])!.Number("Credit_Score__c") is not null).ShouldBe(!outer && !inner);
    }

    [Fact]
    public async Task Batch_CountsEachSubrequest()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Server.Calls.Reset();

        var answer = await api.SendAsync("POST", "composite/batch", """
            {"batchRequests":[{"method":"GET","url":"v67.0/limits"},{"method":"GET","url":"v67.0/sobjects/Nope/1"},{"method":"GET","url":"v67.0/query?q=SELECT+COUNT()+FROM+Account"}]}
            """);

        answer.Json["hasErrors"]!.GetValue<bool>().ShouldBeTrue();
        answer.Json["results"]!.AsArray().Select(result => result!["statusCode"]!.GetValue<int>()).ShouldBe([200, 404, 200]);
        api.Server.Calls.Total.ShouldBe(3);
    }

    [Fact]
    public async Task Graph_IsAllOrNoneEach()
    {
        await using var api = await SandboxApi.StartAsync();

        var answer = await api.SendAsync("POST", "composite/graph", $$$"""
            {"graphs":[{"graphId":"good","compositeRequest":[{"method":"POST","url":"{{{SandboxApi.Data}}}/sobjects/Account","referenceId":"a","body":{"Name":"G"}}]},
                       {"graphId":"bad","compositeRequest":[{"method":"POST","url":"{{{SandboxApi.Data}}}/sobjects/Account","referenceId":"a","body":{"Name":"B"}},
                                                           {"method":"POST","url":"{{{SandboxApi.Data}}}/sobjects/Contact","referenceId":"c","body":{"AccountId":"@{a.id}"}}]}]}
            """);

        answer.Json["graphs"]!.AsArray().Select(graph => graph!["isSuccessful"]!.GetValue<bool>()).ShouldBe([true, false]);
        api.Org.Query("SELECT Id FROM Account").Select(record => record.Text("Name")).ShouldBe(["G"]);
    }

    [Fact]
    public async Task Tree_CreatesChildrenWithTheirParent()
    {
        await using var api = await SandboxApi.StartAsync();

        var answer = await api.SendAsync("POST", "composite/tree/Account", """
            {"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"T","Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"c"},"LastName":"L"}]}}]}
            """);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        api.Org.Query("SELECT Id FROM Contact")[0]["Account.Name"].ShouldBe("T");
    }

    [Fact]
    public async Task Precondition_OnTheModificationDate_Fails412()
    {
        var clock = new SandboxClock();
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock });
        var id = api.Accounts(1)[0];
        var known = clock.Now;
        clock.Now += TimeSpan.FromSeconds(1);
        api.Org.Update(id, ("Rating", "Hot"));

        var stale = await api.SendAsync("PATCH", $"sobjects/Account/{id}", "{}", headers: ("If-Unmodified-Since", known.ToString("R")));
        var fresh = await api.SendAsync("PATCH", $"sobjects/Account/{id}", "{}", headers: ("If-Unmodified-Since", clock.Now.ToString("R")));
        var wrong = await api.SendAsync("PATCH", $"sobjects/Account/{id}", "{}", headers: ("If-Unmodified-Since", "yesterday"));

        (stale.Status, fresh.Status, wrong.Status).ShouldBe((HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Upsert_ByExternalId_CreatesChangesAndRefusesTheAmbiguous()
    {
        var directory = Directory.CreateTempSubdirectory("sandbox-metadata");
        try
        {
            var fields = Directory.CreateDirectory(Path.Combine(directory.FullName, "objects", "Account", "fields"));
            await File.WriteAllTextAsync(Path.Combine(fields.FullName, "Key__c.field-meta.xml"), """
                <CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length><externalId>true</externalId></CustomField>
                """);
            await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { MetadataDirectory = directory.FullName });

            var created = await api.SendAsync("PATCH", "sobjects/Account/Key__c/k%2F1", """{"Name":"A"}""");
            var changed = await api.SendAsync("PATCH", "sobjects/Account/Key__c/k%2F1", """{"Name":"B"}""");
            api.Org.Create("Account", ("Name", "Twin"), ("Key__c", "K/1"));
            var ambiguous = await api.SendAsync("PATCH", "sobjects/Account/Key__c/k%2F1", """{"Name":"C"}""");
            var twice = await api.SendAsync("PATCH", "composite/sobjects/Account/Key__c", """
                {"records":[{"attributes":{"type":"Account"},"Key__c":"x","Name":"1"},{"attributes":{"type":"Account"},"Key__c":"X","Name":"2"},{"attributes":{"type":"Account"},"Key__c":"y","Name":"3"}]}
                """);
            var noKey = await api.SendAsync("PATCH", "sobjects/Account/Namez/1", """{"Name":"C"}""");

            (created.Status, changed.Status, ambiguous.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.MultipleChoices));
            ambiguous.Json.AsArray().Count.ShouldBe(2);
            twice.Json.AsArray().Select(result => result!["success"]!.GetValue<bool>()).ShouldBe([false, false, true]);
            twice.Json[0]!["errors"]![0]!["message"]!.GetValue<string>().ShouldBe("Duplicate external id specified: x");
            noKey.Text.ShouldBe("""[{"message":"Provided external ID field does not exist or is not accessible: Namez","errorCode":"NOT_FOUND"}]""");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Composite(bool allOrNone, JsonObject[] parts) =>
        new JsonObject { ["allOrNone"] = allOrNone, ["compositeRequest"] = new JsonArray([.. parts]) }.ToJsonString();

    private static JsonObject Update(string reference, IEnumerable<string> ids) =>
        Part("PATCH", $"{SandboxApi.Data}/composite/sobjects", reference, SandboxApi.Collection(ids, "Credit_Limit__c", 5));

    private static JsonObject Part(string method, string url, string reference, JsonObject? body = null) =>
        new() { ["method"] = method, ["url"] = url, ["referenceId"] = reference, ["body"] = body };
}
