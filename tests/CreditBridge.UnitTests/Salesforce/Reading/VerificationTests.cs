using System.Net;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class VerificationTests
{
    private const string Stamp = "2026-11-21T10:00:00.000+0000";
    private const string Earlier = "2026-11-21T09:00:00.000+0000";
    private const string Later = "2026-11-21T11:59:00.000+0000";

    private static readonly DateTimeOffset Since = new(2026, 11, 19, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Verification_WhenNothingWasMissed_IsTwoCallsForAllObjects()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([AccountRow(1, Stamp)]))));
        org.Answer(Composite(("Account", 200, Count(1))));
        var before = org.Calls.Count;

        var pages = await VerifyAsync(connection, at, stored: 1);

        pages.ShouldHaveSingleItem().ShouldBe(pages[0] with { ShouldBeKnown = true });
        pages[0].Page.Next.ShouldBe(at);
        (org.Calls.Count - before).ShouldBe(2);
        Url(org.Calls[before]).ShouldContain("WHERE SystemModstamp >= 2026-11-19T12:00:00Z AND SystemModstamp <= 2026-11-21T10:00:00Z ORDER BY");
        Url(org.Calls[before + 1]).ShouldEndWith("/query?q=SELECT COUNT() FROM Account");
    }

    [Fact]
    public async Task RecordThatWasMissed_IsGivenAsSuch()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([AccountRow(7, Earlier), AccountRow(1, Stamp)]))));
        org.Answer(Composite(("Account", 200, Count(2))));

        var page = (await VerifyAsync(connection, at, stored: 2)).ShouldHaveSingleItem();

        page.ShouldBeKnown.ShouldBeTrue();
        page.Page.Changes.Select(c => c.Key).ShouldBe([Id(7), Id(1)]);
    }

    [Fact]
    public async Task Count_ThatDiffers_LeadsToACompleteListing()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([]))));
        org.Answer(Composite(("Account", 200, Count(2))));
        org.Answer(Count(0));
        org.Answer(Page([AccountRow(8, "2020-01-01T00:00:00.000+0000"), AccountRow(1, Stamp)], "/services/data/v67.0/query/01g-2"));
        org.Answer(Page([AccountRow(9, Later)]));

        var pages = await VerifyAsync(connection, at, stored: 30);

        org.Calls[3].Soql.ShouldContain("SELECT COUNT() FROM Account WHERE SystemModstamp >= 2026-11-21T10:00:00Z AND (", customMessage: "is it what changed since the poll?");
        org.Calls[4].Soql.ShouldNotContain("WHERE");
        pages.Select(p => (p.ShouldBeKnown, p.Page.Changes.Count, p.Page.FullSet!.IsLast)).ShouldBe([(true, 2, false), (false, 1, false), (true, 0, true)]);
        pages.Select(p => p.Page.FullSet!.Id).Distinct().ShouldHaveSingleItem();
        pages[0].Page.FullSet!.MaxRemovedPercent.ShouldBe(100m * 5 / 30);
    }

    [Fact]
    public async Task Difference_ThatTheLastSecondsExplain_IsLeftForNextTime()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([]))));
        org.Answer(Composite(("Account", 200, Count(3))));
        org.Answer(Count(2));

        (await VerifyAsync(connection, at, stored: 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RecordsThatCannotBeRead_AreNoDifference()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([]))));
        org.Answer(Composite(("Account", 200, Count(4))));

        (await VerifyAsync(connection, at, stored: 3, unreadable: 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Listing_ThatShowsLessThanTheOrgCounts_RemovesNothing()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 200, Page([]))));
        org.Answer(Composite(("Account", 200, Count(500))));
        org.Answer(Count(0));
        org.Answer(Page([AccountRow(1, Stamp)]));

        (await Should.ThrowAsync<ConnectorException>(() => VerifyAsync(connection, at, stored: 501))).Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task OneQuery_ThatFails_ConcernsItsSourceOnly()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(Composite(("Account", 400, Errors("INVALID_TYPE", "sObject type 'Account' is not supported."))));
        org.Answer(Composite(("Account", 200, Count(1))));

        (await Should.ThrowAsync<ConnectorException>(() => VerifyAsync(connection, at, stored: 1))).Failure.Kind.ShouldBe(FailureKind.Configuration);
    }

    [Fact]
    public async Task CheckpointOfAnotherMapping_NeedsNoVerification()
    {
        using var org = new ScriptedOrg();

        (await VerifyAsync(org.Connect(), new Checkpoint("another"), stored: 1)).ShouldBeEmpty();
        org.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_ThatIsRefused_ThrowsForAllTogether()
    {
        using var org = new ScriptedOrg();
        var (connection, at) = await PolledAsync(org);
        org.Answer(_ => new HttpResponseMessage(HttpStatusCode.BadGateway));

        (await Should.ThrowAsync<ConnectorException>(() => VerifyAsync(connection, at, stored: 1))).Failure.MayPass.ShouldBeTrue();
    }

    private static async Task<(IConnection Connection, Checkpoint At)> PolledAsync(ScriptedOrg org)
    {
        var connection = org.Connect();
        org.Answer(Page([AccountRow(1, Stamp)]));
        return (connection, (await connection.ReadAsync(RecordKind.Account))[^1].Next);
    }

    private static async Task<List<VerifiedPage>> VerifyAsync(IConnection connection, Checkpoint at, long stored, long unreadable = 0)
    {
        var request = new VerificationRequest(at, Since, _ => Task.FromResult(new KnownRecords(stored, unreadable)));
        await connection.BeginVerificationAsync(new Dictionary<RecordKind, VerificationRequest> { [RecordKind.Account] = request }, CancellationToken.None);
        var pages = new List<VerifiedPage>();
        await foreach (var page in ((IVerifiedSource)connection.Source(RecordKind.Account)).VerifyAsync(request, CancellationToken.None))
            pages.Add(page);
        return pages;
    }

    private static string Url(SentRequest request) => Uri.UnescapeDataString(request.Parts[0].GetProperty("url").GetString()!);

    private static string Count(int count) => $$"""{"totalSize":{{count}},"done":true,"records":[]}""";
}
