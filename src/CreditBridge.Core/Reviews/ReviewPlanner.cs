using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// Works out what is to become of an account's reviews: opened once, merged when reasons add up, decided, withdrawn when every reason has gone. Pure, and idempotent:
/// planning again on its own result changes nothing.
/// </summary>
public static class ReviewPlanner
{
    /// <summary>What is to become of the reviews.</summary>
    public static ReviewPlan Plan(ReviewSituation situation)
    {
        var context = new ReviewContext(situation);
        var planning = new Planning(context);
        planning.ReadCrm();
        planning.FindReasons();
        planning.Prepare();
        return planning.Result();
    }

    private sealed class Planning
    {
        private const string Asked = "asked:";

        private readonly ReviewContext _context;
        private readonly Routing _routing;
        private readonly ReviewVerdicts _verdicts;
        private readonly List<CreditReview> _reviews;
        private readonly List<CreditReview> _before;
        private readonly List<OverrideRecord> _granted = [];
        private readonly HashSet<string> _new = new(StringComparer.Ordinal);
        // Decided just now; of these, on records on which we had not asked for it: a person's own, or one that we had withdrawn.
        private readonly HashSet<string> _decided = new(StringComparer.Ordinal);
        private readonly HashSet<string> _unasked = new(StringComparer.Ordinal);
        private readonly Dictionary<string, IReadOnlyList<string>> _owed = new(StringComparer.Ordinal);

        public Planning(ReviewContext context)
        {
            _context = context;
            _routing = new Routing(context);
            _verdicts = new ReviewVerdicts(context);
            _before = [.. context.Given.Reviews];
            // An account that was merged into this one brings its reviews with it.
            _reviews = [.. _before.Select(r => r with { AccountKey = context.Given.File.Account.Key })];
        }

        public void ReadCrm()
        {
            // Its record was deleted and is made anew: a refusal speaks of a decision that the new record does not have.
            foreach (var anew in _reviews.Where(r => r is { State: ReviewState.Open, CrmKey: null, Outcome.Refusal: not null } && _context.Given.InCrm.All(c => c.ReviewKey != r.Key)).ToList())
                Put(anew with { Outcome = null });
            // The newest decision counts: it is judged last.
            var inOrder = _context.Given.InCrm.OrderBy(r => r.Status == ReviewStatus.Decided ? r.DecidedAt ?? r.CreatedAt : null).ThenBy(r => r.CreatedAt).ThenBy(r => r.Key, StringComparer.Ordinal);
            foreach (var record in inOrder)
            {
                var index = _reviews.FindIndex(r => r.Key == record.ReviewKey || r.CrmKey == record.Key);
                if (index < 0 && Adopted(record) is { } adopted)
                {
                    _reviews.Add(adopted);
                    _new.Add(adopted.Key);
                    index = _reviews.Count - 1;
                }

                if (index >= 0)
                    _reviews[index] = Read(_reviews[index], record);
            }

            foreach (var gone in _reviews.Where(r => r.State == ReviewState.Open && !HasItsRecord(r)).ToList())
                Put(Closed(gone, ReviewState.Withdrawn, "Its record is gone from the CRM: nobody has to decide any more."));
        }

        public void FindReasons()
        {
            GoOn();
            MergeDoubles();
            var checks = _context.Given.Decision.Deals.ToDictionary(d => d.OpportunityKey, StringComparer.Ordinal);
            var underReview = _reviews.Where(r => r.State == ReviewState.Open).Select(r => r.OpportunityKey).OfType<string>();
            var deals = checks.Keys.Concat(underReview).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            foreach (var deal in deals)
                Open(deal, checks.TryGetValue(deal, out var check) ? ReviewReasons.OfDeal(_context, check) : []);
            Open(null, ReviewReasons.OfAccount(_context, OpenOf(null), DecidedOf(null)));
        }

        public void Prepare()
        {
            for (var i = 0; i < _reviews.Count; i++)
            {
                if (_reviews[i].State == ReviewState.Open)
                    _reviews[i] = Prepared(_reviews[i]);
            }
        }

        public ReviewPlan Result()
        {
            // That the same stands in a newer decision is no change.
            var changed = _reviews.Where(r => _before.Find(b => b.Key == r.Key) is not { } before || !ReviewEquality.Same(before, r with { DecisionId = before.DecisionId })).ToList();
            var moments = _reviews.Select(r => r.NextMoment).Append(_context.NextMoment).OfType<DateTimeOffset>().Where(m => m > _context.Now).ToList();
            return new ReviewPlan(changed) { Granted = _granted, Owed = _owed, NextMoment = moments.Count > 0 ? moments.Min() : null };
        }

        // A review that a person created. One that was decided before we ever saw it and before another was closed is history; one that is open and carries its key came from another account.
        private CreditReview? Adopted(ReviewRecord record)
        {
            var key = PersonsReview.KeyOf(record.Key);
            if ((record.ReviewKey is { } given && (given != key || record.Status == ReviewStatus.Decided)) || record.Status == ReviewStatus.Withdrawn
                || (record.Status == ReviewStatus.Decided
                    && _reviews.Exists(r => r.OpportunityKey == record.OpportunityKey && r.Outcome is { Refusal: null } && r.ClosedAt >= (record.DecidedAt ?? record.CreatedAt))))
                return null;
            var text = record.Reason is { Length: > 0 } reason ? $"Asked for in the CRM: {reason}." : "Asked for in the CRM.";
            var since = record.CreatedAt is { } created ? _context.Hours.DayOf(created) : _context.Today;
            var amount = AmountOf(record.OpportunityKey);
            var effort = ReviewWork.EffortOf(_context, [ReviewCause.Asked], amount);
            return New(key, record.OpportunityKey, record.CreatedAt ?? _context.Now) with
            {
                CrmKey = record.Key,
                Priority = record.Priority ?? 2,
                AskedPriority = record.Priority,
                Amount = amount,
                Effort = effort.Name,
                EffortHours = effort.Hours,
                Reasons = [new ReviewReason(ReviewCause.Asked, Asked + record.Key, text, since)],
            };
        }

        private CreditReview Read(CreditReview review, ReviewRecord record)
        {
            review = review with { CrmKey = record.Key, CrmNumber = record.Number };
            if (review.State == ReviewState.Open)
            {
                review = review with { StartedAt = review.StartedAt ?? record.StartedAt ?? (record.Status == ReviewStatus.InReview ? _context.Now : null) };
                review = Waiting(review, record.Status == ReviewStatus.WaitingForDocuments);
                if (record.OwnerKey is { } owner && owner != review.Analyst && (_routing.IsAnalyst(owner) || TakesUp(review, owner)))
                    review = review with { Analyst = owner };
                review = review with { ShowsWithdrawn = review.ShowsWithdrawn == true && record.Status == ReviewStatus.Withdrawn ? true : null };
                if (record.Status == ReviewStatus.Withdrawn && review.ShowsWithdrawn is null)
                {
                    var by = record.DecidedByKey ?? record.OwnerKey ?? "";
                    return Closed(review, ReviewState.Withdrawn, "Withdrawn in the CRM.") with { Outcome = new ReviewOutcome(ReviewVerdict.NoChange, by, _context.Now, null) };
                }
            }

            var wasUndecided = UndecidedReview.Is(review);
            if (record.Status != ReviewStatus.Decided || (review.State == ReviewState.Withdrawn && !wasUndecided))
                return review;
            var asRead = ReviewVerdicts.AsRead(record);
            if (review.Outcome?.AsRead == asRead)
                return review;
            var judged = _verdicts.Judge(review, record, asRead);
            if (judged.Outcome.Refusal is not null)
            {
                // One that counted before and was changed into one that does not goes back to work; what was granted stands until it is right. Another one that is open joins it.
                return SlaClock.Reopened(review, _context) with
                {
                    State = ReviewState.Open,
                    ClosedAt = null,
                    JoinedTo = null,
                    Outcome = judged.Outcome,
                    Message = judged.Message,
                    RefusedDecisions = review.RefusedDecisions + 1,
                };
            }

            foreach (var granted in judged.Granted)
            {
                _granted.RemoveAll(g => g.Key == granted.Key);
                _granted.Add(granted);
            }

            _decided.Add(review.Key);
            if (wasUndecided || _new.Contains(review.Key))
                _unasked.Add(review.Key);
            return Closed(review, ReviewState.Decided, judged.Message) with { ClosedAt = judged.Outcome.At, Outcome = judged.Outcome, Band = _context.Band?.Name, JoinedTo = null };
        }

        // That it waits for documents is written by us when it does, and by people when they wait for some that no rule knows. What was ours and is still to be read as
        // changed back is none of theirs.
        private CreditReview Waiting(CreditReview review, bool waits)
        {
            var isOurs = !_new.Contains(review.Key) && (review.CompleteAt is null || review.Pauses is [.., { Until: null }]);
            var byHand = waits && (review.WaitsByHand == true || (review.SeenWaiting != true && !isOurs));
            return review with { SeenWaiting = waits ? true : null, WaitsByHand = byHand ? true : null };
        }

        // What persons asked for ends with a decision or with their record, and with nothing else. What we had withdrawn meanwhile (the deal was closed, the review that it was joined to has lost its
        // own record) goes on when that is over.
        private void GoOn()
        {
            foreach (var review in _reviews.Where(r => CanGoOn(r) && RootOf(r) is { } root && (root.Key == r.Key || (UndecidedReview.Is(root) && !CanGoOn(root)))).ToList())
            {
                var record = _context.Given.InCrm.FirstOrDefault(c => c.Key == review.CrmKey);
                var goesOn = SlaClock.Reopened(review, _context) with
                {
                    State = ReviewState.Open,
                    ClosedAt = null,
                    Message = null,
                    JoinedTo = null,
                    ShowsWithdrawn = record?.Status == ReviewStatus.Withdrawn ? true : null,
                };
                Put(record is null ? goesOn : Read(goesOn, record));
            }
        }

        private bool CanGoOn(CreditReview review) => UndecidedReview.Is(review) && HasItsRecord(review) && review.Reasons.Any(r => r.Cause == ReviewCause.Asked && !HasEnded(r))
            && (review.OpportunityKey is not { } deal || _context.Deals.ContainsKey(deal))
            && !_reviews.Exists(r => r.OpportunityKey == review.OpportunityKey && r.Outcome is { Refusal: null } && r.ClosedAt > review.ClosedAt);

        // Where a review that was joined to another one goes on in the end; null when that is not known any more.
        private CreditReview? RootOf(CreditReview review)
        {
            CreditReview? root = review;
            for (var i = 0; i < _reviews.Count && root is { JoinedTo: { } next }; i++)
                root = _reviews.Find(r => r.Key == next);
            return root;
        }

        // A review that a person created is nothing without its record.
        private bool HasItsRecord(CreditReview review) => PersonsReview.RecordOf(review.Key) is not { } id || _context.Given.InCrm.Any(c => c.Key == id);

        // What a person asked for has ended with a decision on their own record, and without the record.
        private bool HasEnded(ReviewReason reason) => reason.Cause == ReviewCause.Asked
            && (_context.Given.InCrm.All(c => Asked + c.Key != reason.Key) || _reviews.Exists(r => Asked + r.CrmKey == reason.Key && r.State == ReviewState.Decided));

        // Two open ones for one subject, after accounts were merged or because a person created another: the younger goes into the older.
        private void MergeDoubles()
        {
            foreach (var doubles in _reviews.Where(r => r.State == ReviewState.Open).GroupBy(r => r.OpportunityKey).Where(g => g.Count() > 1).ToList())
            {
                // A decision that has to be put right stays on its own record.
                var kept = First(doubles.Where(IsReopened).DefaultIfEmpty(First(doubles)));
                foreach (var other in doubles.Where(r => r.Key != kept.Key && !IsReopened(r)))
                {
                    Put(Closed(other, ReviewState.Withdrawn, GoesOnAs(kept, other)) with { JoinedTo = kept.Key });
                    Put(kept = WithJoined(kept, other));
                }
            }
        }

        private string GoesOnAs(CreditReview kept, CreditReview other)
        {
            var where = !IsAsked(other) ? $"{kept.Key}."
                : $"{NameOf(kept)}: {(other.OpportunityKey is null ? "the account" : "the deal")} has a review that is open, and needs one decision. Decide there.";
            return $"Goes on as {where}{(other.Outcome?.Refusal is { } refusal ? $" The decision on this one is not followed: {refusal}" : "")}";
        }

        // Whoever works on the one, and the promise that has begun there, stay.
        private static CreditReview WithJoined(CreditReview kept, CreditReview other)
        {
            var both = kept with
            {
                AskedPriority = AskedPriority(kept, other),
                Reasons = [.. kept.Reasons, .. other.Reasons.Where(o => kept.Reasons.All(k => k.Key != o.Key))],
                StartedAt = kept.StartedAt ?? other.StartedAt,
                Team = kept.Analyst is null ? other.Team : kept.Team,
                Analyst = kept.Analyst ?? other.Analyst,
            };
            return kept.CompleteAt is not null || other.CompleteAt is null ? both : both with
            {
                CompleteAt = other.CompleteAt,
                WasCompleteAtOnce = other.WasCompleteAtOnce,
                WindowMinutes = other.WindowMinutes,
                FirstResponseMinutes = other.FirstResponseMinutes,
                Pauses = other.Pauses,
                Escalated = other.Escalated,
            };
        }

        private static int? AskedPriority(CreditReview kept, CreditReview other) => (IsAsked(kept), IsAsked(other)) switch
        {
            (_, false) => kept.AskedPriority,
            (false, true) => other.AskedPriority,
            _ when kept.AskedPriority is null && other.AskedPriority is null => null,
            _ => Math.Min(kept.AskedPriority ?? 2, other.AskedPriority ?? 2),
        };

        // As people find it in the CRM, where that is known.
        private string NameOf(CreditReview review) => review.CrmNumber is { Length: > 0 } number ? $"{number} ({review.Key})" : review.Key;

        private void Open(string? deal, IReadOnlyList<FoundReason> found)
        {
            var (open, decided) = (OpenOf(deal), DecidedOf(deal));
            var amount = AmountOf(deal);
            // A person decided about the deal on a record on which we had not asked, or no more: that is the decision that we would ask for, whether another review was open, or that record
            // was joined to it already. About an account it is one about what that record was for.
            if (decided is { State: ReviewState.Decided } && _decided.Contains(decided.Key))
            {
                var isAboutAll = deal is not null && _unasked.Contains(decided.Key);
                // And what an earlier decision has settled stays settled.
                var earlier = DecidedOf(deal, decided.Key);
                var more = found.Select(f => f.Reason).Where(f => decided.Reasons.All(r => r.Key != f.Key) && (isAboutAll || IsSettled(f, earlier, amount))).ToList();
                decided = decided with { Amount = isAboutAll ? amount : decided.Amount, Reasons = [.. decided.Reasons, .. more] };
                Put(decided);
            }

            var settled = found.Where(f => IsSettled(f.Reason, decided, amount)).ToList();
            var fresh = found.Except(settled).ToList();
            var events = settled.Where(f => ReviewReasons.IsEvent(f.Reason)).Select(f => f.Reason.Key).Order(StringComparer.Ordinal).ToList();
            if (open is null && fresh.Count == 0)
                return;
            if (deal is not null && !_context.Deals.ContainsKey(deal))
            {
                foreach (var review in _reviews.Where(r => r.State == ReviewState.Open && r.OpportunityKey == deal).ToList())
                    Put(Closed(review, ReviewState.Withdrawn, IsAsked(review)
                        ? "The deal is not among the open deals of this account: it is closed, or belongs to another account. Nobody has to decide here."
                        : "The deal is no longer open: nobody has to decide."));
                return;
            }

            if (open is null)
            {
                var last = _reviews.LastOrDefault(r => r.OpportunityKey == deal);
                var key = ReviewKeys.Next(_context.Given.File.Account.Key, deal, last?.Key);
                while (_reviews.Exists(r => r.Key == key))
                    key = ReviewKeys.Next(_context.Given.File.Account.Key, deal, key);
                open = New(key, deal, _context.Now);
                _new.Add(open.Key);
                _reviews.Add(open);
            }

            var asked = open.Reasons.Where(r => r.Cause == ReviewCause.Asked && !HasEnded(r));
            var reasons = fresh.Select(f => (Reason: Since(f.Reason, open), f.Priority)).Concat(asked.Select(a => (Reason: a, Priority: open.AskedPriority ?? 2)))
                .OrderBy(r => r.Priority).ThenBy(r => Rank(r.Reason.Cause)).ThenBy(r => r.Reason.Since).ThenBy(r => r.Reason.Key, StringComparer.Ordinal).ToList();
            if (reasons.Count == 0 && IsReopened(open))
                return;
            if (reasons.Count == 0)
            {
                Put(decided is not null && _decided.Contains(decided.Key)
                    ? Closed(open, ReviewState.Withdrawn, $"Decided on {NameOf(decided)}: nobody has to decide here any more.") with { JoinedTo = decided.Key }
                    : Closed(open, ReviewState.Withdrawn, "Every reason has gone: nobody has to decide any more."));
                return;
            }

            if (ReviewReasons.Missing(_context) is { } missing)
                reasons.Add((Since(missing, open), 3));
            Put(open with { Reasons = [.. reasons.Select(r => r.Reason)], Priority = reasons.Min(r => r.Priority), Settled = events });
        }

        /// <summary>Whether a decision has settled a reason, so that it asks for nothing until something changes.</summary>
        private bool IsSettled(ReviewReason reason, CreditReview? decided, Money? amount)
        {
            if (decided is null)
                return false;
            var wasReason = decided.Reasons.Any(r => r.Key == reason.Key);
            if (ReviewReasons.IsEvent(reason))
                return (wasReason && decided.Outcome is { Refusal: null }) || decided.Settled.Contains(reason.Key, StringComparer.Ordinal);
            if (!wasReason || decided.Outcome is not { } outcome || decided.ClosedAt is not { } closedAt)
                return false;
            if (_context.Band is { } band && _context.Policy.Bands.FirstOrDefault(b => b.Name == decided.Band) is { } was && ReviewReasons.IsWorse(_context.Policy, band, was))
                return false;
            if (reason.Cause == ReviewCause.Deal && IsLarger(amount, decided.Amount))
                return false;
            switch (_context.Given.Decision.Overrides.FirstOrDefault(o => o.Key == Newest(outcome.OverrideKey))?.State)
            {
                case OverrideState.Active or OverrideState.NotYet:
                    return true;
                case OverrideState.Ended or OverrideState.OutOfBounds or OverrideState.UsedUp or OverrideState.Expired:
                    return false;
            }

            var last = outcome.HoldsUntil ?? Bounded.AddDays(_context.Hours.DayOf(closedAt), _context.Rules.QuietDays);
            return !_context.Time.IsOver(last);
        }

        // The exception that a later decision on another review has put in its place.
        private string? Newest(string? key)
        {
            var overrides = _context.Given.File.Overrides;
            for (var i = 0; i < overrides.Count && overrides.FirstOrDefault(o => o.Key == key)?.ReplacedBy is { } next; i++)
                key = next;
            return key;
        }

        private bool IsLarger(Money? now, Money? before) => (now, before) switch
        {
            (null, _) => false,
            (_, null) => true,
            ({ } a, { } b) => !(_context.In(a, b.Currency) <= b.Amount),
        };

        private CreditReview Prepared(CreditReview review)
        {
            var causes = review.Reasons.Select(r => r.Cause).Distinct().ToList();
            var decision = _context.Given.Decision;
            var amount = AmountOf(review.OpportunityKey);
            var effort = ReviewWork.EffortOf(_context, causes, amount);
            review = review with
            {
                Amount = amount,
                ProposedLimit = review.OpportunityKey is null && decision.ProposedLimit is { } proposed && proposed.To.TryGetAmount(out var limit) ? limit : null,
                Effort = effort.Name,
                EffortHours = effort.Hours,
                Region = _context.Region,
                DecisionId = decision.Id,
            };
            // What has been promised stays promised, unless a more urgent reason has joined that is promised sooner.
            var window = ReviewWork.WindowOf(_context, causes, amount, effort.Name, review.Priority);
            if (review.CompleteAt is null)
                review = review with { WindowMinutes = window.DecideMinutes, FirstResponseMinutes = window.FirstResponseMinutes };
            else if (_before.Find(b => b.Key == review.Key) is { State: ReviewState.Open } was && review.Priority < was.Priority)
                review = review with { WindowMinutes = Math.Min(review.WindowMinutes, SlaClock.Used(review, _context.Hours, _context.Now) + window.DecideMinutes) };

            var (documents, owed) = Checklist.Of(review, _context);
            // What is owed by name ends when it is there; otherwise a person says when.
            if (owed.Count > 0)
                review = review with { WaitsByHand = null };
            else if (review.WaitsByHand == true)
                owed = ["documents that credit has asked for"];
            if (owed.Count > 0)
                _owed[review.Key] = owed;
            review = SlaClock.Run(review with { Documents = documents, Owed = owed.Count > 0 ? owed : null }, owed, _new.Contains(review.Key), _context);
            return Escalated(Handed(Assigned(review, causes, amount, effort)));
        }

        private CreditReview Assigned(CreditReview review, List<ReviewCause> causes, Money? amount, Policies.EffortClass effort)
        {
            if (review.Analyst is { } present && !_routing.IsGone(present))
                return review;
            var team = _routing.TeamOf(causes, amount, effort.Name);
            return review with { Team = team?.Name, Analyst = _routing.Pick(team, effort.Hours) };
        }

        // Whoever gets it from somebody else has to hear of it; and somebody has to, when nobody could take it.
        private CreditReview Handed(CreditReview review) => _before.Find(b => b.Key == review.Key) is { } was && (was.Analyst ?? FellFrom(was)) is { } had && review.Analyst != was.Analyst
            ? review with { HandedOver = had == review.Analyst ? null : new ReviewHandover(had, review.Analyst, _context.Now) }
            : review;

        private static string? FellFrom(CreditReview review) => review.HandedOver is { To: null } fell ? fell.From : null;

        // What nobody in the team could take is whoever's takes it in the CRM, where it still bears the name of the one who is gone.
        private bool TakesUp(CreditReview review, string owner) => review.Analyst is null && FellFrom(review) is { } gone && owner != gone && _routing.IsThere(owner);

        private CreditReview Escalated(CreditReview review)
        {
            var steps = EscalationPath.Of(review, _context.Rules, _context.Hours);
            List<DateTimeOffset?> moments = [review.AtRiskAt, review.DueAt, .. steps.Select(s => s.At)];
            List<string> escalated = [.. review.Escalated, .. steps.Where(s => _context.Now >= s.At).Select(s => s.Step.Name).Except(review.Escalated, StringComparer.Ordinal)];

            var next = moments.OfType<DateTimeOffset>().Where(m => m > _context.Now).ToList();
            var taken = _context.Rules.Escalation.Where(s => escalated.Contains(s.Name)).Select(s => $"Escalated to {string.Join(", ", s.To.Select(t => Recipient(t, review)).Distinct(StringComparer.Ordinal))}: {s.Name}.");
            var lines = new[] { review.Outcome?.Refusal, OfNobody(review) }.OfType<string>().Concat(taken).ToList();
            return review with { Escalated = escalated, NextMoment = next.Count > 0 ? next.Min() : null, Message = lines.Count > 0 ? string.Join("\n", lines) : null };
        }

        // Its record still bears the name of the one who is gone.
        private string? OfNobody(CreditReview review) => review.Analyst is null && FellFrom(review) is { } gone
            ? $"{_context.Given.Users.GetValueOrDefault(gone)?.Name ?? gone} is no longer an active user, and nobody{(review.Team is { } team ? $" in team {team}" : "")} could take it: make somebody its owner."
            : null;

        // By name where there is one; an address need not be a user's.
        private string Recipient(string text, CreditReview review) => text != Policies.EscalationStep.Owner ? _context.User(text)?.Name ?? text
            : review.Analyst is { } key ? _context.Given.Users.GetValueOrDefault(key)?.Name ?? key
            : review.Team is { } team ? $"team {team} (nobody works on it)" : "nobody (nobody works on it)";

        private CreditReview New(string key, string? deal, DateTimeOffset openedAt) =>
            new() { Key = key, AccountKey = _context.Given.File.Account.Key, OpportunityKey = deal, Reasons = [], Effort = "", OpenedAt = openedAt, Band = _context.Band?.Name };

        private CreditReview Closed(CreditReview review, ReviewState state, string? message) => review with
        {
            State = state,
            ClosedAt = _context.Now,
            NextMoment = null,
            Owed = null,
            ShowsWithdrawn = null,
            SeenWaiting = null,
            WaitsByHand = null,
            Message = message,
            Pauses = review.Pauses is [.., { Until: null } last] ? [.. review.Pauses.SkipLast(1), last with { Until = _context.Now }] : review.Pauses,
        };

        private Money? AmountOf(string? deal) => deal is null ? _context.Given.Decision.Exposure.Total
            : _context.Deals.TryGetValue(deal, out var open) && open.Amount is { Amount: > 0m } amount ? amount : null;

        private CreditReview? OpenOf(string? deal) => _reviews.Where(r => r.State == ReviewState.Open && r.OpportunityKey == deal).ToList() is { Count: > 0 } open ? First(open) : null;

        // The one that a person decided about last; one that we withdrew ourselves settled nothing.
        private CreditReview? DecidedOf(string? deal, string? butFor = null) => _reviews.Where(r => r.State != ReviewState.Open && r.OpportunityKey == deal && r.Key != butFor)
            .OrderBy(r => r.Outcome is { Refusal: null }).ThenBy(r => r.ClosedAt).LastOrDefault();

        private void Put(CreditReview review) => _reviews[_reviews.FindIndex(r => r.Key == review.Key)] = review;

        private static CreditReview First(IEnumerable<CreditReview> reviews) => reviews.OrderBy(r => r.OpenedAt).ThenBy(r => r.Key, StringComparer.Ordinal).First();

        // Decided once, and changed into what cannot be followed: while the earlier decision counts, somebody has to put it right, whatever became of the reasons.
        private bool IsReopened(CreditReview review) => review is { State: ReviewState.Open, Outcome.Refusal: not null } && _verdicts.Counts(review);

        private static bool IsAsked(CreditReview review) => review.Reasons.Any(r => r.Cause == ReviewCause.Asked);

        private static ReviewReason Since(ReviewReason reason, CreditReview open) =>
            open.Reasons.FirstOrDefault(r => r.Key == reason.Key) is { } known && known.Since < reason.Since ? reason with { Since = known.Since } : reason;

        // Of equally urgent reasons, what costs most when it waits comes first.
        private static int Rank(ReviewCause cause) => cause switch
        {
            ReviewCause.Hold => 0,
            ReviewCause.Deal => 1,
            ReviewCause.WarnNotice => 2,
            ReviewCause.CoverChange => 3,
            ReviewCause.Deterioration => 4,
            ReviewCause.BureauChange => 5,
            ReviewCause.News => 6,
            ReviewCause.LimitChange => 7,
            ReviewCause.Expiry => 8,
            ReviewCause.Asked => 9,
            ReviewCause.Periodic => 10,
            _ => 11,
        };
    }
}
