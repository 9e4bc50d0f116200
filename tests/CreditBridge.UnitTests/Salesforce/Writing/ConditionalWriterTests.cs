using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class ConditionalWriterTests
{
    private static readonly DateTimeOffset Read = new(2026, 11, 21, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Hold_ThatIsSet_IsOnlyWrittenOverWhatWasRead()
    {
        using var org = Org(HttpStatusCode.NoContent);
        await using var connection = org.Connect();

        var outcomes = await connection.Sink.WriteAsync([Hold(1), ToAccount(2)], CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered && o.At == org.ServerTime);
        var patch = org.Calls.Single(c => c.Method == "PATCH");
        patch.Uri.AbsolutePath.ShouldBe($"/services/data/v67.0/sobjects/Account/{Id(1)}");
        patch.Headers["If-Unmodified-Since"].ShouldBe("Sat, 21 Nov 2026 11:00:00 GMT");
        patch.Body.ShouldBe("""{"Credit_Hold__c":true,"Credit_Hold_Reason__c":"60 days past due"}""");
        org.Calls.Single(c => c.Method == "POST").Body.ShouldNotContain(Id(1));
    }

    [Theory]
    [InlineData("text/html", "<html>We are down for maintenance.</html>")]
    [InlineData("text/plain", "OK")]
    [InlineData("application/json", "{}")]
    public async Task Answer200_WithSomethingElseThanTheRow_IsNotTakenForAWrite(string mediaType, string body)
    {
        // A maintenance page that says 200 once left a hold acknowledged that the org never saw.
        using var org = new ScriptedOrg { Otherwise = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) } };
        await using var connection = org.Connect();

        var outcome = (await connection.Sink.WriteAsync([Hold(1)], CancellationToken.None)).ShouldHaveSingleItem();

        outcome.IsDelivered.ShouldBeFalse();
        outcome.Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [InlineData(0, "11:00:00")]
    [InlineData(1, "11:00:01")]
    [InlineData(999, "11:00:01")]
    public async Task Basis_IsRoundedUp_SoThatAnOwnWriteOfTheSameSecondIsNoObstacle(int milliseconds, string time)
    {
        using var org = Org(HttpStatusCode.NoContent);
        await using var connection = org.Connect();

        await connection.Sink.WriteAsync([Hold(1) with { Basis = Read.AddMilliseconds(milliseconds) }], CancellationToken.None);

        org.Calls[0].Headers["If-Unmodified-Since"].ShouldBe($"Sat, 21 Nov 2026 {time} GMT");
    }

    [Fact]
    public async Task Record_ChangedSince_IsLookedAtAgain_AndTheRefusalIsTheNextBasis()
    {
        using var org = Org(HttpStatusCode.PreconditionFailed);
        await using var connection = org.Connect();

        var refused = (await connection.Sink.WriteAsync([Hold(1)], CancellationToken.None))[0];
        refused.Failure!.Kind.ShouldBe(FailureKind.Transient);
        refused.Failure.Code.ShouldBe("PRECONDITION_FAILED");

        await connection.Sink.WriteAsync([Hold(1) with { EarlierAttempts = 1 }], CancellationToken.None);
        org.Calls[1].Headers["If-Unmodified-Since"].ShouldBe("Sat, 21 Nov 2026 12:00:00 GMT", "what was changed before the refusal was read and taken into account");
    }

    [Fact]
    public async Task Hold_RefusedTwice_IsWrittenAllTheSame()
    {
        using var org = Org(HttpStatusCode.PreconditionFailed);
        await using var connection = org.Connect();

        (await connection.Sink.WriteAsync([Hold(1) with { EarlierAttempts = 2 }], CancellationToken.None))[0].IsDelivered.ShouldBeTrue();

        org.Calls.ShouldHaveSingleItem().Method.ShouldBe("POST");
    }

    [Fact]
    public async Task OtherWrites_AndHoldsInNumber_GoTogether()
    {
        using var org = Org(HttpStatusCode.PreconditionFailed);
        await using var connection = org.Connect();
        var release = ToAccount(7, (CreditFields.Account.Hold, FieldValue.Flag(false))) with { Urgency = WriteUrgency.Hold, Basis = Read };

        await connection.Sink.WriteAsync([.. Enumerable.Range(1, 6).Select(Hold), release, Hold(8) with { Basis = null }], CancellationToken.None);

        org.Calls.ShouldHaveSingleItem().Method.ShouldBe("POST");
    }

    [Theory]
    [InlineData(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", FailureKind.RecordRejected)]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", FailureKind.Transient)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", FailureKind.Throttled)]
    [InlineData(503, "SERVER_UNAVAILABLE", FailureKind.Transient)]
    public async Task Refusal_OfTheRow_HasItsClass(int status, string code, FailureKind kind)
    {
        using var org = new ScriptedOrg { Otherwise = _ => ScriptedOrg.Json(Errors(code, "text"), (HttpStatusCode)status) };
        await using var connection = org.Connect();

        var failure = (await connection.Sink.WriteAsync([Hold(1)], CancellationToken.None))[0].Failure!;

        (failure.Kind, failure.Code).ShouldBe((kind, code));
        if (kind == FailureKind.Throttled)
            failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
    }

    private static FieldWrite Hold(int account) =>
        ToAccount(account, (CreditFields.Account.Hold, FieldValue.Flag(true)), (CreditFields.Account.HoldReason, FieldValue.Text("60 days past due"))) with
        {
            Urgency = WriteUrgency.Hold,
            Basis = Read,
        };

    private static ScriptedOrg Org(HttpStatusCode row) => new()
    {
        Otherwise = r => r.Method == "PATCH" ? new HttpResponseMessage(row) : ScriptedOrg.Json(WriteResults(r, _ => null)),
    };
}
