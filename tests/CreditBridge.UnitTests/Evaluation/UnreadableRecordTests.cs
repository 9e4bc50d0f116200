using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>A record that nobody can read does not say that nothing is owed.</summary>
public sealed class UnreadableRecordTests
{
    private const string Sentence = "The ERP has records about this customer that cannot be read (1 open item): what it owes is not known until they are corrected.";

    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);
    private static readonly UnreadableRecords s_item = new("erp:1000/C1", RecordKind.Receivable, 1, "items.csv:5, column AMOUNT", "open_amount: '9.999,00' is no number.");

    private static CreditFile With(CreditFile file, RecordKind kind = RecordKind.Receivable) => file with { Unreadable = [s_item with { Kind = kind }] };

    [Fact]
    public void UnreadableItem_LeavesUnknownWhatRestsOnIt_AndIsNamed()
    {
        CreditEvaluator.Evaluate(Files.Standard(), s_policy).Prequalification.IsPrequalified.ShouldBeTrue();
        var decision = CreditEvaluator.Evaluate(With(Files.Standard()) with { Opportunities = [Files.Deal("D1", 1_000m, PaymentTerms.Net(30))] }, s_policy);

        decision.Exposure.ShouldSatisfyAllConditions(e => e.Total.ShouldBeNull(), e => e.PastDue.ShouldBeNull(), e => e.OpenReceivables.ShouldBeNull());
        (decision.Score, decision.Band, decision.Headroom).ShouldBe((null, null, null));
        decision.Prequalification.Unmet.ShouldBe([Sentence], "nothing is claimed of invoices that nobody can read");
        decision.Unreadable.ShouldBe([s_item]);
        (decision.MissingRates, decision.OnHold).ShouldBe((null, false));
        decision.Message.ShouldContain(Sentence);
        (decision.Message + string.Join(" ", decision.Warnings) + string.Join(" ", decision.LimitSteps)).ShouldNotContain("exchange rate");
        decision.Warnings.ShouldContain(w => w.StartsWith("Customer erp:1000/C1: 1 open item cannot be read. items.csv:5, column AMOUNT", StringComparison.Ordinal));
        var deal = decision.Deals.ShouldHaveSingleItem();
        (deal.Status, deal.Alternatives.Count).ShouldBe((DealStatus.ReviewNeeded, 0));
        deal.Message.ShouldContain(Sentence);

        var fields = DecisionFields.Project(decision, [])[0].Values;
        new[] { CreditFields.Account.Exposure, CreditFields.Account.PastDue, CreditFields.Account.Headroom, CreditFields.Account.Score, CreditFields.Account.OldestPastDueDays }
            .ShouldAllBe(f => fields[f] == FieldValue.Empty);
    }

    [Fact]
    public void ItemThatStandsTwice_LeavesUnknownWhatIsOwed_AndIsSaidAsWhatItIs()
    {
        var twice = s_item with { Where = "items.csv:5", Reason = "B2 stands in line 12 too, with the same values.", IsRepetition = true };
        var file = Files.Standard() with { Unreadable = [twice] };
        var decision = CreditEvaluator.Evaluate(file, s_policy);
        (decision.Exposure.Total, decision.Exposure.PastDue).ShouldBe((null, null));
        decision.Prequalification.Unmet.ShouldContain("The ERP has records about this customer that stand more than once (1 open item): what it owes is not known until they are corrected.");
        decision.Warnings.ShouldContain(w => w.StartsWith("Customer erp:1000/C1: 1 open item stands more than once. items.csv:5: B2 stands in line 12 too", StringComparison.Ordinal));
        CreditEvaluator.Evaluate(file with { Unreadable = [twice, s_item] }, s_policy).Message.ShouldContain("cannot be read or stand more than once (2 open items)");
        FileChanges.Between(decision, file, decision, Files.Standard()).ShouldContain("customer erp:1000/C1: 1 open item that stood more than once does so no longer");
    }

    [Fact]
    public void HoldThatWasThere_Stays_AndWhatIsKnownToBePastDue_StillSetsOne()
    {
        var late = Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] };
        var held = CreditEvaluator.Evaluate(late, s_policy);
        held.OnHold.ShouldBeTrue();

        CreditEvaluator.Evaluate(With(late), s_policy).HoldReasons.Select(h => h.Rule).ShouldBe(held.HoldReasons.Select(h => h.Rule));
        var after = CreditEvaluator.Evaluate(With(Files.Standard()) with { Prior = PriorStanding.Of(held) }, s_policy);
        after.HoldReasons.Select(h => h.Rule).ShouldBe(held.HoldReasons.Select(h => h.Rule));
        after.HoldsKeptBy.ShouldBe(["Records about the customer cannot be read (1 open item): nothing is released before they are corrected."]);
        after.Message.ShouldNotContain("become better");
        CreditEvaluator.Evaluate(Files.Standard() with { Prior = PriorStanding.Of(after) }, s_policy).OnHold.ShouldBeFalse("the record has arrived well");
    }

    [Theory]
    [InlineData(RecordKind.OpenOrder)]
    [InlineData(RecordKind.ErpCustomer)]
    public void UnreadableOrderOrCustomer_IsNotPrequalified(RecordKind kind)
    {
        var decision = CreditEvaluator.Evaluate(With(Files.Standard(), kind), s_policy);
        (decision.Prequalification.IsPrequalified, decision.Headroom).ShouldBe((false, null));
        decision.Exposure.PastDue.ShouldNotBeNull("open items can be read");
    }

    [Fact]
    public void UnreadableItemsOfAnotherAccount_LeaveTheGroupUnknown()
    {
        var member = new GroupMember("002", "Sandberg GmbH", []) { IsUnreadable = true };
        var file = Files.Standard() with { Group = new GroupStanding("000", "Sandberg Group", [member]) { TopLimits = [CreditLimit.Of(Money.Parse("15000 EUR"))] } };
        var decision = CreditEvaluator.Evaluate(file, StarterPolicy.With("calendar:\n", "group:\n  limit: erp\ncalendar:\n"));
        (decision.Headroom, decision.MissingRates).ShouldBe((null, null));
        decision.Prequalification.Unmet.ShouldContain("What its group of companies owes is not known: the ERP has records about 'Sandberg GmbH' that cannot be read.");
    }

    [Fact]
    public void ExceptionThatReleases_SaysWhyItDoesNot()
    {
        var exception = new OverrideRecord("X1", "001", OverrideEffect.ReleaseHold, "Kim", "Good customer.", Files.Today.AddDays(-1)) { ExpiresOn = Files.Today.AddDays(10), AmountCap = Files.Euros(90_000m) };
        var file = With(Files.Standard()) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)], Overrides = [exception] };
        var policy = StarterPolicy.With("calendar:\n", "overrides:\n  highest_amount: 150_000\n  longest_days: 60\n  granted_by: [Kim]\ncalendar:\n");
        CreditEvaluator.Evaluate(file with { Unreadable = null }, policy).OnHold.ShouldBeFalse();
        var decision = CreditEvaluator.Evaluate(file, policy);
        decision.OnHold.ShouldBeTrue();
        decision.Overrides[0].Why.ShouldContain("It lifts no hold now: how much counts against the limit cannot be told while records of the ERP cannot be read.");
    }

    [Fact]
    public void UnreadableItemsOfAnotherAccount_LeaveUnknownHowLongTheGroupOwes_AlsoWithoutALimitOfTheGroup()
    {
        var yaml = StarterPolicy.Replace("    - name: held in the ERP\n", "    - { name: group late, when: group_past_due_days > 30, reason: The group pays late., release: it pays. }\n    - name: held in the ERP\n");
        var policy = StarterPolicy.Parse(yaml);
        CreditFile Group(int daysDue, bool? unreadable) => Files.Standard() with
        {
            Group = new GroupStanding("000", "Sandberg Group", [new GroupMember("002", "Sandberg GmbH", []) { OldestDueOn = Files.Today.AddDays(-daysDue), IsUnreadable = unreadable }]),
        };

        var held = CreditEvaluator.Evaluate(Group(40, null), policy);
        held.HoldReasons.ShouldHaveSingleItem().Rule.ShouldBe("group late");
        CreditEvaluator.Evaluate(Group(40, true), policy).OnHold.ShouldBeTrue("what is known is late enough");
        CreditEvaluator.Evaluate(Group(10, true), policy).OnHold.ShouldBeFalse();
        var after = CreditEvaluator.Evaluate(Group(10, true) with { Prior = PriorStanding.Of(held) }, policy);
        after.HoldReasons.ShouldHaveSingleItem().ReleasedWhen.ShouldBe("it pays. Whether that is so cannot be told while records of the ERP cannot be read.");
        (after.MissingRates, after.HoldsKeptBy!.Count).ShouldBe((null, 1));
        CreditEvaluator.Evaluate(Group(10, null) with { Prior = PriorStanding.Of(after) }, policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void StoredFile_IsReplayed_AsItWas_AndAnOlderOneHasTheHashThatItHad()
    {
        var file = With(Files.Standard());
        var decision = CreditEvaluator.Evaluate(file, s_policy);
        var stored = DecisionCodec.Encode(decision, file, null)!;
        DecisionHash.OfContent(CreditEvaluator.Evaluate(DecisionCodec.DecodeFile(stored), s_policy)).ShouldBe(stored.ContentHash);
        decision.InputHash.ShouldNotBe(CreditEvaluator.Evaluate(Files.Standard(), s_policy).InputHash);
        System.Text.Json.JsonSerializer.Serialize(Files.Standard(), CoreJson.Default.CreditFile).ShouldNotContain("unreadable", Case.Insensitive);
    }

    [Fact]
    public void ComingAndGoing_AreChanges()
    {
        var (good, bad) = (Files.Standard(), With(Files.Standard()));
        var (before, after) = (CreditEvaluator.Evaluate(good, s_policy), CreditEvaluator.Evaluate(bad, s_policy));
        FileChanges.Between(before, good, after, bad).ShouldBe(["customer erp:1000/C1: 1 open item cannot be read. items.csv:5, column AMOUNT: open_amount: '9.999,00' is no number."]);
        FileChanges.Between(after, bad, before, good).ShouldBe(["customer erp:1000/C1: 1 open item that could not be read was corrected or taken away"]);
    }
}
