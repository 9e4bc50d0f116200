using System.Net;
using CreditBridge.Abstractions.Failures;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class GoneLookupTests
{
    [Theory]
    [InlineData("ENTITY_IS_DELETED")]
    [InlineData("INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("NOT_FOUND")]
    public async Task Deleted_IsGone(string code)
    {
        using var org = Org(code, Row(2, deleted: true));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(1), ToAccount(2)], CancellationToken.None);

        outcomes[0].IsDelivered.ShouldBeTrue();
        outcomes[1].Failure!.Kind.ShouldBe(FailureKind.Gone);
        outcomes[1].MergedInto.ShouldBeNull();
        org.Calls.Count.ShouldBe(2, "the write and one question");
        Uri.UnescapeDataString(org.Calls[1].Parts[0].GetProperty("url").GetString()!).ShouldEndWith($"queryAll?q=SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE Id IN ('{Id(2)}')");
    }

    [Fact]
    public async Task Merged_NamesTheOneThatIsLeft_OverAllSteps()
    {
        using var org = Org("ENTITY_IS_DELETED", Row(2, deleted: true, into: 3), Row(3, deleted: true, into: 4), Row(4, deleted: false));
        await using var connection = org.Connect();

        var outcome = (await connection.Sink.WriteAsync([ToAccount(2)], CancellationToken.None))[0];

        outcome.Failure!.Kind.ShouldBe(FailureKind.Gone);
        outcome.MergedInto.ShouldBe(Id(4));
        org.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Merged_IntoOneThatWasDeletedAfterwards_OrInACircle_IsGone()
    {
        using var org = Org("ENTITY_IS_DELETED", Row(2, deleted: true, into: 3), Row(3, deleted: true), Row(5, deleted: true, into: 6), Row(6, deleted: true, into: 5));
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([ToAccount(2), ToAccount(5)], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Gone && o.MergedInto == null);
    }

    [Fact]
    public async Task Hidden_IsAMatterOfSharing()
    {
        using var org = Org("INVALID_CROSS_REFERENCE_KEY");
        await using var connection = org.Connect();

        var failure = (await connection.Sink.WriteAsync([ToAccount(2)], CancellationToken.None))[0].Failure!;

        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.NextStep.ShouldContain("sharing");
    }

    [Theory]
    [InlineData(0, FailureKind.Transient)]
    [InlineData(3, FailureKind.RecordRejected)]
    public async Task ThereAfterAll_IsTriedAgain_ButNotForEver(int attempts, FailureKind kind)
    {
        using var org = Org("ENTITY_IS_DELETED", Row(2, deleted: false));
        await using var connection = org.Connect();

        (await connection.Sink.WriteAsync([ToAccount(2) with { EarlierAttempts = attempts }], CancellationToken.None))[0].Failure!.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Question_ThatFails_LeavesTheRecordForLater()
    {
        using var org = new ScriptedOrg
        {
            Otherwise = r => r.Body.Contains("queryAll") ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                : ScriptedOrg.Json(WriteResults(r, _ => ("ENTITY_IS_DELETED", "entity is deleted", ""))),
        };
        await using var connection = org.Connect();

        (await connection.Sink.WriteAsync([ToAccount(2)], CancellationToken.None))[0].Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    private static (int Number, string Json) Row(int number, bool deleted, int? into = null) =>
        (number, $$"""{"attributes":{"type":"Account"},"Id":"{{Id(number)}}","IsDeleted":{{(deleted ? "true" : "false")}},"MasterRecordId":{{(into is { } other ? $"\"{Id(other)}\"" : "null")}} }""");

    /// <summary>An org that refuses all records from the second on and knows these rows.</summary>
    private static ScriptedOrg Org(string code, params (int Number, string Json)[] rows) => new()
    {
        Otherwise = r => ScriptedOrg.Json(r.Body.Contains("queryAll")
            ? Composite(("Account", 200, Page(rows.Where(row => r.Body.Contains(Id(row.Number))).Select(row => row.Json))))
            : WriteResults(r, record => record.GetProperty("id").GetString() == Id(1) ? null : (code, "text", ""))),
    };
}
