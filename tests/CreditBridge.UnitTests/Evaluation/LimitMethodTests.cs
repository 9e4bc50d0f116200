using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

public sealed class LimitMethodTests
{
    private static string WithLimit(string limit)
    {
        var from = StarterPolicy.Yaml.IndexOf("limit:\n  erp:", StringComparison.Ordinal);
        var to = StarterPolicy.Yaml.IndexOf("# Holds stop", StringComparison.Ordinal);
        return StarterPolicy.Yaml[..from] + "limit:\n" + limit.Trim('\n') + "\n" + StarterPolicy.Yaml[to..];
    }

    private static CreditDecision Decide(string limit, CreditFile? file = null) => CreditEvaluator.Evaluate(file ?? Files.Standard(), StarterPolicy.Parse(WithLimit(limit)));

    private static string Limit(string limit, CreditFile? file = null) => Decide(limit, file).Limit.ToString();

    /// <summary>Published: limit 100,000, insured amount 50,000, 50 % of it counted: 125,000; and 75,000 where the insured amount is part of the exposure.</summary>
    [Theory]
    [InlineData("", "125000 EUR")]
    [InlineData("\n    - { name: insured amount in the exposure, add: -insured_amount }", "75000 EUR")]
    public void InsuranceInTheLimit_IsAsPublished(string second, string expected)
    {
        var file = Files.Standard() with { Securities = [new SecurityRecord("S1", CreditParty.Of(Files.Customer), SecurityType.CreditInsurance, Files.Euros(50_000m))] };
        var decision = Decide($"  erp: erp_wins\n  not_set_means: not_set\n  adjustments:\n    - {{ name: insurance, add: insured_amount * 50 / 100 }}{second}", file);
        decision.Limit.ToString().ShouldBe(expected);
        decision.LimitSteps.Select(s => s.Rule).ShouldContain("insurance");
        Limit($"  erp: erp_wins\n  not_set_means: not_set\n  adjustments:\n    - {{ name: insurance, add: insured_amount * 50 / 100 }}{second}").ShouldBe("100000 EUR", "without insurance nothing is added");
    }

    [Fact]
    public void SecuritiesInLimit_AreAddedAtTheirPercent()
    {
        var policy = StarterPolicy.With("calendar:\n", "exposure:\n  securities: [{ types: [credit_insurance], percent: 50, counts: in_limit }]\ncalendar:\n");
        var insurance = new SecurityRecord("S1", CreditParty.Of(Files.Customer), SecurityType.CreditInsurance, Files.Euros(50_000m)) { ExpiresOn = Files.Today };
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { Securities = [insurance] }, policy);
        decision.Limit.ToString().ShouldBe("125000 EUR");
        decision.NextMoment.ShouldBe(Files.On(Files.Today).StartOf(Files.Today.AddDays(1)), "the day after the insurance ends");
        CreditEvaluator.Evaluate(Files.Standard() with { AsOf = Files.On(Files.Today.AddDays(1)), Securities = [insurance] }, policy).Limit.ToString().ShouldBe("100000 EUR");
    }

    /// <summary>Published: need 50,000; tangible net worth 80,000 x 35 % = 28,000; turnover 700,000 x 5 % = 35,000; limit 28,000.</summary>
    [Fact]
    public void NeedAndCapacity_IsAsPublished()
    {
        var decision = Decide("""
              erp: policy_wins
              not_set_means: not_set
              methods:
                - name: need and capacity
                  use: need_and_capacity
                  need: 50_000
                  capacity: [80_000 * 35 / 100, 700_000 * 5 / 100]
            """);
        decision.Limit.ToString().ShouldBe("28000 EUR");
        decision.LimitSteps[0].Note.ShouldBe("the capacity (80_000 * 35 / 100) is the lowest of need and capacity");
    }

    [Fact]
    public void NeedAndCapacity_UnknownCapacity_GivesNothing() =>
        Decide("  erp: policy_wins\n  not_set_means: none\n  methods: [{ name: n, use: need_and_capacity, need: 50_000, capacity: [insured_amount] }]", Files.Standard() with { Customers = [] })
            .LimitSteps[0].Note.ShouldBe("a capacity (insured_amount) cannot be told, because 'insured_amount' is unknown (there is no insurance in force)");

    [Theory]
    [InlineData("Low", "120000 EUR")]
    [InlineData("High", "None")]
    public void Matrix_FindsTheCell(string band, string expected)
    {
        var file = band == "Low" ? Files.Standard() : Files.Standard() with
        {
            OpenItems = [Files.Open("I1", Files.Today.AddDays(-170), 95_000m)],
            Payments = [Files.Paid("P1", Files.Today.AddDays(-10), 80, 1_000m)],
        };
        Decide("""
              erp: policy_wins
              not_set_means: not_set
              methods:
                - name: by band and sales
                  use: matrix
                  boundary: lower_inclusive
                  rows: { input: band, values: [Low, [Moderate, Elevated]], others: yes }
                  columns: { input: average_monthly_sales, bounds: [1_000, 10_000] }
                  cells:
                    - [5_000, average_monthly_sales * 48, unlimited]
                    - [none, 10_000, 20_000]
                    - [none, none, none]
            """, file).Limit.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("lower_inclusive", "2000 EUR")]
    [InlineData("upper_inclusive", "1000 EUR")]
    public void Matrix_ValueOnABound_BelongsToTheDeclaredSide(string boundary, string expected) =>
        Limit($"  erp: policy_wins\n  not_set_means: not_set\n  methods: [{{ name: m, use: matrix, boundary: {boundary}, rows: {{ input: erp_hold, values: [yes, no] }}, columns: {{ input: erp_limit, bounds: [100_000] }}, cells: [[1, 2], [1_000, 2_000]] }}]")
            .ShouldBe(expected);

    [Theory]
    [InlineData("most_restrictive", "10000 EUR")]
    [InlineData("first_match", "20000 EUR")]
    [InlineData("highest", "30000 EUR")]
    public void Methods_AreCombinedAsDeclared(string combine, string expected) =>
        Limit($"  erp: policy_wins\n  not_set_means: not_set\n  combine: {combine}\n  methods:\n    - {{ name: z, use: fixed, amount: not_set }}\n    - {{ name: a, use: fixed, amount: 20_000 }}\n    - {{ name: b, use: fixed, amount: 10_000 }}\n    - {{ name: c, use: formula, formula: 30_000 }}")
            .ShouldBe(expected);

    [Fact]
    public void MethodWithCondition_IsUsedOnlyWhenItHolds()
    {
        const string Limits = "  erp: policy_wins\n  not_set_means: not_set\n  combine: first_match\n  methods:\n    - { name: new, use: fixed, amount: 500, when: tenure_months < 6 }\n    - { name: old, use: fixed, amount: unlimited, when: tenure_months >= 6 }";
        var decision = Decide(Limits);
        decision.Limit.ShouldBe(CreditLimit.Unlimited);
        decision.LimitSteps[0].Note.ShouldBe("not used, because it is not so that tenure_months < 6");
        Limit(Limits, Files.Standard() with { Customers = [Files.Customers(CreditLimit.NotSet) with { CustomerSince = Files.Today.AddDays(-20) }] }).ShouldBe("500 EUR");
    }

    [Fact]
    public void NegativeFormula_GrantsNothingAndSaysSo()
    {
        var decision = Decide("  erp: policy_wins\n  not_set_means: unlimited\n  methods: [{ name: odd, use: formula, formula: 5 - erp_limit }]");
        decision.Limit.ShouldBe(CreditLimit.None);
        decision.Notes.ShouldContain(n => n.Code == "negative_limit");
    }

    /// <summary>Previous limit, bounds, and the limit that counts when the policy finds 100,000.</summary>
    [Theory]
    [InlineData("NotSet", "raise_up_to_percent: 1", "100000 EUR", false)]
    [InlineData("90000 EUR", "raise_up_to_percent: 20", "100000 EUR", false)]
    [InlineData("50000 EUR", "raise_up_to_percent: 20", "50000 EUR", true)]
    [InlineData("50000 EUR", "raise_up_to_percent: 200, raise_up_to_amount: 10_000", "50000 EUR", true)]
    [InlineData("None", "raise_up_to_percent: 100", "None", true)]
    [InlineData("120000 EUR", "raise_up_to_percent: 1", "100000 EUR", false)]
    [InlineData("120000 EUR", "lower_up_to_percent: 10", "120000 EUR", true)]
    [InlineData("Unlimited", "lower_up_to_amount: 10", "Unlimited", true)]
    [InlineData("Unlimited", "raise_up_to_amount: 10", "100000 EUR", false)]
    public void AutomaticChange_BeyondTheBounds_IsProposed(string previous, string bounds, string expected, bool isProposed)
    {
        var file = Files.Standard() with { Prior = new PriorStanding { DecidedOn = Files.Today.AddDays(-1), Limit = Text(previous) } };
        var decision = Decide($"  erp: policy_wins\n  not_set_means: not_set\n  methods: [{{ name: all, use: fixed, amount: 100_000 }}]\n  automatic_change: {{ {bounds} }}", file);
        decision.Limit.ToString().ShouldBe(expected);
        (decision.ProposedLimit is not null).ShouldBe(isProposed);
        decision.ReviewRequests.Count.ShouldBe(isProposed ? 1 : 0);
        if (decision.ProposedLimit is { } proposed)
            (proposed.From.ToString(), proposed.To.ToString()).ShouldBe((expected, "100000 EUR"));
        var again = CreditEvaluator.Evaluate(file with { Prior = PriorStanding.Of(decision) }, StarterPolicy.Parse(WithLimit($"  erp: policy_wins\n  not_set_means: not_set\n  methods: [{{ name: all, use: fixed, amount: 100_000 }}]\n  automatic_change: {{ {bounds} }}")));
        DecisionHash.OfContent(again).ShouldBe(DecisionHash.OfContent(decision), "evaluated again, it says the same");
    }

    [Fact]
    public void AutomaticChange_DoesNotBindWhatTheErpHolds() =>
        Limit("  erp: erp_wins\n  not_set_means: not_set\n  automatic_change: { raise_up_to_percent: 1 }", Files.Standard() with { Prior = new PriorStanding { Limit = Text("10 EUR") } }).ShouldBe("100000 EUR");

    [Fact]
    public void AutoRaise_RaisesAndTellsSales()
    {
        var decision = Decide("  erp: erp_wins\n  not_set_means: not_set\n  auto_raise: { when: band = \"Low\", percent: 20, highest: 110_000 }");
        decision.Limit.ToString().ShouldBe("110000 EUR");
        decision.Message.ShouldContain("the limit includes EUR 10,000 more than usual, which you can offer.");
        Limit("  erp: erp_wins\n  not_set_means: not_set\n  auto_raise: { when: band = \"High\", percent: 20 }").ShouldBe("100000 EUR");
        Limit("  erp: erp_wins\n  not_set_means: not_set\n  auto_raise: { when: band = \"Low\", percent: 20, highest: 90_000 }").ShouldBe("100000 EUR", "a raise never lowers");
    }

    public static TheoryData<string, string, string, string?> Mistakes => new()
    {
        { "methods: [{ name: a, use: fixd, amount: 5 }]", "limit.methods[0].use", "choose one of", "fixed" },
        { "methods: [{ name: a, use: fixed }]", "limit.methods[0].amount", "'amount' is missing", null },
        { "methods: [{ name: a, use: fixed, amount: 0 }]", "limit.methods[0].amount", "0 can mean no credit or no limit", null },
        { "methods: [{ name: a, use: fixed, amount: 5, when: score > band }]", "limit.methods[0].when", "a number or amount is needed", null },
        { "methods: [{ name: a, use: need_and_capacity, need: 5 }]", "limit.methods[0].capacity", "'capacity' is missing", null },
        { "methods: [{ name: a, use: need_and_capacity, need: 5, capacity: [] }]", "limit.methods[0].capacity", "At least one formula", null },
        { "methods: [{ name: a, use: need_and_capacity, need: 5, capacity: [turnovr] }]", "limit.methods[0].capacity[0]", "no input 'turnovr'", "turnover" },
        { "methods: [{ name: a, use: matrix, rows: { input: band, values: [Low] }, columns: { input: erp_hold, values: [yes] }, cells: [[5, 6]] }]", "limit.methods[0].cells[0]", "This row has 2 cells and the matrix 1 columns: yes", null },
        { "methods: [{ name: a, use: matrix, rows: { input: band, values: [Low, low] }, columns: { input: erp_hold, values: [yes] }, cells: [[5], [5]] }]", "limit.methods[0].rows.values[1]", "stands here twice", null },
        { "methods: [{ name: a, use: matrix, rows: { input: band, values: [Low] }, columns: { input: erp_hold, values: [yes] }, cells: [[5], [5]] }]", "limit.methods[0].cells", "There are 2 rows of cells and the matrix has 1 rows: Low", null },
        { "methods: [{ name: a, use: matrix, rows: { input: score, bounds: [5] }, columns: { input: erp_hold, values: [yes] }, cells: [[5], [5]] }]", "limit.methods[0].boundary", "'boundary' is missing", null },
        { "methods: [{ name: a, use: matrix, rows: { input: band, values: [Low] }, columns: { input: erp_hold, values: [yes] }, cells: [[0]] }]", "limit.methods[0].cells[0][0]", "0 can mean", null },
        { "methods: [{ name: a, use: matrix, rows: { input: band, values: [Low] }, columns: { input: erp_hold, values: [yes] }, cells: [[erp_limt]] }]", "limit.methods[0].cells[0][0]", "no input 'erp_limt'", "erp_limit" },
        { "adjustments: [{ name: a }]", "limit.adjustments[0].add", "'add' is missing", null },
        { "adjustments: [{ name: a, add: tenure_months }]", "limit.adjustments[0].add", "an amount is needed here", null },
        { "automatic_change: { raise_up_to: 5 }", "limit.automatic_change.raise_up_to", "not known here", "raise_up_to_percent" },
        { "automatic_change: {}", "limit.automatic_change", "No bound is named", null },
        { "auto_raise: { when: band = \"Low\" }", "limit.auto_raise.percent", "'percent' is missing", null },
        { "combine: hihgest", "limit.combine", "choose one of", "highest" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsReportedWithPlaceAndSuggestion(string limit, string path, string message, string? suggestion)
    {
        var problem = CreditPolicyParser.Parse(WithLimit($"  erp: erp_wins\n  not_set_means: not_set\n  {limit}"), "policy.yaml").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
        problem.Suggestion.ShouldBe(suggestion);
    }

    private static CreditLimit Text(string text) => text switch
    {
        "NotSet" => CreditLimit.NotSet,
        "None" => CreditLimit.None,
        "Unlimited" => CreditLimit.Unlimited,
        var amount => CreditLimit.Of(Money.Parse(amount)),
    };
}
