using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CreditBridge.Abstractions.Records;
using static CreditBridge.Abstractions.Fields.FieldType;

namespace CreditBridge.Abstractions.Fields;

/// <summary>Every field that CreditBridge can write, by kind of record.</summary>
public static class CreditFields
{
    private static readonly FrozenDictionary<string, CreditField> ByName;

    static CreditFields() => ByName = All.ToFrozenDictionary(f => f.FullName, StringComparer.Ordinal);

    /// <summary>All fields, accounts first, in the order in which a person reads them.</summary>
    public static IReadOnlyList<CreditField> All { get; } = [.. Account.All, .. Opportunity.All, .. Review.All, .. ReviewDocument.All, .. ReviewForecast.All];

    /// <summary>The field of a full canonical name such as "Account.CreditScore".</summary>
    public static bool TryGet(string fullName, [NotNullWhen(true)] out CreditField? field) => ByName.TryGetValue(fullName, out field);

    /// <summary>Fields on an account.</summary>
    public static class Account
    {
        /// <summary>Score under the active policy.</summary>
        public static readonly CreditField Score = Of("CreditScore", Number, "Score under the active credit policy; higher is better.");

        /// <summary>Name of the risk band.</summary>
        public static readonly CreditField Band = Of("RiskBand", Text, "Risk band that the score falls into.");

        /// <summary>Meaning of the limit.</summary>
        public static readonly CreditField LimitStatus = Of("CreditLimitStatus", Text, "Whether the limit is not set, none, unlimited or an amount.")
            with { Values = ["Not set", "None", "Unlimited", "Amount"] };

        /// <summary>The limit, when it is an amount.</summary>
        public static readonly CreditField Limit = Of("CreditLimit", Amount, "Credit limit when it is an amount; empty otherwise.");

        /// <summary>Exposure that counts against the limit.</summary>
        public static readonly CreditField Exposure = Of("CreditExposure", Amount, "What the customer owes now, counted against the limit.");

        /// <summary>What is left of the limit.</summary>
        public static readonly CreditField Headroom = Of("CreditHeadroom", Amount, "What is left of the limit; negative when it is exceeded, empty without a limit.");

        /// <summary>Past due amount.</summary>
        public static readonly CreditField PastDue = Of("PastDueAmount", Amount, "Open invoices whose due date has passed.");

        /// <summary>Age of the oldest past-due invoice.</summary>
        public static readonly CreditField OldestPastDueDays = Of("OldestPastDueDays", Number, "Days by which the oldest open invoice is past due; 0 when none is.");

        /// <summary>Average days beyond terms.</summary>
        public static readonly CreditField AverageDaysBeyondTerms = Of("AverageDaysBeyondTerms", Number, "Days after the due date at which the customer pays, on average and weighted by amount; empty without history.");

        /// <summary>Hold flag.</summary>
        public static readonly CreditField Hold = Of("CreditHold", Flag, "Whether new orders on credit are stopped.");

        /// <summary>Reasons of the hold.</summary>
        public static readonly CreditField HoldReason = Of("CreditHoldReason", Text, "Why the account is on hold, in plain words; empty when it is not.");

        /// <summary>Prequalification.</summary>
        public static readonly CreditField Prequalification = Of("Prequalification", Text, "Whether deals of this account need no further credit review.")
            with { Values = ["Prequalified", "Review needed"] };

        /// <summary>Recommended terms.</summary>
        public static readonly CreditField RecommendedTerms = Of("RecommendedTerms", Text, "Longest payment terms that need no approval.");

        /// <summary>Message to the sales rep.</summary>
        public static readonly CreditField Message = Of("CreditMessage", LongText, "What a sales rep should know and do, in plain words.");

        /// <summary>Direction of payment behaviour.</summary>
        public static readonly CreditField Trend = Of("CreditTrend", Text, "Improving, stable or deteriorating, against the customer's own past.")
            with { Values = ["Improving", "Stable", "Deteriorating"] };

        /// <summary>Next review.</summary>
        public static readonly CreditField NextReview = Of("NextCreditReview", Date, "Day of the next periodic credit review.");

        /// <summary>Currency of the amounts.</summary>
        public static readonly CreditField Currency = Of("CreditCurrency", Text, "Currency of the amounts above.");

        /// <summary>When the values were worked out.</summary>
        public static readonly CreditField CheckedAt = Of("CreditCheckedAt", Instant, "When these values last changed.") with { Accompanies = true };

        /// <summary>The decision behind the values.</summary>
        public static readonly CreditField DecisionId = Of("CreditDecisionId", Text, "Decision behind these values; 'creditbridge explain' shows it.") with { Accompanies = true };

        internal static readonly CreditField[] All =
        [
            Score, Band, LimitStatus, Limit, Exposure, Headroom, PastDue, OldestPastDueDays, AverageDaysBeyondTerms, Hold, HoldReason, Prequalification,
            RecommendedTerms, Message, Trend, NextReview, Currency, CheckedAt, DecisionId,
        ];

        private static CreditField Of(string name, FieldType type, string meaning) => new(RecordKind.Account, name, type, meaning);
    }

    /// <summary>Fields on an opportunity.</summary>
    public static class Opportunity
    {
        /// <summary>Result of the soft check.</summary>
        public static readonly CreditField CheckStatus = Of("CreditCheckStatus", Text, "Prequalified, Conditional, Review needed, Does not fit, or On hold.")
            with { Values = ["Prequalified", "Conditional", "Review needed", "Does not fit", "On hold"] };

        /// <summary>Message to the sales rep.</summary>
        public static readonly CreditField CheckMessage = Of("CreditCheckMessage", LongText, "Why, in plain words.");

        /// <summary>What would make the deal fit.</summary>
        public static readonly CreditField Alternatives = Of("CreditAlternatives", LongText, "The smallest changes that would make the deal fit, one per line.");

        /// <summary>Headroom after the deal.</summary>
        public static readonly CreditField HeadroomAfterDeal = Of("HeadroomAfterDeal", Amount, "What would be left of the limit with this deal; empty without a limit.");

        /// <summary>Recommended terms.</summary>
        public static readonly CreditField RecommendedTerms = Of("RecommendedTerms", Text, "Longest payment terms for this deal that need no approval.");

        /// <summary>When credit will have looked at it.</summary>
        public static readonly CreditField ReviewDue = Of("CreditReviewDue", Date, "Day by which credit reviews the deal; empty when no review is needed.");

        /// <summary>Currency of the amounts.</summary>
        public static readonly CreditField Currency = Of("CreditCurrency", Text, "Currency of the amounts above.");

        /// <summary>When the values were worked out.</summary>
        public static readonly CreditField CheckedAt = Of("CreditCheckedAt", Instant, "When these values last changed.") with { Accompanies = true };

        /// <summary>The decision behind the values.</summary>
        public static readonly CreditField DecisionId = Of("CreditDecisionId", Text, "Decision behind these values; 'creditbridge explain' shows it.") with { Accompanies = true };

        internal static readonly CreditField[] All =
        [
            CheckStatus, CheckMessage, Alternatives, HeadroomAfterDeal, RecommendedTerms, ReviewDue, Currency, CheckedAt, DecisionId,
        ];

        private static CreditField Of(string name, FieldType type, string meaning) => new(RecordKind.Opportunity, name, type, meaning);
    }

    /// <summary>Fields on a review. The record is created by us under a key of ours; what people write on it is not among them.</summary>
    public static class Review
    {
        /// <summary>The account.</summary>
        public static readonly CreditField Account = Of("Account", Text, "The customer under review, by the key of its account.");

        /// <summary>The deal.</summary>
        public static readonly CreditField Opportunity = Of("Opportunity", Text, "The deal behind the review, by its key; empty when it is about the customer.");

        /// <summary>How far the work is.</summary>
        public static readonly CreditField Status = Of("Status", Text, "State of the work, where it follows from the data: new, waiting for documents, in review again after a decision that could not be followed, withdrawn.")
            with { Values = ["New", "In review", "Waiting for documents", "Decided", "Withdrawn"] };

        /// <summary>The weightiest reason.</summary>
        public static readonly CreditField Reason = Of("Reason", Text, "The weightiest reason, for list views and reports.")
            with
            {
                Values =
                [
                    "New customer", "Deal exceeds headroom", "Terms beyond policy", "Limit increase requested", "Periodic review", "Payments deteriorating", "Release of a hold",
                    "Missing information", "Bureau change", "News", "Insurer cover change", "Limit expires", "Other",
                ],
            };

        /// <summary>All reasons.</summary>
        public static readonly CreditField Reasons = Of("Reasons", LongText, "All reasons in plain words, one per line.");

        /// <summary>Order of the queue.</summary>
        public static readonly CreditField Priority = Of("Priority", Text, "Order of the queue.") with { Values = ["Urgent", "High", "Normal", "Low"] };

        /// <summary>The amount at stake.</summary>
        public static readonly CreditField Amount = Of("Amount", FieldType.Amount, "What is at stake: the amount of the deal, or the exposure of the account.");

        /// <summary>The proposed limit.</summary>
        public static readonly CreditField ProposedLimit = Of("ProposedLimit", FieldType.Amount, "Limit that the policy proposes; empty when it proposes none.");

        /// <summary>Currency of the amounts.</summary>
        public static readonly CreditField Currency = Of("LimitCurrency", Text, "Currency of the amounts.");

        /// <summary>Start of the clock.</summary>
        public static readonly CreditField RequestedAt = Of("RequestedAt", Instant, "Start of the clock: when the application was complete; empty before that.");

        /// <summary>When somebody should have begun.</summary>
        public static readonly CreditField FirstResponseDueAt = Of("FirstResponseDueAt", Instant, "Target for the first response; empty while sales owes something.");

        /// <summary>When it should be decided.</summary>
        public static readonly CreditField DueAt = Of("DueAt", Instant, "Target for the decision, with the paused time added; empty while sales owes something.");

        /// <summary>When it becomes one that is at risk.</summary>
        public static readonly CreditField AtRiskAt = Of("AtRiskAt", Instant, "From when on it is at risk, by the share of the promised time that the policy names; empty while sales owes something.");

        /// <summary>Start of the present pause.</summary>
        public static readonly CreditField PausedSince = Of("PausedSince", Instant, "Start of the present pause of the clock; empty while it runs.");

        /// <summary>Sum of the pauses.</summary>
        public static readonly CreditField PausedHours = Of("PausedHours", Number, "Business hours of the pauses that have ended.");

        /// <summary>Expected work.</summary>
        public static readonly CreditField EstimatedHours = Of("EstimatedHours", Number, "Expected work in hours.");

        /// <summary>Class of effort.</summary>
        public static readonly CreditField EffortClass = Of("EffortClass", Text, "Class of effort that the policy puts it into.");

        /// <summary>Team.</summary>
        public static readonly CreditField Team = Of("Team", Text, "Team that it is routed to.");

        /// <summary>Who should work on it.</summary>
        public static readonly CreditField Owner = Of("Owner", Text, "Who it is given to, the key of a user; empty to leave it where it is.");

        /// <summary>Documents asked for.</summary>
        public static readonly CreditField Documents = Of("Documents", LongText, "Documents that are asked for, and which of them are missing, one per line.");

        /// <summary>Message to whoever decides.</summary>
        public static readonly CreditField Message = Of("Message", LongText, "What whoever decides should know: why a decision could not be followed, what it led to, who it was escalated to.");

        /// <summary>The decision behind the review.</summary>
        public static readonly CreditField DecisionId = Of("DecisionId", Text, "Decision behind the review; 'creditbridge explain' shows it.") with { Accompanies = true };

        internal static readonly CreditField[] All =
        [
            Account, Opportunity, Status, Reason, Reasons, Priority, Amount, ProposedLimit, Currency, RequestedAt, FirstResponseDueAt, DueAt, AtRiskAt, PausedSince, PausedHours,
            EstimatedHours, EffortClass, Team, Owner, Documents, Message, DecisionId,
        ];

        private static CreditField Of(string name, FieldType type, string meaning) => new(RecordKind.Review, name, type, meaning);
    }

    /// <summary>Fields on a document that a review waits for. The record is created by us under a key of ours.</summary>
    public static class ReviewDocument
    {
        /// <summary>The account.</summary>
        public static readonly CreditField Account = Of("Account", Text, "The customer, by the key of its account.");

        /// <summary>The review.</summary>
        public static readonly CreditField Review = Of("Review", Text, "The review that needs the document, by the key that we gave it.");

        /// <summary>Kind of the document.</summary>
        public static readonly CreditField Type = Of("Type", Text, "Kind of the document, as the policy names it.");

        /// <summary>Where it stands.</summary>
        public static readonly CreditField Status = Of("Status", Text, "Where it stands, when we ask for it.") with { Values = ["Requested", "Received", "Accepted", "Rejected", "Expired"] };

        /// <summary>When it was asked for.</summary>
        public static readonly CreditField RequestedAt = Of("RequestedAt", Instant, "When it was asked for.");

        internal static readonly CreditField[] All = [Account, Review, Type, Status, RequestedAt];

        private static CreditField Of(string name, FieldType type, string meaning) => new(RecordKind.ReviewDocument, name, type, meaning);
    }

    /// <summary>Fields on a row of the forecast: one period for all reviews, or for a part of them.</summary>
    public static class ReviewForecast
    {
        /// <summary>Length of the period.</summary>
        public static readonly CreditField Kind = Of("Kind", Text, "Length of the period: week, or all of them.") with { Values = ["Week", "Whole span"] };

        /// <summary>First day.</summary>
        public static readonly CreditField PeriodStart = Of("PeriodStart", Date, "First day of the period.");

        /// <summary>What the row is about.</summary>
        public static readonly CreditField Part = Of("Part", Text, "What the row is about: all reviews, or those of one type, region or team.") with { Values = ["All", "Type", "Region", "Team"] };

        /// <summary>Type of the reviews.</summary>
        public static readonly CreditField Type = Of("Type", Text, "Type of the reviews, such as deal or periodic; empty unless the row is about one.");

        /// <summary>Region.</summary>
        public static readonly CreditField Region = Of("Region", Text, "Region of the accounts; empty unless the row is about one.");

        /// <summary>Team.</summary>
        public static readonly CreditField Team = Of("Team", Text, "Team that does them; empty unless the row is about one.");

        /// <summary>Expected reviews.</summary>
        public static readonly CreditField Expected = Of("ExpectedReviews", Number, "Expected number of reviews.");

        /// <summary>Low estimate.</summary>
        public static readonly CreditField Lower = Of("LowerReviews", Number, "Nine times in ten there will be at least as many.");

        /// <summary>Middle estimate.</summary>
        public static readonly CreditField Median = Of("MedianReviews", Number, "As likely more as fewer.");

        /// <summary>High estimate.</summary>
        public static readonly CreditField Upper = Of("UpperReviews", Number, "Nine times in ten there will be at most as many.");

        /// <summary>Expected amount.</summary>
        public static readonly CreditField ExpectedAmount = Of("ExpectedAmount", Amount, "Expected amount at stake, in the company's currency.");

        /// <summary>Currency of the amount.</summary>
        public static readonly CreditField Currency = Of("ForecastCurrency", Text, "Currency of the amount.");

        /// <summary>Work that comes.</summary>
        public static readonly CreditField WorkHours = Of("WorkloadHours", Number, "Expected work in hours of the reviews that come in the period.");

        /// <summary>Work that is there.</summary>
        public static readonly CreditField CarriedHours = Of("CarriedHours", Number, "Work in hours that is there when the period begins: reviews that are open now, later what is expected to be left over.");

        /// <summary>Capacity.</summary>
        public static readonly CreditField CapacityHours = Of("CapacityHours", Number, "Hours that the team can work in the period; empty when nobody has declared them.");

        /// <summary>Probability of a breach.</summary>
        public static readonly CreditField BreachPercent = Of("BreachPercent", Number, "Probability in percent that a review of the period is late; empty without capacity.");

        /// <summary>The model.</summary>
        public static readonly CreditField Model = Of("Model", Text, "Model behind the numbers, and how well it did lately.");

        /// <summary>When it was made.</summary>
        public static readonly CreditField MadeAt = Of("MadeAt", Instant, "When the forecast was made.") with { Accompanies = true };

        internal static readonly CreditField[] All =
        [
            Kind, PeriodStart, Part, Type, Region, Team, Expected, Lower, Median, Upper, ExpectedAmount, Currency, WorkHours, CarriedHours, CapacityHours, BreachPercent, Model, MadeAt,
        ];

        private static CreditField Of(string name, FieldType type, string meaning) => new(RecordKind.ReviewForecast, name, type, meaning);
    }
}
