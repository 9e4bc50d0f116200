using System.Net;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxBulkTests
{
    [Fact]
    public async Task Ingest_UpdatesSkipsBlanksAndNullsByName()
    {
        await using var api = await SandboxApi.StartAsync();
        var ids = api.Accounts(3);
        foreach (var id in ids) api.Org.Update(id, ("Rating", "Hot"), ("Site", "HQ"));

        var job = await RunAsync(api, "update", $"Id,Rating,Site\n{ids[0]},Cold,\n{ids[1]},#N/A,x\n001000000000000AAA,Cold,y\n{ids[2]}, \"a\",b\n");

        (job["state"]!.GetValue<string>(), job["numberRecordsProcessed"]!.GetValue<int>(), job["numberRecordsFailed"]!.GetValue<int>()).ShouldBe(("JobComplete", 4, 2));
        (api.Org.Find(ids[0])!.Text("Rating"), api.Org.Find(ids[0])!.Text("Site")).ShouldBe(("Cold", "HQ"));
        (api.Org.Find(ids[1])!.Text("Rating"), api.Org.Find(ids[1])!.Text("Site")).ShouldBe((null, "x"));
        var failed = (await api.GetAsync($"jobs/ingest/{job["id"]}/failedResults")).Text;
        failed.ShouldStartWith("\"sf__Id\",\"sf__Error\",\"Id\",\"Rating\",\"Site\"\n");
        failed.ShouldContain("INVALID_CROSS_REFERENCE_KEY:invalid cross reference id: --");
        (await api.GetAsync($"jobs/ingest/{job["id"]}/successfulResults")).Text.ShouldContain($"\"{ids[0]}\",\"false\",\"{ids[0]}\",\"Cold\",\"\"");
    }

    [Fact]
    public async Task Ingest_WithTheWrongLineEnding_Fails()
    {
        await using var api = await SandboxApi.StartAsync();

        var job = await RunAsync(api, "insert", "Name\r\nA\r\n");

        (job["state"]!.GetValue<string>(), job["errorMessage"]!.GetValue<string>()).ShouldBe(
            ("Failed", "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF"));
    }

    [Fact]
    public async Task Ingest_ThatFailsHalfWay_LeavesTheRestUnprocessed()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Server.Faults.Add(new FaultRule(FaultKind.BulkJobFailed) { Size = 2 });

        var job = await RunAsync(api, "insert", "Name\nA\nB\nC\n");

        job["state"]!.GetValue<string>().ShouldBe("Failed");
        (await api.GetAsync($"jobs/ingest/{job["id"]}/unprocessedrecords")).Text.ShouldBe("\"Name\"\n\"C\"\n");
        api.Org.Query("SELECT Id FROM Account").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Query_PagesByLocator_UntilItIsTheWordNull()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Accounts(5);
        var job = (await api.SendAsync("POST", "jobs/query", """{"operation":"query","query":"SELECT Name, Owner.Name FROM Account ORDER BY Name"}""")).Json;
        (await api.GetAsync($"jobs/query/{job["id"]}")).Json["state"]!.GetValue<string>().ShouldBe("InProgress");
        (await api.GetAsync($"jobs/query/{job["id"]}")).Json["state"]!.GetValue<string>().ShouldBe("JobComplete");

        var first = await api.GetAsync($"jobs/query/{job["id"]}/results?maxRecords=3");
        var second = await api.GetAsync($"jobs/query/{job["id"]}/results?maxRecords=3&locator={first.Headers["Sforce-Locator"]}");

        first.Text.ShouldBe("\"Name\",\"Owner.Name\"\n\"Account 0000\",\"Ada Admin\"\n\"Account 0001\",\"Ada Admin\"\n\"Account 0002\",\"Ada Admin\"\n");
        (second.Headers["Sforce-Locator"], second.Headers["Sforce-NumberOfRecords"]).ShouldBe(("null", "2"));
    }

    [Theory]
    [InlineData("SELECT COUNT() FROM Account")]
    [InlineData("SELECT Id, (SELECT Id FROM Contacts) FROM Account")]
    [InlineData("SELECT BillingAddress FROM Account")]
    [InlineData("SELECT Id FROM Account OFFSET 1")]
    public async Task Query_OfWhatBulkDoesNotOffer_IsRefused(string soql)
    {
        await using var api = await SandboxApi.StartAsync();

        var answer = await api.SendAsync("POST", "jobs/query", new JsonObject { ["operation"] = "query", ["query"] = soql }.ToJsonString());

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message.ShouldContain("not supported in Bulk Query");
    }

    private static async Task<JsonNode> RunAsync(SandboxApi api, string operation, string csv)
    {
        var job = (await api.SendAsync("POST", "jobs/ingest", $$"""{"object":"Account","operation":"{{operation}}","contentType":"CSV","lineEnding":"LF"}""")).Json;
        (await api.SendAsync("PUT", $"jobs/ingest/{job["id"]}/batches", csv, "text/csv")).Status.ShouldBe(HttpStatusCode.Created);
        (await api.SendAsync("PATCH", $"jobs/ingest/{job["id"]}", """{"state":"UploadComplete"}""")).Json["state"]!.GetValue<string>().ShouldBe("UploadComplete");
        (await api.GetAsync($"jobs/ingest/{job["id"]}")).Json["state"]!.GetValue<string>().ShouldBe("InProgress");
        return (await api.GetAsync($"jobs/ingest/{job["id"]}")).Json;
    }
}
