using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Decisions;

public sealed class DecisionFieldsTests
{
    private static CreditDecision Decide(params OpportunityRecord[] deals) =>
        CreditEvaluator.Evaluate(Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-5), 20_000.555m)], Opportunities = deals }, StarterPolicy.Policy);

    [Fact]
    public void Project_WritesEveryFieldOfTheAccount()
    {
        var decision = Decide();
        var write = DecisionFields.Project(decision, []).ShouldHaveSingleItem();
        write.Values.Keys.ShouldBe(CreditFields.All.Where(f => f.Target == RecordKind.Account), ignoreOrder: true);
        write.Values[CreditFields.Account.LimitStatus].ShouldBe(FieldValue.Text("Amount"));
        write.Values[CreditFields.Account.Limit].ShouldBe(FieldValue.Number(100_000m));
        write.Values[CreditFields.Account.Exposure].ShouldBe(FieldValue.Number(20_000.56m));
        write.Values[CreditFields.Account.OldestPastDueDays].ShouldBe(FieldValue.Number(5m));
        write.Values[CreditFields.Account.Hold].ShouldBe(FieldValue.Flag(false));
        write.Values[CreditFields.Account.HoldReason].ShouldBe(FieldValue.Empty);
        write.Values[CreditFields.Account.Prequalification].ShouldBe(FieldValue.Text("Prequalified"));
        write.Values[CreditFields.Account.DecisionId].ShouldBe(FieldValue.Text(decision.Id));
    }

    [Fact]
    public void Project_WritesCheckedDealsAndClearsThoseNoLongerChecked()
    {
        var writes = DecisionFields.Project(Decide(Files.Deal("D2", 90_000m, PaymentTerms.Net(30))), ["D1", "D2", "D3"]);
        writes.Select(w => w.Target.Key).ShouldBe(["001", "D1", "D2", "D3"]);
        writes.Skip(1).ShouldAllBe(w => w.ParentKey == "001" && w.Values.Count == CreditFields.All.Count(f => f.Target == RecordKind.Opportunity));
        writes[1].Values.Values.ShouldAllBe(v => v.IsEmpty);
        writes[2].Values[CreditFields.Opportunity.CheckStatus].ShouldBe(FieldValue.Text("Conditional"));
        writes[2].Values[CreditFields.Opportunity.Alternatives].Content.ShouldBeOfType<string>().Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public void Project_LongTexts_AreCutToTheirFields()
    {
        var decision = Decide() with { HoldReasons = [new HoldReason("r", new string('x', 300), "later")], Message = new string('y', 1200) };
        var values = DecisionFields.Project(decision, [])[0].Values;
        ((string)values[CreditFields.Account.HoldReason].Content!).Length.ShouldBe(255);
        ((string)values[CreditFields.Account.Message].Content!).ShouldEndWith("…");
        ((string)values[CreditFields.Account.Message].Content!).Length.ShouldBe(1000);
    }

    [Fact]
    public void SameAnswerOnAnotherDay_SaysTheSameUnderAnotherIdentity()
    {
        var file = Files.Standard();
        var today = CreditEvaluator.Evaluate(file, StarterPolicy.Policy);
        var later = CreditEvaluator.Evaluate(file with { AsOf = AsOf.At(file.AsOf.Instant.AddHours(2), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) }, StarterPolicy.Policy);
        DecisionHash.OfContent(later).ShouldBe(DecisionHash.OfContent(today));
        later.InputHash.ShouldBe(today.InputHash);
        later.Id.ShouldNotBe(today.Id);
        today.Id.ShouldMatch("^d-[0-9a-f]{16}$");
    }

    [Fact]
    public void Explanation_ForReps_HasNoScoreAndNoRatios()
    {
        var decision = Decide(Files.Deal("D2", 90_000m, PaymentTerms.Net(30)));
        var rep = Explanation.Of(decision, Audience.Rep);
        rep.Select(l => l.Section).Distinct().ShouldBe(["Answer", "Deal 'Deal D2'"]);
        rep.ShouldAllBe(l => !l.Text.Contains("score", StringComparison.OrdinalIgnoreCase) && !l.Text.Contains("beyond terms", StringComparison.OrdinalIgnoreCase));
        Explanation.Of(decision, Audience.Credit).Select(l => l.Section).Distinct().ShouldBe(["Answer", "Reasons", "Score", "Limit", "Exposure", "Deal 'Deal D2'", "Inputs", "Origin"]);
        Explanation.OfDeal(decision, "D2", Audience.Rep)[0].Text.ShouldStartWith("Conditional: ");
    }
}
