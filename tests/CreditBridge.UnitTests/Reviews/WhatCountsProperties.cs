using System.Globalization;
using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>
/// Decisions on two reviews of one account in any order, with what happens meanwhile: exceptions are revoked, triggers end them, the policy becomes stricter. After each of them, every record is
/// read like a person reads it: what it says to count is in force, and what its last decision granted and is not in force is said not to count. Terms that a decision drops and holds that it ends
/// are said to end, and no others.
/// </summary>
public sealed partial class WhatCountsProperties
{
    private const int Steps = 12;

    private static readonly CreditPolicy[] Policies =
    [
        Policy,
        With("", Bounds.Replace("300_000", "120_000", StringComparison.Ordinal)),
        With("", "overrides:\n  highest_amount: 300_000\n  longest_days: 60\n"),
    ];

    [Fact]
    public void Property_WhatARecordSaysToCount_IsInForce_AndWhatItsLastDecisionGrantedAndIsNot_IsSaidNotToCount() =>
        Check.One(Cases.Of(20), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var account = new Account(random);
            for (var step = 0; step < Steps; step++)
            {
                var what = account.Step();
                foreach (var review in account.Reviews.Where(r => r.CrmKey is not null))
                    IsSo(account, review, $"seed {seed}, step {step}: {what}\n{review.State}: {review.Message}\n{string.Join("\n", account.Standings.Values.Select(s => $"{s.Key} {s.State}"))}");
            }

            return true;
        }));

    private static void IsSo(Account account, CreditReview review, string where)
    {
        var (notice, own) = review.Message?.Split("\nIt was decided: ", 2) switch { [var before, var after] => (before, after), [var all] => ("", all), _ => ("", "") };
        if (review.State == ReviewState.Decided)
        {
            var gone = After(notice, "No longer counts: ");
            Claims(After(notice, "still counts: ")).ShouldAllBe(c => account.IsInForce(review, c), where);
            Claims(gone).ShouldAllBe(c => !account.IsInForce(review, c), where);
            // What its sentences say to be granted; not what it ended, or what counted on the day.
            Claims(Regex.Split(own, @"It replaces|as of \d{4}")[0], what => !what.EndsWith("of the earlier decision ends", StringComparison.Ordinal))
                .ShouldAllBe(c => account.IsInForce(review, c) || Claims(gone).Exists(g => AreOne(c, g)), where);
            foreach (var granted in account.LastGranted(review).Where(g => !account.IsInForce(g.Key)))
                Claims(gone).ShouldContain(g => AreOne(g, Of(granted)), where);
        }
        else
        {
            Claims(After(own, " counts: ")).ShouldAllBe(c => account.IsInForce(review, c), where);
            Claims(After(own, "counts no more: ")).ShouldAllBe(c => !account.IsInForce(review, c), where);
            // And of an open one that was decided before, what others granted about the same and is in force.
            var others = After(own, "In force now, by other decisions: ");
            foreach (var key in account.Others(review))
                (others.Contains($" ({key})", StringComparison.Ordinal) == (review is { State: ReviewState.Open, DecidedAbout: not null } && account.IsInForce(key))).ShouldBeTrue($"{key}: {where}");
        }
    }

    private static string After(string text, string words) => text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? text[(at + words.Length)..].Split('\n')[0] : "";

    private static List<(OverrideEffect Effect, decimal? Amount)> Claims(string text, Func<string, bool>? isOne = null) =>
        [.. Sentence().Split(text).Where(s => isOne?.Invoke(s.TrimEnd('.')) ?? true).SelectMany(s => Claim().Matches(s)).Select(m => (EffectOf(m.Groups["what"].Value), AmountOf(m.Groups["amount"])))];

    private static (OverrideEffect Effect, decimal? Amount) Of(OverrideRecord granted) => (granted.Effect, granted.AmountCap?.Amount);

    // An amount may be left out on either side.
    private static bool AreOne((OverrideEffect Effect, decimal? Amount) a, (OverrideEffect Effect, decimal? Amount) b) =>
        a.Effect == b.Effect && (a.Amount is null || b.Amount is null || a.Amount == b.Amount);

    private static OverrideEffect EffectOf(string what) => what switch
    {
        "at least" => OverrideEffect.RaiseLimit,
        "at most" => OverrideEffect.LowerLimit,
        "deal passes" or "approval of the deal" => OverrideEffect.ClearDeals,
        "deal does not pass" or "decline of the deal" => OverrideEffect.DeclineDeals,
        _ => OverrideEffect.ReleaseHold,
    };

    private static decimal? AmountOf(Group amount) => amount.Success ? decimal.Parse(amount.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"(?<what>at least|at most|deal passes|deal does not pass|hold is lifted|approval of the deal|decline of the deal|lifting of the hold)(?: up to)?(?: EUR (?<amount>[\d,]*\d))?")]
    private static partial Regex Claim();

    [GeneratedRegex("The hold '(?<rule>[^']*)' ends with that")]
    private static partial Regex HoldThatEnds();

    [GeneratedRegex(@"(?<=\.) ")]
    private static partial Regex Sentence();

    private sealed class Account
    {
        private readonly Random _random;
        private readonly Dictionary<string, ReviewRecord> _records = [];
        private readonly Dictionary<string, List<OverrideRecord>> _granted = [];
        private CreditFile _file = File(Files.Deal("D1", 250_000m));
        private CreditPolicy _policy = Policies[0];
        private double _hours;

        public Account(Random random)
        {
            _random = random;
            foreach (var key in (string[])["a", "b"])
            {
                _records[key] = new ReviewRecord(key, ReviewStatus.New) { AccountKey = "001", OpportunityKey = random.Next(2) == 0 ? "D1" : null, CreatedAt = Start };
            }
        }

        public IReadOnlyList<CreditReview> Reviews { get; private set; } = [];

        public IReadOnlyDictionary<string, OverrideStanding> Standings { get; private set; } = new Dictionary<string, OverrideStanding>();

        public bool IsInForce(string key) => Standings.GetValueOrDefault(key)?.State is OverrideState.Active or OverrideState.UsedUp or OverrideState.NotYet;

        public bool IsInForce(CreditReview review, (OverrideEffect Effect, decimal? Amount) claim) =>
            _file.Overrides.Any(o => o.ReviewKey == review.Key && AreOne(claim, Of(o)) && IsInForce(o.Key));

        // What lifts a hold is in force also where there is none to be lifted, and need not be said then.
        public IEnumerable<string> Others(CreditReview review) => _file.Overrides.Where(o => o.ReviewKey != review.Key
            && (review.OpportunityKey is null ? o.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit : o.OpportunityKey == review.OpportunityKey)).Select(o => o.Key);

        public List<OverrideRecord> LastGranted(CreditReview review) => _granted.GetValueOrDefault(review.Key) ?? [];

        public string Step()
        {
            _hours += _random.Next(4) == 0 ? 20 : 1;
            var what = Happen();
            // Until nothing follows any more.
            for (var cycle = 0; Cycle(); cycle++)
                cycle.ShouldBeLessThan(5, what);
            return what;
        }

        private string Happen()
        {
            var key = _random.Next(2) == 0 ? "a" : "b";
            switch (_random.Next(14))
            {
                case 0:
                    _file = _file with { OpenItems = _file.OpenItems.Count == 0 ? [Files.Open("I1", Files.Today.AddDays(-61), 200m)] : [] };
                    return "a trigger fits or nothing is late any more";
                case 1:
                    _file = _file with { OpenItems = [Files.Open("I2", Files.Today.AddDays(-45), 20_000m)] };
                    return "a hold";
                case 13:
                    _file = _file with { OpenItems = [Files.Open("I3", Files.Today.AddDays(90), 130_000m)] };
                    return "far over the limit";
                case 2 or 3:
                    _policy = Policies[_random.Next(Policies.Length)];
                    return "another policy";
                case 4 when _file.Overrides.Count > 0:
                    var revoked = _file.Overrides[_random.Next(_file.Overrides.Count)].Key;
                    _file = _file with { Overrides = [.. _file.Overrides.Where(o => o.Key != revoked)] };
                    return $"{revoked} is revoked";
                case 5:
                    _records[key] = _records[key] with { Status = ReviewStatus.InReview };
                    return $"{key} is set back";
                case 6:
                    _records[key] = _records[key] with { Status = ReviewStatus.Withdrawn };
                    return $"{key} is withdrawn";
                default:
                    var verdict = (ReviewVerdict)((int[])[0, 0, 0, 1, 2, 3, 4])[_random.Next(7)];
                    var mayName = verdict is ReviewVerdict.Approved or ReviewVerdict.ApprovedWithConditions or ReviewVerdict.HoldLifted;
                    var limit = mayName && _random.Next(4) > 0 ? Files.Euros(_random.Next(3, 20) * 10_000m) : (Money?)null;
                    _records[key] = _records[key] with
                    {
                        Status = ReviewStatus.Decided, Verdict = verdict, ApprovedLimit = limit, Conditions = "secured", DecidedByKey = Dana.Key, DecidedAt = Start.AddHours(_hours),
                        ApprovedTerms = mayName && _random.Next(2) == 0 ? PaymentTerms.Net(15 * _random.Next(1, 4)) : null,
                    };
                    return $"{key}: {verdict} {limit?.ToDisplay()} {_records[key].ApprovedTerms}";
            }
        }

        private bool Cycle()
        {
            var situation = At(_file, _policy, Start.AddHours(_hours), Reviews) with { InCrm = [.. _records.Values] };
            var plan = ReviewPlanner.Plan(situation);
            var then = situation.Then(plan);
            var decided = plan.Reviews.Where(r => r is { State: ReviewState.Decided, Outcome: { } outcome } && outcome != Reviews.FirstOrDefault(b => b.Key == r.Key)?.Outcome).ToList();
            foreach (var review in decided)
                TermsAreSaidToEnd(situation, review, plan.Granted);
            if (plan.Granted.Count > 0)
                HoldsAreSaidToEnd(situation, then, decided);
            foreach (var (key, record) in _records.ToList())
            {
                if (then.Reviews.FirstOrDefault(r => r.CrmKey == key) is not { } review)
                    continue;
                // What this decision granted, as it is handed over to be kept.
                if (review.Outcome is { Refusal: null } outcome && outcome != Reviews.FirstOrDefault(r => r.Key == review.Key)?.Outcome)
                    _granted[review.Key] = [.. plan.Granted.Where(g => g.ReviewKey == review.Key && (g.EndedOn is null || plan.Granted.Any(o => o.Key == g.ReplacedBy && o.ReviewKey != review.Key)))];
                else if (review.Outcome is null)
                    _granted.Remove(review.Key);
                // What the service writes.
                if (review.State == ReviewState.Withdrawn)
                    _records[key] = record with { Status = ReviewStatus.Withdrawn };
                else if (review is { State: ReviewState.Open, Outcome.Refusal: not null } && record.Status == ReviewStatus.Decided && _random.Next(2) == 0)
                    _records[key] = record with { Status = ReviewStatus.InReview };
            }

            var isChanged = plan.Reviews.Count > 0 || plan.Granted.Count > 0;
            (Reviews, Standings) = (then.Reviews, situation.Decision.Overrides.ToDictionary(o => o.Key));
            _file = _file with { Overrides = then.File.Overrides, Prior = PriorStanding.Of(situation.Decision) };
            return isChanged;
        }

        // Of what the same exception had in force before.
        private static void TermsAreSaidToEnd(ReviewSituation before, CreditReview review, IReadOnlyList<OverrideRecord> granted)
        {
            var was = before.File.Overrides.Where(o => o.ReviewKey == review.Key && before.Decision.Overrides.Any(s => s.Key == o.Key && s.State is OverrideState.Active or OverrideState.UsedUp)).ToList();
            foreach (var (old, next) in was.Select(o => (o, granted.FirstOrDefault(g => g.Key == o.Key && g.EndedOn is null))).Where(p => p.Item2 is not null))
            {
                review.Message.ShouldNotBeNull().Contains($"The terms {old.LongestTerms} of the earlier decision end.", StringComparison.Ordinal).ShouldBe(old.LongestTerms is not null && next!.LongestTerms is null);
                review.Message!.Contains($"The terms of the earlier decision change from {old.LongestTerms} to {next!.LongestTerms}.", StringComparison.Ordinal).ShouldBe(next.LongestTerms > old.LongestTerms);
            }

            if (!was.Exists(o => o.LongestTerms is not null))
                review.Message.ShouldNotBeNull().ShouldNotContain("erms of the earlier decision", Case.Sensitive);
        }

        // Nothing but the exceptions is another.
        private static void HoldsAreSaidToEnd(ReviewSituation before, ReviewSituation then, List<CreditReview> decided)
        {
            var after = At(then.File with { Prior = PriorStanding.Of(before.Decision) }, before.Policy, before.Now.Instant).Decision;
            var ended = before.Decision.HoldReasons.Select(h => h.Rule).Except(after.HoldReasons.Select(h => h.Rule)).Except(after.LiftedHolds.Select(h => h.Rule));
            decided.SelectMany(r => HoldThatEnds().Matches(r.Message ?? "")).Select(m => m.Groups["rule"].Value).ShouldBe(ended);
        }
    }
}
