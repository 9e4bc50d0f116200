using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

/// <summary>Open items, worked out by hand.</summary>
public sealed class ReceivableInputTests
{
    private static readonly CreditFile File = Files.Standard() with
    {
        OpenItems =
        [
            Files.Open("R1", Files.Today, 50_000m),
            Files.Open("R2", Files.Today.AddDays(-1), 12_000m),
            Files.Open("R3", Files.Today.AddDays(-30), 8_000m),
            Files.Open("R4", Files.Today.AddDays(-31), 9_000m),
            Files.Open("R5", Files.Today.AddDays(-60), 6_000m) with { Disputed = true },
            Files.Open("R6", Files.Today.AddDays(-90), 10_000m),
            Files.Open("R7", Files.Today.AddDays(-91), 5_000m),
            Files.Open("C1", Files.Today.AddDays(-91), -700m, DocumentType.CreditNote),
            Files.Open("C2", Files.Today, -300m, DocumentType.UnappliedCash),
        ],
    };

    [Theory]
    [InlineData("aging_current", 50_000)]
    [InlineData("aging_1_30", 20_000)]
    [InlineData("aging_31_60", 15_000)]
    [InlineData("aging_61_90", 10_000)]
    [InlineData("aging_91_plus", 5_000)]
    [InlineData("days_beyond_terms_from_aging", 22.5)] // (15 x 20 + 45 x 15 + 75 x 10 + 105 x 5) / 100
    [InlineData("past_due_amount", 44_000)] // without what is disputed
    [InlineData("past_due_over_30", 24_000)]
    [InlineData("past_due_over_60", 15_000)]
    [InlineData("past_due_over_90", 5_000)]
    [InlineData("past_due_average_days", 42.86)] // (12 x 1 + 8 x 30 + 9 x 31 + 10 x 90 + 5 x 91) / 44
    [InlineData("largest_open_invoice", 50_000)]
    [InlineData("disputed_percent", 6)]
    [InlineData("credit_notes_amount", 700)]
    [InlineData("unapplied_cash_amount", 300)]
    public void Figure_IsAsWorkedOutByHand(string input, object? expected) => Readings.ShouldBe(File, StarterPolicy.Policy, input, expected);

    [Theory]
    [InlineData("aging_1_30", 0)]
    [InlineData("days_beyond_terms_from_aging", null)]
    [InlineData("past_due_average_days", null)]
    [InlineData("disputed_percent", null)]
    [InlineData("largest_open_invoice", 0)]
    public void WithNothingOpen_TheFigureIsZeroOrMissing(string input, object? expected) => Readings.ShouldBe(Files.Standard(), StarterPolicy.Policy, input, expected);

    [Fact]
    public void AgingBuckets_AddUpToWhatIsOpen()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var file = RandomFiles.Absurd(seed);
            var buckets = new[] { "aging_current", "aging_1_30", "aging_31_60", "aging_61_90", "aging_91_plus" }.Select(b => Readings.Of(file, StarterPolicy.Policy, b).Number).ToList();
            var open = Readings.Of(file, StarterPolicy.Policy, "open_receivables").Number;
            buckets.ShouldAllBe(b => b.HasValue == open.HasValue, "all are unknown when one amount cannot be converted");
            (open is null ? null : buckets.Sum()).ShouldBe(open);
        }
    }
}
