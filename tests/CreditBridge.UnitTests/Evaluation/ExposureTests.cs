using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class ExposureTests
{
    private static CreditPolicy PolicyWith(string exposure) => StarterPolicy.With("calendar:\n", $"exposure:\n  {exposure}\ncalendar:\n");

    private static OpenOrderRecord Order(string number, decimal amount, DateOnly? delivery = null) =>
        new($"erp:1000/{number}", Files.Customer, number, Files.Today.AddDays(-5), Files.Euros(amount)) { DeliveryOn = delivery };

    private static CreditFile Full() => Files.Standard() with
    {
        OpenItems =
        [
            Files.Open("I1", Files.Today.AddDays(10), 10_000m),
            Files.Open("I2", Files.Today.AddDays(-10), 4_000m),
            Files.Open("I3", Files.Today.AddDays(-90), 2_000m) with { Disputed = true },
            Files.Open("C1", Files.Today, -1_000m, DocumentType.CreditNote),
        ],
        Orders =
        [
            Order("A1", 5_000m, Files.Today.AddDays(20)),
            Order("A2", 7_000m, Files.Today.AddDays(200)),
            Order("A3", 3_000m) with { Progress = OrderProgress.DeliveredNotInvoiced },
            Order("A4", 9_000m) with { IsPrepaid = true },
            Order("A5", 8_000m) with { Terms = PaymentTerms.Prepaid, Progress = OrderProgress.DeliveredNotInvoiced },
        ],
        Opportunities = [Files.Deal("O1", 10_000m), Files.Deal("O2", 50_000m, stage: "Discovery"), Files.Deal("O3", 20_000m, PaymentTerms.Prepaid)],
        Securities =
        [
            new SecurityRecord("S1", CreditParty.Account("001"), SecurityType.CreditInsurance, Files.Euros(20_000m)) { CoverPercent = 90m, ExpiresOn = Files.Today },
            new SecurityRecord("S2", CreditParty.Account("001"), SecurityType.BankGuarantee, Files.Euros(1_000m)) { ValidFrom = Files.Today.AddDays(1) },
        ],
    };

    private static Dictionary<string, decimal> Buckets(CreditPolicy policy) =>
        CreditEvaluator.Evaluate(Full(), policy).Exposure.Buckets.ToDictionary(b => b.Name, b => b.Amount!.Value.Amount);

    [Fact]
    public void Buckets_WithoutASection_AreDisjointAndOrdersCount()
    {
        var exposure = CreditEvaluator.Evaluate(Full(), StarterPolicy.Policy).Exposure;
        exposure.Buckets.Select(b => (b.Name, b.Amount!.Value.Amount, b.Counts)).ShouldBe(
        [
            ("not_due", 10_000m, true), ("past_due", 4_000m, true), ("disputed", 2_000m, true), ("credits", -1_000m, true),
            ("open_orders", 12_000m, true), ("unbilled", 3_000m, true), ("pipeline", 6_000m, false), ("secured", -18_000m, false),
        ]);
        exposure.Total.ShouldBe(Files.Euros(30_000m));
    }

    [Fact]
    public void BlanketOrders_BeyondTheWindow_DoNotCountYet()
    {
        var policy = PolicyWith("buckets: { open_orders: { within_days: 90 } }");
        Buckets(policy)["open_orders"].ShouldBe(5_000m);
        var decision = CreditEvaluator.Evaluate(Full() with { OpenItems = [], Orders = [Order("A2", 7_000m, Files.Today.AddDays(200))], Securities = [], Opportunities = [], Payments = [] }, policy);
        decision.Exposure.Total!.Value.Amount.ShouldBe(0m);
        var later = CreditEvaluator.Evaluate(Full() with { AsOf = Files.On(Files.Today.AddDays(110)), OpenItems = [], Orders = [Order("A2", 7_000m, Files.Today.AddDays(200))] }, policy);
        later.Exposure.Total!.Value.Amount.ShouldBe(7_000m);
    }

    [Fact]
    public void DisputedPastDue_IsInOneBucketOnly()
    {
        var decision = CreditEvaluator.Evaluate(Full(), StarterPolicy.With("disputed_is_past_due: no ", "disputed_is_past_due: yes "));
        decision.Exposure.PastDue.ShouldBe(Files.Euros(6_000m));
        decision.Exposure.Buckets.Single(b => b.Name == "past_due").Amount.ShouldBe(Files.Euros(4_000m));
        decision.Exposure.OpenReceivables.ShouldBe(Files.Euros(16_000m));
    }

    [Theory]
    [InlineData("buckets: { open_orders: { counts: no }, unbilled: { counts: no } }", 15_000)]
    [InlineData("buckets: { pipeline: { counts: yes } }", 36_000)]
    [InlineData("buckets: { pipeline: { counts: yes, from_probability: 5 } }", 41_000)]
    [InlineData("buckets: { secured: { counts: yes } }", 12_000)]
    [InlineData("securities: [{ types: [credit_insurance], percent: 50, counts: in_exposure }]", 20_000)]
    [InlineData("securities: [{ percent: cover, counts: in_exposure }]", 12_000)]
    [InlineData("securities: [{ types: [credit_insurance], counts: in_limit }]", 30_000)]
    public void Total_FollowsThePolicy(string exposure, int total) => CreditEvaluator.Evaluate(Full(), PolicyWith(exposure)).Exposure.Total!.Value.Amount.ShouldBe(total);

    [Fact]
    public void OrderWithoutRate_LeavesHeadroomOpen()
    {
        var order = Order("A1", 0m) with { OpenAmount = new Money(500m, CurrencyCode.Parse("CHF")) };
        CreditEvaluator.Evaluate(Files.Standard() with { Orders = [order] }, StarterPolicy.Policy).Headroom.ShouldBeNull();
        CreditEvaluator.Evaluate(Files.Standard() with { Orders = [order] }, PolicyWith("buckets: { open_orders: { counts: no } }")).Headroom.ShouldBe(Files.Euros(100_000m));
    }

    public static TheoryData<string, string, string, string?> Mistakes => new()
    {
        { "buckets: { pipelne: { counts: yes } }", "exposure.buckets.pipelne", "not known here", "pipeline" },
        { "buckets: { not_due: { within_days: 4 } }", "exposure.buckets.not_due.within_days", "not known here", null },
        { "buckets: { open_orders: { within_days: soon } }", "exposure.buckets.open_orders.within_days", "A number is expected", null },
        { "buckets: { disputed: { counts: no } }", "exposure.buckets.disputed.counts", "contradicts 'receivables.disputed_counts_as_exposure'. Remove that key", null },
        { "buckets: { past_due: { counts: no } }", "exposure.buckets.past_due", "has to count where what is not due yet counts", null },
        { "buckets: { credits: { limit: 5 } }", "exposure.buckets.credits.limit", "needs no limit", null },
        { "securities: [{ types: [credit_insurence], counts: in_limit }]", "exposure.securities[0].types[0]", "choose from", "credit_insurance" },
        { "securities: [{ types: [credit_insurance] }]", "exposure.securities[0].counts", "'counts' is missing", null },
        { "securities: [{ counts: in_limit }]\n  buckets: { secured: { counts: yes } }", "exposure.buckets.secured.counts", "No security under 'securities' counts", null },
        { "securities: [{ counts: in_exposure }]\n  buckets: { secured: { counts: no } }", "exposure.buckets.secured.counts", "Remove this key", null },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string exposure, string path, string message, string? suggestion)
    {
        var problem = CreditPolicyParser.Parse(StarterPolicy.Replace("calendar:\n", $"exposure:\n  {exposure}\ncalendar:\n"), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
    }
}
