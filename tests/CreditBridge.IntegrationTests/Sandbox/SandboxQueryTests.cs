using System.Net;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SandboxQueryTests
{
    [Fact]
    public async Task Pages_KeepTheTotal_AndOnlyTheLastIsDone()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Accounts(450);

        var first = (await api.QueryAsync("SELECT Id, Name FROM Account ORDER BY Name", 200)).Json;
        var second = (await api.GetAsync(first["nextRecordsUrl"]!.GetValue<string>())).Json;
        var third = (await api.GetAsync(second["nextRecordsUrl"]!.GetValue<string>())).Json;

        new[] { first, second, third }.Select(page => (page["totalSize"]!.GetValue<int>(), page["done"]!.GetValue<bool>(), page["records"]!.AsArray().Count))
            .ShouldBe([(450, false, 200), (450, false, 200), (450, true, 50)]);
        third.AsObject().ContainsKey("nextRecordsUrl").ShouldBeFalse();
        third["records"]![49]!["Name"]!.GetValue<string>().ShouldBe("Account 0449");
    }

    [Fact]
    public async Task ShortPages_AreFilledInByTheNextUrl()
    {
        await using var api = await SandboxApi.StartAsync();
        api.Accounts(10);
        api.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 3 });

        List<string> names = [];
        for (var url = "query?q=SELECT+Name+FROM+Account"; url is not null;)
        {
            var page = (await api.GetAsync(url)).Json;
            names.AddRange(page["records"]!.AsArray().Select(record => record!["Name"]!.GetValue<string>()));
            url = page["nextRecordsUrl"]?.GetValue<string>();
        }

        names.Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task Children_PageOnTheirOwn()
    {
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { ChildPageSize = 2 });
        var account = api.Accounts(1)[0];
        for (var i = 0; i < 5; i++) api.Org.Create("Opportunity", ("Name", $"Deal {i}"), ("AccountId", account), ("StageName", "Prospecting"), ("CloseDate", new DateOnly(2026, 6, 30)));

        var children = (await api.QueryAsync("SELECT Id, (SELECT Name FROM Opportunities ORDER BY Name) FROM Account")).Json["records"]![0]!["Opportunities"]!;
        (children["totalSize"]!.GetValue<int>(), children["done"]!.GetValue<bool>(), children["records"]!.AsArray().Count).ShouldBe((5, false, 2));
        var next = (await api.GetAsync(children["nextRecordsUrl"]!.GetValue<string>())).Json;

        next["records"]!.AsArray().Select(record => record!["Name"]!.GetValue<string>()).ShouldBe(["Deal 2", "Deal 3"]);
    }

    [Fact]
    public async Task Cursor_LivesTwoDays()
    {
        var clock = new SandboxClock();
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock, SessionLifetime = TimeSpan.FromDays(9) });
        api.Accounts(300);
        var next = (await api.QueryAsync("SELECT Id FROM Account", 200)).Json["nextRecordsUrl"]!.GetValue<string>();

        clock.Now += TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1);
        (await api.GetAsync(next)).Status.ShouldBe(HttpStatusCode.OK);
        clock.Now += TimeSpan.FromSeconds(1);

        var expired = await api.GetAsync(next);
        (expired.Status, expired.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "INVALID_QUERY_LOCATOR"));
    }

    [Fact]
    public async Task Uri_OverTheLimit_IsRefusedByItsBytesWithAPage()
    {
        await using var api = await SandboxApi.StartAsync();
        var room = 16_384 - api.Server.Address.GetLeftPart(UriPartial.Authority).Length - $"{SandboxApi.Data}/query?q=".Length;

        var tooLong = await api.GetAsync("query?q=" + new string('x', room + 1));
        var longHeaders = await api.GetAsync("query?q=" + new string('x', room));

        (tooLong.Status, tooLong.Text).ShouldBe((HttpStatusCode.RequestUriTooLong, "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>"));
        longHeaders.Status.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task Integration_SeesWhatItsPermissionSetGrants_AndNothingElse()
    {
        await using var api = await SandboxApi.StartAsync(username: SandboxServerOptions.IntegrationUsername);

        var missing = await api.QueryAsync("SELECT Website FROM Account");
        var described = (await api.GetAsync("sobjects/Account/describe")).Json["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()).ToList();

        (missing.Status, missing.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "INVALID_FIELD"));
        missing.Message.ShouldContain("No such column 'Website' on entity 'Account'");
        described.ShouldContain("Credit_Limit__c");
        described.ShouldNotContain("Website");
        (await api.QueryAsync("SELECT Id, Name, ParentId, Industry, BillingCountry, Owner.Name, SystemModstamp, IsDeleted, MasterRecordId, ERP_Customer_Keys__c FROM Account")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await api.QueryAsync("SELECT Id, Name, AccountId, Amount, StageName, CloseDate, Probability, OwnerId, IsClosed, IsWon, Requested_Payment_Terms__c FROM Opportunity")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await api.QueryAsync("SELECT Id, OpportunityId, StageName, Amount, CreatedDate FROM OpportunityHistory")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task HiddenField_IsGoneFromDescribeQueryAndWrite()
    {
        await using var api = await SandboxApi.StartAsync(username: SandboxServerOptions.IntegrationUsername);
        var id = api.Accounts(1)[0];
        api.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Account", Field = "Credit_Score__c" });

        (await api.GetAsync("sobjects/Account/describe")).Text.ShouldNotContain("Credit_Score__c");
        (await api.QueryAsync("SELECT Credit_Score__c FROM Account")).ErrorCode.ShouldBe("INVALID_FIELD");
        var write = await api.SendAsync("PATCH", $"sobjects/Account/{id}", """{"Credit_Score__c":5}""");
        (write.Status, write.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "INVALID_FIELD_FOR_INSERT_UPDATE"));
    }

    [Fact]
    public async Task Describe_AskedAgain_IsNotModified()
    {
        await using var api = await SandboxApi.StartAsync();
        var first = await api.GetAsync("sobjects/Account/describe");

        var second = await api.SendAsync("GET", "sobjects/Account/describe", headers: ("If-Modified-Since", first.Headers["Last-Modified"]));

        second.Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Replication_ListsChangesAndDeletions()
    {
        var clock = new SandboxClock();
        await using var api = await SandboxApi.StartAsync(new SandboxServerOptions { Clock = clock });
        var ids = api.Accounts(2);
        api.Org.Delete(ids[1]);
        clock.Now += TimeSpan.FromMinutes(1);
        const string Span = "?start=2026-03-17T10%3A00%3A00%2B00%3A00&end=2026-03-17T11%3A00%3A00Z";

        var updated = (await api.GetAsync("sobjects/Account/updated/" + Span)).Json;
        var deleted = (await api.GetAsync("sobjects/Account/deleted/" + Span)).Json;

        updated["ids"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe([ids[0]]);
        updated["latestDateCovered"]!.GetValue<string>().ShouldBe("2026-03-17T10:31:00.000+0000");
        deleted["deletedRecords"]![0]!["id"]!.GetValue<string>().ShouldBe(ids[1]);
    }
}
