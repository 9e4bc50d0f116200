using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

public sealed class StatementAndBureauInputTests
{
    private static readonly CreditParty Party = CreditParty.Account("001");

    /// <summary>Dollars at 0.8 euros, for nine months; an older statement and one whose period is not over do not count.</summary>
    private static readonly CreditFile File = Files.Standard() with
    {
        Statements =
        [
            new FinancialStatementRecord("F1", Party, new DateOnly(2025, 12, 31), Files.Eur) { Turnover = 1m, TotalAssets = 1m },
            new FinancialStatementRecord("F2", Party, new DateOnly(2026, 6, 30), Files.Usd)
            {
                Months = 9,
                Turnover = 1_125m,
                Ebit = 90m,
                NetIncome = 45m,
                InterestExpense = 30m,
                TotalAssets = 1_000m,
                CurrentAssets = 500m,
                Inventory = 140m,
                IntangibleAssets = 100m,
                TotalLiabilities = 500m,
                CurrentLiabilities = 300m,
                RetainedEarnings = 300m,
            },
            new FinancialStatementRecord("F3", Party, Files.Today.AddDays(1), Files.Eur) { Turnover = 9_999m },
        ],
        BureauReports =
        [
            new BureauReportRecord("B1", Party, "dnb", Files.Today.AddDays(-40)) { Score = 70m, Rating = "3A", Employees = 120, FoundedIn = 1999, RecommendedLimit = new(1_000m, Files.Usd) },
            new BureauReportRecord("B2", Party, "creditsafe", Files.Today.AddDays(-10)) { FailurePercent = 1.5m, DaysBeyondTerms = 8m },
            new BureauReportRecord("B3", Party, "dnb", Files.Today.AddDays(-80)) { Score = 20m },
            new BureauReportRecord("B4", Party, "dnb", Files.Today.AddDays(3)) { Score = 1m },
        ],
        Signals =
        [
            new SignalRecord("S1", Party, "insolvency", Files.Today.AddDays(-365)) { Severity = SignalSeverity.Critical },
            new SignalRecord("S2", Party, "fraud", Files.Today.AddDays(-366)) { Severity = SignalSeverity.Critical },
            new SignalRecord("S3", Party, "dismissals", Files.Today.AddDays(-7)) { Severity = SignalSeverity.Warning },
            new SignalRecord("S4", Party, "news", Files.Today.AddDays(-3)),
        ],
    };

    [Theory]
    [InlineData("turnover", 1_200)] // 1,125 x 12 / 9 x 0.8
    [InlineData("ebit", 96)]
    [InlineData("net_income", 48)]
    [InlineData("total_assets", 800)]
    [InlineData("equity", 400)]
    [InlineData("tangible_net_worth", 320)]
    [InlineData("working_capital", 160)]
    [InlineData("equity_percent", 50)]
    [InlineData("current_ratio", 1.6667)]
    [InlineData("quick_ratio", 1.2)]
    [InlineData("debt_to_equity", 1)]
    [InlineData("interest_cover", 3)]
    [InlineData("z_score", 2.6873)] // 3.107 x .12 + .998 x 1.5 + .42 x 1 + .717 x .2 + .847 x .3
    [InlineData("statement_age_months", 4)]
    [InlineData("operating_cash_flow", null)]
    [InlineData("bureau_score", 70)]
    [InlineData("bureau_failure_percent", 1.5)]
    [InlineData("bureau_days_beyond_terms", 8)]
    [InlineData("bureau_recommended_limit", 800)]
    [InlineData("employees", 120)]
    [InlineData("company_age_years", 27)]
    [InlineData("bureau_report_age_days", 10)]
    [InlineData("bureau_oldest_age_days", 40)]
    [InlineData("bureau_report_count", 2)]
    [InlineData("critical_signals_count", 1)]
    [InlineData("warning_signals_count", 1)]
    [InlineData("days_since_last_signal", 3)]
    public void Figure_IsAsWorkedOutByHand(string input, double? expected) => Readings.ShouldBe(File, StarterPolicy.Policy, input, expected);

    [Fact]
    public void Rating_IsTheNewestOneStated() => Readings.Of(File, StarterPolicy.Policy, "bureau_rating").Text.ShouldBe("3A");

    [Theory]
    [InlineData("z_score")]
    [InlineData("equity")]
    [InlineData("statement_age_months")]
    [InlineData("bureau_score")]
    [InlineData("bureau_oldest_age_days")]
    [InlineData("days_since_last_signal")]
    public void WithoutRecords_TheFigureIsMissing(string input) => Readings.ShouldBe(Files.Standard(), StarterPolicy.Policy, input, null);

    [Fact]
    public void NoEquityLeft_ThereIsNoDebtToEquity()
    {
        var file = Files.Standard() with { Statements = [new FinancialStatementRecord("F", Party, Files.Today, Files.Eur) { TotalAssets = 100m, TotalLiabilities = 120m, Ebit = 5m, InterestExpense = 0m }] };
        Readings.ShouldBe(file, StarterPolicy.Policy, "equity", -20);
        Readings.ShouldBe(file, StarterPolicy.Policy, "debt_to_equity", null);
        Readings.ShouldBe(file, StarterPolicy.Policy, "interest_cover", null);
    }
}
