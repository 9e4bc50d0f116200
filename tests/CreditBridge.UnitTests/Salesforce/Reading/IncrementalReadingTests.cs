using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class IncrementalReadingTests
{
    private const string Old = "2026-11-21T10:00:00.000+0000";
    private const string Recent = "2026-11-21T11:58:00.000+0000";
    private const string Order = " ORDER BY SystemModstamp, Id";

    [Fact]
    public async Task FirstRead_AsksForEverything_WithDeletedRecords()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)]));

        await org.Connect().ReadAsync(RecordKind.Account);

        org.Calls[0].Uri.AbsolutePath.ShouldBe("/services/data/v67.0/queryAll");
        org.Calls[0].Soql.ShouldEndWith("Credit_Decision_Id__c, LastModifiedById FROM Account" + Order);
    }

    [Fact]
    public async Task QuietOrg_IsReadStrictlyBehindTheLastRecord_AndGivesNothing()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)])).Answer(Page([]));
        await using var connection = org.Connect();

        var checkpoint = (await connection.ReadAsync(RecordKind.Account))[^1].Next;
        var second = await connection.ReadAsync(RecordKind.Account, checkpoint);

        second.ShouldBeEmpty();
        Where(org.Calls[1]).ShouldBe($"SystemModstamp >= 2026-11-21T10:00:00Z AND (SystemModstamp > 2026-11-21T10:00:00Z OR Id > '{Id(1)}')");
    }

    [Fact]
    public async Task RecentRecords_AreReadAgainUntilNothingCanTurnUpBehindThem()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Recent)]));
        await using var connection = org.Connect();
        var checkpoint = (await connection.ReadAsync(RecordKind.Account))[^1].Next;

        // Two minutes later the window is still open: a record that was committed late turns up behind the position.
        org.ServerTime += TimeSpan.FromMinutes(2);
        org.Answer(Page([AccountRow(9, "2026-11-21T11:57:00.000+0000"), AccountRow(1, Recent)]));
        var late = await connection.ReadAsync(RecordKind.Account, checkpoint);
        Where(org.Calls[1]).ShouldBe("SystemModstamp >= 2026-11-21T11:50:00Z");
        late.Single().Changes.Select(c => c.Key).ShouldBe([Id(9), Id(1)]);

        // After the overlap the window closes, with one last look ...
        org.ServerTime += TimeSpan.FromMinutes(10);
        org.Answer(Page([]));
        var closing = await connection.ReadAsync(RecordKind.Account, late[^1].Next);
        Where(org.Calls[2]).ShouldBe("SystemModstamp >= 2026-11-21T11:52:00Z");
        closing.Single().Changes.ShouldBeEmpty();

        // ... and from then on nothing is read twice.
        org.Answer(Page([]));
        (await connection.ReadAsync(RecordKind.Account, closing[^1].Next)).ShouldBeEmpty();
        Where(org.Calls[3]).ShouldContain($"Id > '{Id(1)}'");
    }

    [Fact]
    public async Task LateRecord_WhenPollsAreRarerThanTheOverlap_IsStillFound()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Recent)])).Answer(Page([]));
        await using var connection = org.Connect();
        var checkpoint = (await connection.ReadAsync(RecordKind.Account))[^1].Next;

        org.ServerTime += TimeSpan.FromHours(6);
        await connection.ReadAsync(RecordKind.Account, checkpoint);

        Where(org.Calls[1]).ShouldBe("SystemModstamp >= 2026-11-21T11:50:00Z");
    }

    [Fact]
    public async Task BulkLoad_OfEqualStamps_IsReadAgainOncePerOverlapAndNotByEveryPoll()
    {
        using var org = new ScriptedOrg();
        var options = WithPageSize(200);
        org.Answer(Page(Enumerable.Range(1, 200).Select(i => AccountRow(i, Recent)), "/services/data/v67.0/query/01g-200"));
        org.Answer(Page(Enumerable.Range(201, 100).Select(i => AccountRow(i, Recent))));
        await using var connection = org.Connect(options);
        var first = await connection.ReadAsync(RecordKind.Account);

        org.ServerTime += TimeSpan.FromMinutes(1);
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Answer(Page([]));
        (await connection.ReadAsync(RecordKind.Account, first[^1].Next)).ShouldBeEmpty();
        Where(org.Calls[2]).ShouldContain($"Id > '{Id(300)}'");

        org.ServerTime += TimeSpan.FromMinutes(10);
        org.Clock.Advance(TimeSpan.FromMinutes(10));
        org.Answer(Page([AccountRow(1, Recent)]));
        await connection.ReadAsync(RecordKind.Account, first[^1].Next);
        Where(org.Calls[3]).ShouldBe("SystemModstamp >= 2026-11-21T11:50:00Z");
    }

    [Fact]
    public async Task Pages_EachCarryACheckpoint_ThatGoesOnBehindThem()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old), AccountRow(2, Old)], "/services/data/v67.0/query/01g-2"));
        org.Answer(Page([AccountRow(3, Old)]));
        org.Answer(Page([AccountRow(3, Old)]));
        await using var connection = org.Connect();

        var pages = await connection.ReadAsync(RecordKind.Account);
        pages.Count.ShouldBe(2);
        org.Calls[1].Uri.ToString().ShouldBe("https://example.my.salesforce.com/services/data/v67.0/query/01g-2");

        await connection.ReadAsync(RecordKind.Account, pages[0].Next);
        Where(org.Calls[2]).ShouldContain($"Id > '{Id(2)}'");
    }

    [Fact]
    public async Task Window_AbandonedInTheMiddle_IsReadToItsEndByTheNextPoll()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(5, Recent)]));
        await using var connection = org.Connect();
        var checkpoint = (await connection.ReadAsync(RecordKind.Account))[^1].Next;

        org.ServerTime += TimeSpan.FromHours(1);
        org.Answer(Page([], "/services/data/v67.0/query/01g-0"));
        org.Answer(Page([AccountRow(2, "2026-11-21T11:55:00.000+0000")], "/services/data/v67.0/query/01g-1"));
        org.Answer(Page([AccountRow(5, Recent)]));
        var pages = await connection.ReadAsync(RecordKind.Account, checkpoint);
        pages.Count.ShouldBe(2, "an empty page moves nothing");

        org.Answer(Page([]));
        await connection.ReadAsync(RecordKind.Account, pages[0].Next);
        Where(org.Calls[^1]).ShouldBe($"SystemModstamp >= 2026-11-21T11:55:00Z AND (SystemModstamp > 2026-11-21T11:55:00Z OR Id > '{Id(2)}')");
    }

    [Fact]
    public async Task Page_SmallerThanAsked_IsNotTakenForTheLast()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([], "/services/data/v67.0/query/01g-0")).Answer(Page([AccountRow(1, Old)]));

        (await org.Connect().ReadAsync(RecordKind.Account)).Sum(p => p.Changes.Count).ShouldBe(1);
    }

    [Fact]
    public async Task Cursor_ThatExpired_IsReplacedByAQueryBehindTheLastRecord()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1"));
        org.Answer(Errors("INVALID_QUERY_LOCATOR", "invalid query locator"), HttpStatusCode.BadRequest);
        org.Answer(Page([AccountRow(2, Old)]));

        var pages = await org.Connect().ReadAsync(RecordKind.Account);

        pages.SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
        Where(org.Calls[2]).ShouldContain($"Id > '{Id(1)}'");
    }

    [Theory]
    [InlineData("""{"totalSize":1,"done":false,"records":[]}""")]
    [InlineData("""{"totalSize":1,"records":[]}""")]
    [InlineData("""{"totalSize":1,"done":true}""")]
    [InlineData("""{"totalSize":1,"done":false,"records":[],"nextRecordsUrl":"https://evil.example.com/x"}""")]
    [InlineData("""[]""")]
    public async Task Page_ThatMayBeIncomplete_IsAFailure(string page)
    {
        using var org = new ScriptedOrg();
        org.Answer(page);

        var failure = (await Should.ThrowAsync<ConnectorException>(() => org.Connect().ReadAsync(RecordKind.Account))).Failure;

        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Where.ShouldBe("Account");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"v":99,"stamp":"2026-11-21T10:00:00+00:00","id":"001000000000001AAA","settled":"2026-11-21T10:00:00+00:00","unsettled":0,"shape":"x"}""")]
    public async Task Checkpoint_Unreadable_MeansAFullRead(string value)
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)]));

        await org.Connect().ReadAsync(RecordKind.Account, new Checkpoint(value));

        org.Calls[0].Soql.ShouldNotContain("WHERE");
    }

    [Fact]
    public async Task Checkpoint_OfAnotherMapping_MeansAFullRead()
    {
        using var org = new ScriptedOrg();
        org.Answer(Page([AccountRow(1, Old)])).Answer(Page([AccountRow(1, Old)]));
        var checkpoint = (await org.Connect().ReadAsync(RecordKind.Account))[^1].Next;
        var other = new SalesforceOptions
        {
            LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "USD",
            CustomerKeys = new CustomerKeyOptions { DefaultSystem = "erp" },
        };

        await org.Connect(other).ReadAsync(RecordKind.Account, checkpoint);

        org.Calls[1].Soql.ShouldNotContain("WHERE");
    }

    [Fact]
    public async Task Clock_OfThisMachine_DoesNotDecideWhatIsSettled()
    {
        using var org = new ScriptedOrg();
        org.Clock.Advance(TimeSpan.FromHours(5));
        org.Answer(Page([AccountRow(1, Recent)])).Answer(Page([]));
        await using var connection = org.Connect();

        var checkpoint = (await connection.ReadAsync(RecordKind.Account))[^1].Next;
        await connection.ReadAsync(RecordKind.Account, checkpoint);

        Where(org.Calls[1]).ShouldBe("SystemModstamp >= 2026-11-21T11:50:00Z");
    }

    private static string Where(SentRequest request) => request.Soql.Split(" WHERE ")[1].Replace(Order, "");

    private static SalesforceOptions WithPageSize(int size) => new()
    {
        LoginUrl = "https://example.my.salesforce.com", Flow = LoginFlow.ClientCredentials, ConsumerKey = "k", ClientSecret = "s", OrgCurrency = "EUR", PageSize = size,
    };
}
