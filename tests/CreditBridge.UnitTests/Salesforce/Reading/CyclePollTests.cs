using System.Net;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Reading;

public sealed class CyclePollTests
{
    private const string Old = "2026-11-21T10:00:00.000+0000";

    private static readonly string[] Objects = ["OpportunityStage", "User", "Account", "Opportunity", "OpportunityHistory"];

    private static readonly Dictionary<RecordKind, Checkpoint?> FromTheBeginning =
        new[] { RecordKind.Account, RecordKind.Opportunity, RecordKind.Stage, RecordKind.StageChange, RecordKind.User }.ToDictionary(k => k, _ => (Checkpoint?)null);

    private static SalesforceOptions WithReviews => new()
    {
        LoginUrl = ScriptedOrg.ClientCredentials.LoginUrl, Flow = LoginFlow.ClientCredentials, ConsumerKey = "3MVG9key", ClientSecret = "very-secret-value", OrgCurrency = "EUR",
        CustomerKeys = ScriptedOrg.ClientCredentials.CustomerKeys,
    };

    [Fact]
    public async Task Poll_OfAllObjects_IsOneCountedCall()
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(Objects.Select(o => (o, 200, o == "Account" ? Page([AccountRow(1, Old)]) : Page([])))));
        await using var connection = org.Connect();

        await connection.BeginCycleAsync(FromTheBeginning, CancellationToken.None);
        foreach (var source in connection.Sources)
            (await connection.ReadAsync(source.Kind)).Sum(p => p.Changes.Count).ShouldBe(source.Kind == RecordKind.Account ? 1 : 0);

        connection.Usage.Calls.ShouldBe(1);
        var call = org.Calls.ShouldHaveSingleItem();
        call.Uri.AbsolutePath.ShouldBe("/services/data/v67.0/composite");
        call.Body.ShouldContain("\"allOrNone\":false");
        call.Body.ShouldContain("\"collateSubrequests\":false");
        call.Parts.Select(p => p.GetProperty("url").GetString()!.Split('?')[0].Split('/')[^1]).ShouldBe(["query", "query", "queryAll", "queryAll", "query"]);
    }

    [Fact]
    public async Task Poll_WithOneRefusedQuery_FailsThatSourceOnly()
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(Objects.Select(o => o == "OpportunityHistory"
            ? (o, 400, Errors("INVALID_TYPE", "sObject type 'OpportunityHistory' is not supported."))
            : (o, 200, Page([])))));
        await using var connection = org.Connect();

        await connection.BeginCycleAsync(FromTheBeginning, CancellationToken.None);

        (await connection.ReadAsync(RecordKind.Account)).ShouldBeEmpty();
        var failure = (await Should.ThrowAsync<ConnectorException>(() => connection.ReadAsync(RecordKind.StageChange))).Failure;
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("OpportunityHistory");
        connection.Usage.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_WithAMissingPart_IsNotTakenForEmpty()
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(Objects.Where(o => o != "User").Select(o => (o, 200, Page([])))));
        await using var connection = org.Connect();
        await connection.BeginCycleAsync(FromTheBeginning, CancellationToken.None);

        (await Should.ThrowAsync<ConnectorException>(() => connection.ReadAsync(RecordKind.User))).Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task Poll_ThatFailsAsAWhole_Throws()
    {
        using var org = new ScriptedOrg();
        org.Answer(Errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), HttpStatusCode.Forbidden);
        await using var connection = org.Connect();

        (await Should.ThrowAsync<ConnectorException>(() => connection.BeginCycleAsync(FromTheBeginning, CancellationToken.None))).Failure.Kind.ShouldBe(FailureKind.Throttled);
    }

    [Fact]
    public async Task FirstPage_FromThePoll_GoesOnWithTheNextByItself()
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(Objects.Select(o => (o, 200, o == "Account" ? Page([AccountRow(1, Old)], "/services/data/v67.0/query/01g-1") : Page([])))));
        org.Answer(Page([AccountRow(2, Old)]));
        await using var connection = org.Connect();

        await connection.BeginCycleAsync(FromTheBeginning, CancellationToken.None);

        (await connection.ReadAsync(RecordKind.Account)).SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe([Id(1), Id(2)]);
        connection.Usage.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Answer_OfThePoll_IsUsedOnceAndForItsCheckpointOnly()
    {
        using var org = new ScriptedOrg();
        org.Answer(Composite(("User", 200, Page([]))));
        org.Answer(Page([])).Answer(Page([]));
        await using var connection = org.Connect();
        await connection.BeginCycleAsync(new Dictionary<RecordKind, Checkpoint?> { [RecordKind.User] = null }, CancellationToken.None);

        await connection.ReadAsync(RecordKind.User, new Checkpoint("another"));
        await connection.ReadAsync(RecordKind.User);

        org.Calls.Count.ShouldBe(3);
    }

    // With a process per cycle the history of deals won the only free place every time: users and stages were left to the verification of the night.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatCanWait_TakesTurns_AlsoWhenEveryCycleIsAProcessOfItsOwn(bool isHistoryEmpty)
    {
        var state = new PassingConnectionState();
        string[] patient = ["OpportunityHistory", "OpportunityStage", "User"];
        string[] all = [.. Objects, "Credit_Review__c", "Credit_Document__c"];
        var checkpoints = FromTheBeginning.Keys.Concat([RecordKind.Review, RecordKind.ReviewDocument])
            .ToDictionary(k => k, k => k == RecordKind.StageChange && isHistoryEmpty ? null : new Checkpoint("somewhere"));
        var asked = new List<string>();
        for (var cycle = 0; cycle < 7; cycle++)
        {
            using var org = new ScriptedOrg { State = state };
            org.Answer(Composite(all.Select(o => (o, 200, Page([])))));
            await using var connection = org.Connect(WithReviews);
            await connection.BeginCycleAsync(checkpoints, CancellationToken.None);

            connection.Usage.Calls.ShouldBe(1, "no call more");
            var parts = org.Calls.ShouldHaveSingleItem().Parts.Select(p => p.GetProperty("referenceId").GetString()!).ToList();
            parts.Count.ShouldBe(5);
            asked.Add(parts.Intersect(patient).ShouldHaveSingleItem());
        }

        asked.Skip(1).Chunk(3).ShouldAllBe(turns => turns.Distinct().Count() == 3);
        asked[0].ShouldBe("OpportunityHistory");
    }
}
