using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Results of earlier steps of the same evaluation, for use in later ones.</summary>
internal static class ResultInputs
{
    public static readonly CreditInput[] All =
    [
        new("score", InputUnit.Points, "The score.", "Result of the policy's section 'score'.", "a factor that must not be missing is")
        {
            Stage = InputStage.Score, ForSales = true, Read = s => Reading.Of(s.Score?.Value),
        },
        new("band", InputUnit.Text, "Name of the risk band.", "The band that the score falls into.", "there is no score")
        {
            Stage = InputStage.Score, ForSales = true, Read = s => Reading.Of(s.Band?.Name),
        },
        new("credit_limit", InputUnit.Amount, "The limit that counts.", "Result of the policy's section 'limit'; 0 when no credit is granted.", "the limit is not set or unlimited")
        {
            Stage = InputStage.Limit, ForSales = true, Lowest = 0m, Read = s => Reading.Of(Ceiling(s)),
        },
        new("headroom", InputUnit.Amount, "What is left of the limit.", "credit_limit less exposure; below zero when it is exceeded.", "the limit is not set or unlimited, or an amount could not be converted")
        {
            Stage = InputStage.Limit, ForSales = true, Read = s => Reading.Of(s.Headroom),
        },
        new("limit_used_percent", InputUnit.Percent, "How much of the limit is used.", "exposure / credit_limit x 100, never below 0.", "the limit is not an amount")
        {
            Stage = InputStage.Limit, ForSales = true, Lowest = 0m, Read = s => Reading.Of(Ceiling(s) is { } limit ? Bounded.Percent(Math.Max(0m, s.ExposureTotal), limit) : null),
        },
        new("over_limit_amount", InputUnit.Amount, "By how much the limit is exceeded.", "exposure less credit_limit; 0 when it is not exceeded.", "the limit is not set or unlimited")
        {
            Stage = InputStage.Limit, ForSales = true, Lowest = 0m, Read = s => Reading.Of(Ceiling(s) is { } limit ? Math.Max(0m, s.ExposureTotal - limit) : null),
        },
        new("on_hold", InputUnit.Flag, "Whether the account is on hold.", "Yes when a rule of the policy's section 'hold' applies.", "never")
        {
            Stage = InputStage.Hold, ForSales = true, Read = s => Reading.Of(s.HoldReasons.Count > 0),
        },
    ];

    private static decimal? Ceiling(Situation situation) => situation.Limit.Kind switch
    {
        CreditLimitKind.None => 0m,
        CreditLimitKind.Amount when situation.Limit.TryGetAmount(out var amount) => amount.Amount,
        _ => null,
    };
}
