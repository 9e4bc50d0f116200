using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>Adds up what one policy came to on one date.</summary>
internal sealed class SideTally
{
    private long _onHold, _withLimit, _noCredit, _unlimited, _notSet, _dealReviews, _periodicReviews, _otherReviews;
    private decimal _limits, _headroom, _overLimit, _exposure, _exposureOnHold;

    /// <summary>Amounts that could not be converted.</summary>
    public long NotConverted { get; private set; }

    public void Count(CreditDecision decision, CreditDecision? before, DateOnly nextDate, DayRates rates)
    {
        _onHold += decision.OnHold ? 1 : 0;
        CountLimit(decision, rates);
        var exposure = decision.Exposure.Total is { } total ? In(total, rates) : 0m;
        NotConverted += decision.Exposure.Total is null ? 1 : 0;
        _exposure += exposure;
        _exposureOnHold += decision.OnHold ? exposure : 0m;
        if (decision.Headroom is { } headroom)
        {
            var left = In(headroom, rates);
            _headroom += Math.Max(0m, left);
            _overLimit += Math.Max(0m, -left);
        }

        foreach (var deal in decision.Deals)
            _dealReviews += NeedsPerson(deal) && before?.Deals.Any(d => d.OpportunityKey == deal.OpportunityKey && NeedsPerson(d)) != true ? 1 : 0;
        _periodicReviews += decision.NextReview <= nextDate ? 1 : 0;
        _otherReviews += decision.ReviewRequests.Count > 0 && before is not { ReviewRequests.Count: > 0 } ? 1 : 0;
    }

    public void Add(SideTally other)
    {
        _onHold += other._onHold;
        _withLimit += other._withLimit;
        _noCredit += other._noCredit;
        _unlimited += other._unlimited;
        _notSet += other._notSet;
        _dealReviews += other._dealReviews;
        _periodicReviews += other._periodicReviews;
        _otherReviews += other._otherReviews;
        _limits += other._limits;
        _headroom += other._headroom;
        _overLimit += other._overLimit;
        _exposure += other._exposure;
        _exposureOnHold += other._exposureOnHold;
        NotConverted += other.NotConverted;
    }

    public ReplayedSide ToSide() => new()
    {
        OnHold = _onHold,
        Limits = _limits,
        WithLimit = _withLimit,
        NoCredit = _noCredit,
        Unlimited = _unlimited,
        NotSet = _notSet,
        Headroom = _headroom,
        OverLimit = _overLimit,
        Exposure = _exposure,
        ExposureOnHold = _exposureOnHold,
        DealReviews = _dealReviews,
        PeriodicReviews = _periodicReviews,
        OtherReviews = _otherReviews,
    };

    private static bool NeedsPerson(DealCheck deal) => deal.Status == DealStatus.ReviewNeeded || deal.ReviewDue is not null;

    private void CountLimit(CreditDecision decision, DayRates rates)
    {
        switch (decision.Limit.Kind)
        {
            case CreditLimitKind.None: _noCredit++; break;
            case CreditLimitKind.Unlimited: _unlimited++; break;
            case CreditLimitKind.NotSet: _notSet++; break;
            default:
                _withLimit++;
                if (decision.Limit.TryGetAmount(out var amount))
                    _limits += In(amount, rates);
                break;
        }
    }

    private decimal In(Money amount, DayRates rates)
    {
        if (rates.Convert(amount) is { } converted)
            return converted;
        NotConverted++;
        return 0m;
    }
}
