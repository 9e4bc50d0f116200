using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Watch;

/// <summary>
/// Says which accounts are good risks with room to sell into: prequalified, low risk, paying well, and with much more headroom than their open deals need. An account leaves at once when
/// credit no longer says so, because a rep must not promise what is gone; it comes back after some calm days only.
/// </summary>
public static class RoomToSell
{
    /// <summary>The account's entry after today; null when it is not on the list and was not.</summary>
    /// <param name="previous">Its entry so far; null for none.</param>
    /// <param name="case">The account today.</param>
    /// <param name="worse">Its entry as an account that is getting worse; null for none.</param>
    /// <param name="rules">The thresholds.</param>
    public static WatchEntry? Next(WatchEntry? previous, WatchCase @case, WatchEntry? worse, WatchRules rules)
    {
        var stays = previous is { LeftOn: null };
        var room = Find(@case, rules, isOnList: stays);
        if (room.Obstacle is not null || worse is { LeftOn: null })
            return stays ? previous! with { LeftOn = @case.Today } : previous;
        if (previous is { LeftOn: { } left } && @case.Today.DayNumber - left.DayNumber < rules.CalmDays)
            return previous;
        return new WatchEntry(@case.Account.Key, WatchSide.Room, stays ? previous!.Since : @case.Today)
        {
            AccountName = @case.Account.Name,
            OwnerKey = @case.Account.OwnerKey,
            DecisionId = @case.Decision.Id,
            Pipeline = @case.Pipeline,
            Room = room.Amount,
            ForSales = ForSales(@case, room.Amount),
            ForCredit = ForCredit(@case, room.Amount),
        };
    }

    /// <summary>The entry of a prequalified account that is not on the list, with what keeps it from it; null for any other.</summary>
    /// <param name="previous">Its entry so far; null for none.</param>
    /// <param name="case">The account today.</param>
    /// <param name="worse">Its entry as an account that is getting worse; null for none.</param>
    /// <param name="room">Its entry as one with room; null for none.</param>
    /// <param name="rules">The thresholds.</param>
    public static WatchEntry? LeftOut(WatchEntry? previous, WatchCase @case, WatchEntry? worse, WatchEntry? room, WatchRules rules)
    {
        if (!@case.Decision.Prequalification.IsPrequalified || room is { LeftOn: null })
            return null;
        var obstacle = Find(@case, rules, isOnList: false).Obstacle ?? (worse is { LeftOn: null } ? RoomObstacles.Worse : RoomObstacles.Calm);
        return new WatchEntry(@case.Account.Key, WatchSide.LeftOut, previous?.LeftOut == obstacle ? previous.Since : @case.Today)
        {
            AccountName = @case.Account.Name,
            OwnerKey = @case.Account.OwnerKey,
            LeftOut = obstacle,
        };
    }

    // What can be sold, null when no limit binds; or what is in the way.
    private static (Money? Amount, string? Obstacle) Find(WatchCase @case, WatchRules rules, bool isOnList)
    {
        var decision = @case.Decision;
        var late = isOnList ? (2m * rules.PaysWithinDays) + 1m : rules.PaysWithinDays;
        if (!decision.Prequalification.IsPrequalified || decision.OnHold || decision.PendingHolds.Count > 0 || decision.LiftedHolds.Count > 0)
            return (null, RoomObstacles.Hold);
        if (decision.LimitIsUnknown == true || decision.MissingRates is not null || decision.Contradictions is not null || decision.Unreadable is not null)
            return (null, RoomObstacles.Unknown);
        if (decision.PossibleBands is not null)
            return (null, RoomObstacles.UncertainBand);
        if (!BandOrder.IsLowRisk(@case.Policy, decision.Band, rules.RoomBands))
            return (null, RoomObstacles.Band);
        if (decision.RecommendedTerms.Days == 0)
            return (null, RoomObstacles.Terms);
        if (decision.AverageDaysBeyondTerms is not { } days || days > late || decision.OldestPastDueDays > late || decision.Trend == PaymentTrend.Deteriorating)
            return (null, RoomObstacles.Payments);
        if (@case.RedSignals(rules.LookBackDays).Any())
            return (null, RoomObstacles.Signal);
        if (decision.Limit.Kind == CreditLimitKind.Unlimited)
            return decision.Group?.Headroom is { } ofGroup ? Amount(ofGroup, decision.Group.Limit) : (null, null);
        if (decision.Headroom is not { } headroom)
            return (null, RoomObstacles.Limit);
        if (decision.Group?.Headroom is { } group && group.Currency == headroom.Currency && group < headroom)
            headroom = group;
        return Amount(headroom, decision.Limit);

        (Money? Amount, string? Obstacle) Amount(Money left, CreditLimit limit)
        {
            if (!limit.TryGetAmount(out var most) || @case.Pipeline.Amount is not { } pipeline || pipeline.Currency != left.Currency || most.Currency != left.Currency)
                return (null, limit.TryGetAmount(out _) ? RoomObstacles.Unknown : RoomObstacles.Limit);
            if (@case.Pipeline.WithoutAmount > 0)
                return (null, RoomObstacles.Amounts);
            // What the policy counts of the pipeline is taken off the headroom already.
            var counted = decision.Exposure.Buckets.Where(b => b is { Name: "pipeline", Counts: true, Amount: not null }).Sum(b => b.Amount!.Value.Amount);
            var room = left.Amount - Math.Max(0m, pipeline.Amount - Math.Max(0m, counted));
            var share = isOnList ? rules.RoomPercent / 2m : rules.RoomPercent;
            // Well above: what is left is at least as much as what is open, or half of that for one that is on the list.
            return room > 0m && room >= most.Amount * share / 100m && room >= pipeline.Amount * (isOnList ? 0.5m : 1m) ? (new Money(room, left.Currency), null) : (null, RoomObstacles.Room);
        }
    }

    private static string ForSales(WatchCase @case, Money? room) =>
        $"{(room is { } amount ? $"Room for {RoundDown(amount).ToDisplay()} more on {@case.Decision.RecommendedTerms}" : $"No limit in the way on {@case.Decision.RecommendedTerms}")}; "
        + $"{Pays(@case.Decision.AverageDaysBeyondTerms!.Value)}; no review needed.";

    private static string ForCredit(WatchCase @case, Money? room) => string.Create(CultureInfo.InvariantCulture,
        $"Band {@case.Decision.Band}, limit {@case.Decision.Limit.ToDisplay()}, headroom {@case.Decision.Headroom?.ToDisplay() ?? "not an amount"}, open deals {@case.Pipeline.Amount?.ToDisplay() ?? "unknown"}, left {room?.ToDisplay() ?? "unlimited"}; {@case.Decision.AverageDaysBeyondTerms:0.#} days beyond terms on average.");

    private static string Pays(decimal days)
    {
        var whole = (int)Math.Round(Math.Abs(days), MidpointRounding.AwayFromZero);
        return whole == 0 ? "pays on time" : $"pays {whole.ToString("N0", CultureInfo.InvariantCulture)} {(whole == 1 ? "day" : "days")} {(days < 0m ? "early" : "after the due date")}";
    }

    /// <summary>Two leading digits, rounded down: a rep needs no more, and must not be promised more.</summary>
    public static Money RoundDown(Money amount)
    {
        var unit = 1m;
        while (amount.Amount / unit >= 100m)
            unit *= 10m;
        return amount with { Amount = decimal.Floor(amount.Amount / unit) * unit };
    }
}
