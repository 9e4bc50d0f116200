using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using CreditBridge.UnitTests.Policies;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Builds the situations that reviews are planned in: Sandberg AG on Monday 2 November 2026, ten o'clock in Berlin, under the starter policy with rules of its own.</summary>
internal static class ReviewCases
{
    public const string Bounds = "overrides:\n  highest_amount: 300_000\n  longest_days: 60\n  end_when: [{ name: seriously late, when: oldest_past_due_days > 60 }]\n";

    private const string Deals = "reviews:\n  deal_due_in_business_days: 2\n  causes: [{ name: deal, cause: deal, statuses: [review_needed, conditional, does_not_fit] }, { name: limit, cause: limit_change }]\n";

    public static readonly DateTimeOffset Start = Files.On(Files.Today).Instant;

    public static CreditPolicy Policy { get; } = With("");

    public static UserRecord Dana { get; } = new("005D", "Dana Credit") { Email = "dana@example.com" };

    public static UserRecord Lee { get; } = new("005L", "Lee Credit") { Email = "lee@example.com" };

    /// <summary>The starter policy with more rules for reviews of deals; indented by two.</summary>
    public static CreditPolicy With(string rules, string bounds = Bounds) => Whole(Deals + rules, bounds);

    /// <summary>The starter policy with another section on reviews.</summary>
    public static CreditPolicy Whole(string reviews, string bounds = Bounds) =>
        StarterPolicy.Parse(Text("\n" + bounds + reviews));

    /// <summary>Text of the starter policy with other sections in the place of that on reviews.</summary>
    public static string Text(string sections) => Regex.Replace(StarterPolicy.Yaml, "^reviews:\n([ \t#].*\n|\n)*", "", RegexOptions.Multiline) + sections;

    public static CreditFile File(params OpportunityRecord[] deals) => Files.Standard() with { Opportunities = deals };

    public static ReviewSituation At(CreditFile file, CreditPolicy? policy = null, DateTimeOffset? now = null, IReadOnlyList<CreditReview>? reviews = null)
    {
        var rules = policy ?? Policy;
        var asOf = AsOf.At(now ?? Start, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var today = (file with { AsOf = asOf }).InOrder();
        return new ReviewSituation(rules, asOf, today, CreditEvaluator.Evaluate(today, rules), reviews ?? [])
        {
            Users = new[] { Dana, Lee }.ToDictionary(u => u.Key),
        };
    }

    /// <summary>What is kept after a plan.</summary>
    public static IReadOnlyList<CreditReview> After(this ReviewSituation situation, ReviewPlan plan) =>
        [.. situation.Reviews.Select(r => plan.Reviews.FirstOrDefault(p => p.Key == r.Key) ?? r), .. plan.Reviews.Where(p => situation.Reviews.All(r => r.Key != p.Key))];

    /// <summary>The situation with a plan carried out: its reviews and exceptions are kept, and nothing has been decided on the account since.</summary>
    public static ReviewSituation Then(this ReviewSituation situation, ReviewPlan plan) => situation with
    {
        Reviews = situation.After(plan),
        File = situation.File with
        {
            Overrides = [.. situation.File.Overrides.Where(o => plan.Granted.All(g => g.Key != o.Key)).Concat(plan.Granted).OrderBy(o => o.Key, StringComparer.Ordinal)],
        },
    };

    public static ReviewRecord Decided(CreditReview review, ReviewVerdict verdict) => new("a0R1", ReviewStatus.Decided)
    {
        ReviewKey = review.Key,
        AccountKey = "001",
        OpportunityKey = review.OpportunityKey,
        Verdict = verdict,
        DecidedByKey = Dana.Key,
        DecidedAt = Start.AddMinutes(30),
    };
}
