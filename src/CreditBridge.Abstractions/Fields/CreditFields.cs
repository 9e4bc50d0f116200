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
    public static IReadOnlyList<CreditField> All { get; } = [.. Account.All, .. Opportunity.All];

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
}
