using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using CreditBridge.Worker.Cli.Reports;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

public sealed class OutboxEntryTextTests
{
    [Fact]
    public void Refused_ShowsAllWordsWrappedWithCodeAndNextStep()
    {
        var words = "A validation rule of the org stops the change. Salesforce says: [Accounts] of the region DACH need the approval of the credit board before anything on them may change.";
        var entry = new OutboxEntry("crm", new TargetRecord(RecordKind.Account, "001000000000001AAA"), "001000000000001AAA",
            new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Hold] = FieldValue.Flag(true), [CreditFields.Account.CheckedAt] = FieldValue.Empty }, WriteUrgency.Hold, 1)
        {
            State = OutboxState.Parked,
            Attempts = 2,
            LastFailure = new Failure(FailureKind.RecordRejected, words, "Correct the record, or exempt the integration user from the rule.") { Code = "FIELD_CUSTOM_VALIDATION_EXCEPTION" },
        };

        var lines = OutboxEntryText.Of(entry, 60).Select(Markup.Remove).ToList();

        lines[0].ShouldBe("Account 001000000000001AAA  refused  2 attempts");
        lines.Skip(1).ShouldAllBe(l => l.Length <= 60);
        var all = string.Join(' ', lines.Select(l => l.Trim()));
        all.ShouldContain(words);
        all.ShouldContain("FIELD_CUSTOM_VALIDATION_EXCEPTION");
        all.ShouldContain("→ Correct the record, or exempt");
        lines[^1].ShouldBe("  writes CreditHold");
    }
}
