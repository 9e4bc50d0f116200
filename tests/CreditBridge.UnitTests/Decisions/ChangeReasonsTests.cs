using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Decisions;

public sealed class ChangeReasonsTests
{
    private static readonly CreditFile Before = Files.Standard() with { Opportunities = [Files.Deal("006", 20_000m)] };

    private static CreditDecision Decide(CreditFile file) => CreditEvaluator.Evaluate(file, StarterPolicy.Policy);

    private static string Reason(CreditField field, CreditDecision? before, CreditDecision after) =>
        ChangeReasons.Of(field, field.Target == RecordKind.Account ? "001" : "006", before, after);

    [Fact]
    public void ALatePayer_IsExplainedFieldByField()
    {
        var later = Before with { OpenItems = [Files.Open("R-1", Files.Today.AddDays(-70), 30_000m)] };
        var (before, after) = (Decide(Before), Decide(later));

        after.OnHold.ShouldBeTrue();
        Reason(CreditFields.Account.Hold, before, after).ShouldStartWith("rule '");
        Reason(CreditFields.Account.Hold, after, before).ShouldContain("no longer applies");
        Reason(CreditFields.Account.PastDue, before, after).ShouldBe("past due EUR 30,000 instead of EUR 0");
        Reason(CreditFields.Account.OldestPastDueDays, before, after).ShouldBe("days of the oldest past-due invoice 70 instead of 0");
        Reason(CreditFields.Account.Score, before, after).ShouldContain("factor '");
        Reason(CreditFields.Account.Headroom, before, after).ShouldContain("exposure EUR 30,000 instead of EUR 0");
        Reason(CreditFields.Opportunity.CheckStatus, before, after).ShouldStartWith("check: On hold instead of ");
        FileChanges.Between(before, Before, after, later).ShouldBe(["open item new: R-1 (EUR 30,000)"]);
        FileChanges.Between(after, later, before, Before).ShouldBe(["open item gone: R-1 (EUR 30,000)"]);
    }

    [Fact]
    public void EveryField_HasAReason_FirstWrittenOrChanged()
    {
        var after = Decide(Before with { OpenItems = [Files.Open("R-1", Files.Today.AddDays(-70), 30_000m)] });

        foreach (var before in new[] { null, Decide(Before) })
        {
            foreach (var field in CreditFields.All.Where(f => !f.Accompanies))
                Reason(field, before, after).ShouldNotBeNullOrWhiteSpace(field.FullName);
        }
    }

    [Fact]
    public void WhatHappened_NamesPolicyRecordsAndTime()
    {
        var decision = Decide(Before);
        var tomorrow = Before with { AsOf = Files.On(Files.Today.AddDays(1)) };

        FileChanges.Between(decision, Before, Decide(tomorrow), tomorrow).ShouldBe(["time alone: 2026-11-03 instead of 2026-11-02"]);
        FileChanges.Between(decision with { PolicyVersion = "old@1:0" }, Before, decision, Before).ShouldHaveSingleItem().ShouldStartWith("policy ");
        var renamed = Before with { Account = Before.Account with { Name = "Sandberg SE" }, Opportunities = [Files.Deal("006", 20_000m), Files.Deal("007", 1m), Files.Deal("008", 1m)] };
        FileChanges.Between(decision, Before, decision, renamed).ShouldBe(["account changed: Sandberg SE", "2 deals new: Deal 007, Deal 008"]);
    }
}
