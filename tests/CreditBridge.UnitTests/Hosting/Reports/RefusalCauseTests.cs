using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Runs;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting.Reports;

public sealed class RefusalCauseTests
{
    private static Failure Rule(int number) => new(FailureKind.RecordRejected, $"A validation rule of the org stops the change. Salesforce says: Account {number} is frozen.", "Correct the record.")
    {
        Code = "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    };

    [Fact]
    public void Records_RefusedForOneReason_AreOneCauseWithThreeOfThem()
    {
        var cause = RefusalCause.Of(Cycles.Refused(100, Rule, all: 1_000)).ShouldHaveSingleItem();

        cause.Who.ShouldBe("1,000 records (Account 001000000000001AAA, Account 001000000000002AAA, Account 001000000000003AAA, …)");
        cause.Example.Message.ShouldContain("Account 1 is frozen");
    }

    [Fact]
    public void Records_RefusedForTwoReasons_AreTwoCausesAndSayWhatIsCertain()
    {
        var other = new Failure(FailureKind.Configuration, "The text is too long.", "Lengthen the field.") { Code = "STRING_TOO_LONG" };

        var causes = RefusalCause.Of(Cycles.Refused(100, i => i % 10 == 0 ? other : Rule(i), all: 400));

        causes.Select(c => c.Count).ShouldBe([90, 10]);
        causes[0].Who.ShouldStartWith("at least 90 records (");
    }

    [Fact]
    public void Record_Alone_IsNamedAlone() => RefusalCause.Of(Cycles.Refused(1, Rule)).ShouldHaveSingleItem().Who.ShouldBe("Account 001000000000001AAA");
}
