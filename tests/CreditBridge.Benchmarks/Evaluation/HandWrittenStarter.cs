using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Benchmarks.Evaluation;

/// <summary>What the hand-written policy answers about an account.</summary>
internal sealed record HandWrittenAnswer(
    decimal? Score, decimal? Lowest, decimal? Highest, string? Band, CreditLimit Limit, decimal Exposure, decimal? Headroom, IReadOnlyList<string> Holds, IReadOnlyList<string> Unmet,
    PaymentTerms Terms, decimal? Trend, string Message, IReadOnlyList<HandWrittenDeal> Deals);

/// <summary>What it answers about a deal.</summary>
internal sealed record HandWrittenDeal(string Key, DealStatus Status, PaymentTerms Terms, decimal? HeadroomAfter, string Message, IReadOnlyList<(string Kind, decimal Credit, string Text)> Offers);

/// <summary>
/// The starter policy as a programmer would write it into a program that has nothing else: every figure and threshold in the code, everything in euros. The measure for
/// what a policy that anybody can change costs.
/// </summary>
internal static class HandWrittenStarter
{
    private static readonly PaymentTerms[] Ladder =
        [PaymentTerms.Prepaid, PaymentTerms.DueOnReceipt, PaymentTerms.Net(15), PaymentTerms.Net(30), PaymentTerms.Net(45), PaymentTerms.Net(60), PaymentTerms.Net(90)];

    private static readonly PaymentTerms[] ShorterTerms = [PaymentTerms.DueOnReceipt, PaymentTerms.Net(15), PaymentTerms.Net(30), PaymentTerms.Net(45), PaymentTerms.Net(60)];

    public static HandWrittenAnswer Decide(CreditFile file, bool withOffers = true)
    {
        var today = file.AsOf.BusinessDate.DayNumber;
        decimal owed = 0m, pastDue = 0m, credits = 0m;
        var oldest = 0;
        foreach (var item in file.OpenItems)
        {
            var amount = item.OpenAmount.Amount;
            if (amount <= 0m)
            {
                credits += amount;
                continue;
            }

            owed += amount;
            if (!item.Disputed && amount > 25m && item.Type is not (DocumentType.CreditNote or DocumentType.UnappliedCash) && item.DueOn.DayNumber < today)
            {
                pastDue += amount;
                oldest = Math.Max(oldest, today - item.DueOn.DayNumber);
            }
        }

        decimal orders = 0m;
        foreach (var order in file.Orders)
        {
            if (!order.IsPrepaid && order.Terms is not { IsPrepaid: true } && order.OpenAmount.Amount > 0m
                && (order.Progress == OrderProgress.DeliveredNotInvoiced || order.DeliveryOn is not { } delivery || delivery.DayNumber - 90 <= today))
                orders += order.OpenAmount.Amount;
        }

        decimal paid = 0m, weighted = 0m, recentPaid = 0m, recentWeighted = 0m, usualPaid = 0m, usualWeighted = 0m;
        int payments = 0, recentPayments = 0, usualPayments = 0;
        foreach (var payment in file.Payments)
        {
            var age = today - payment.PaidOn.DayNumber;
            if (age < 0 || payment.Amount.Amount <= 0m)
                continue;
            var amount = payment.Amount.Amount;
            var late = amount * (payment.PaidOn.DayNumber - payment.DueOn.DayNumber);
            if (age < 365)
                (payments, paid, weighted) = (payments + 1, paid + amount, weighted + late);
            if (age < 90)
                (recentPayments, recentPaid, recentWeighted) = (recentPayments + 1, recentPaid + amount, recentWeighted + late);
            else if (age < 730)
                (usualPayments, usualPaid, usualWeighted) = (usualPayments + 1, usualPaid + amount, usualWeighted + late);
        }

        decimal? daysBeyondTerms = payments == 0 ? null : Math.Round(weighted / paid, 2, MidpointRounding.AwayFromZero);
        decimal? trend = recentPayments < 3 || usualPayments < 3 ? null
            : Math.Round(recentWeighted / recentPaid, 2, MidpointRounding.AwayFromZero) - Math.Round(usualWeighted / usualPaid, 2, MidpointRounding.AwayFromZero);
        var exposure = owed + credits + orders;

        var customer = file.Customers[0];
        var since = customer.CustomerSince ?? file.Account.CreatedOn;
        decimal? used = customer.Limit.TryGetAmount(out var erpLimit) ? Math.Round(Math.Max(0m, exposure) / erpLimit.Amount * 100m, 4, MidpointRounding.AwayFromZero) : null;
        decimal? months = since is { } first ? Months(first, file.AsOf.BusinessDate) : null;

        var (score, lowest, highest) = Score(daysBeyondTerms, oldest, used, months);
        var critical = false;
        foreach (var signal in file.Signals)
            critical |= signal.Severity == SignalSeverity.Critical && signal.ObservedOn.DayNumber <= today && signal.ObservedOn.DayNumber > today - 365;
        var band = critical ? 3 : score >= 80m ? 0 : score >= 60m ? 1 : score >= 40m ? 2 : 3;
        string[] bands = ["Low", "Moderate", "Elevated", "High"];
        PaymentTerms[] longest = [PaymentTerms.Net(60), PaymentTerms.Net(45), PaymentTerms.Net(30), PaymentTerms.DueOnReceipt];

        var limit = Limit(customer.Limit, payments, payments == 0 ? null : paid / 12m, band);
        decimal? headroom = limit.TryGetAmount(out var ceiling) ? ceiling.Amount - exposure : limit.Kind == CreditLimitKind.None ? -exposure : null;

        var holds = new List<string>();
        if (customer.OnHold == true)
            holds.Add("The ERP has this customer on credit hold.");
        if (oldest > 30 && pastDue > 500m)
            holds.Add($"{Euros(pastDue)} is past due, the oldest invoice by {oldest} days.");
        var most = limit.Kind == CreditLimitKind.Amount ? ceiling.Amount : 0m;
        if (most > 0m && Math.Round(Math.Max(0m, exposure) / most * 100m, 4, MidpointRounding.AwayFromZero) is var percent
            && (percent > 120m || (percent > 110m && file.Prior.Holds.ContainsKey("far over the limit"))))
            holds.Add($"The credit limit is exceeded by {Euros(Math.Max(0m, exposure - most))}.");

        var unmet = new List<string>();
        if (holds.Count > 0)
            unmet.Add("The account is on credit hold.");
        if (band == 3)
            unmet.Add("The risk band asks for a review of every deal.");
        if (oldest > 30)
            unmet.Add("Invoices are more than 30 days past due.");
        if (file.Customers.Count < 1)
            unmet.Add("The account is not linked to a customer in the ERP yet.");

        var terms = holds.Count > 0 || limit.Kind == CreditLimitKind.None ? PaymentTerms.Prepaid : longest[band];
        var message = holds.Count > 0 ? "On credit hold. " + string.Join(" ", holds) + " Orders that are paid in advance can go ahead."
            : headroom is { } left ? left <= 0m ? $"The credit limit of {limit.ToDisplay()} is used up: agree on payment in advance, or talk to credit."
                : $"{Euros(left)} of the {limit.ToDisplay()} limit is free. {(unmet.Count == 0 ? $"Deals within it on terms up to {terms} need no review." : "Deals need a look by credit: " + string.Join(" ", unmet))}"
            : "No credit limit has been set yet: credit looks at the first deal.";

        var standing = new Standing(file, today, exposure, limit, longest[band], holds.Count > 0, unmet.Count == 0, (int)Math.Ceiling(daysBeyondTerms ?? 15m), customer.Terms);
        var deals = new List<HandWrittenDeal>();
        foreach (var deal in file.Opportunities)
        {
            if (!deal.IsClosed && Probability(file, deal, ofStage: true) >= 50m)
                deals.Add(Check(standing, deal, withOffers));
        }

        return new HandWrittenAnswer(score, lowest, highest, bands[band], limit, exposure, headroom, holds, unmet, terms, trend, message, deals);
    }

    private sealed record Standing(CreditFile File, int Today, decimal Exposure, CreditLimit Limit, PaymentTerms Longest, bool OnHold, bool Prequalified, int Pace, PaymentTerms? Agreed);

    private static (decimal Score, decimal Lowest, decimal Highest) Score(decimal? late, int oldest, decimal? used, decimal? months)
    {
        decimal? a = late is not { } d ? null : d <= 0m ? 100m : d <= 5m ? 85m : d <= 15m ? 65m : d <= 30m ? 40m : d <= 60m ? 15m : 0m;
        var b = oldest <= 0 ? 100m : oldest <= 10 ? 80m : oldest <= 30 ? 50m : oldest <= 60 ? 20m : 0m;
        decimal? c = used is not { } u ? null : u <= 50m ? 100m : u <= 75m ? 75m : u <= 90m ? 50m : u <= 100m ? 25m : 0m;
        decimal? t = months is not { } m ? null : m <= 6m ? 20m : m <= 12m ? 40m : m <= 36m ? 70m : 100m;
        var known = 30m * b + 35m * (a ?? 0m) + 20m * (c ?? 0m) + 15m * (t ?? 0m);
        var weight = 30m + (a is null ? 0m : 35m) + (c is null ? 0m : 20m) + (t is null ? 0m : 15m);
        var lowest = known + (t is null ? 15m * 20m : 0m);
        var highest = known + (100m - weight) * 100m;
        decimal Rounded(decimal value) => Math.Round(value, 0, MidpointRounding.AwayFromZero);
        var score = Rounded(known / weight);
        return (score, Math.Min(score, Rounded(lowest / 100m)), Math.Max(score, Rounded(highest / 100m)));
    }

    private static CreditLimit Limit(CreditLimit erp, int payments, decimal? monthlyPaid, int band)
    {
        decimal? amount = null;
        if (erp.TryGetAmount(out var own))
            amount = own.Amount;
        else if (erp.Kind != CreditLimitKind.NotSet)
            return erp.Kind == CreditLimitKind.None ? CreditLimit.None : CreditLimit.Of(In(2_000_000m));
        else if (band == 3)
            return CreditLimit.None;
        else
            amount = Math.Min(payments < 3 ? 10_000m : monthlyPaid * 2.5m ?? decimal.MaxValue, band switch { 0 => 250_000m, 1 => 100_000m, _ => 25_000m });
        decimal granted = amount.Value * band switch { 2 => 0.75m, 3 => 0.5m, _ => 1m };
        granted = Math.Floor(Math.Min(Math.Round(granted, 2, MidpointRounding.AwayFromZero), 2_000_000m) / 100m) * 100m;
        return granted > 0m ? CreditLimit.Of(In(granted)) : CreditLimit.None;
    }

    private static HandWrittenDeal Check(Standing standing, OpportunityRecord deal, bool withOffers)
    {
        var amount = deal.Amount?.Amount ?? 0m;
        var asked = deal.RequestedTerms ?? standing.Agreed ?? PaymentTerms.Net(30);
        var atClose = AtClose(standing, deal);
        decimal? Left(decimal credit) => standing.Limit.TryGetAmount(out var limit) ? limit.Amount - atClose - credit : standing.Limit.Kind == CreditLimitKind.None ? -atClose - credit : null;
        bool Passes(decimal credit, PaymentTerms terms, bool secured = false) => terms.IsPrepaid
            || (!standing.OnHold && standing.Prequalified && terms <= standing.Longest && credit <= 500_000m
                && (secured || (standing.Limit.Kind == CreditLimitKind.Amount && Left(credit) >= 0m) || standing.Limit.Kind == CreditLimitKind.Unlimited));

        var recommended = PaymentTerms.Prepaid;
        var offers = new List<(string Kind, decimal Credit, string Text)>();
        var passes = Passes(amount, asked);
        if (!passes && withOffers)
        {
            var shorterIsEnough = false;
            for (var i = ShorterTerms.Length - 1; i >= 0 && !shorterIsEnough; i--)
            {
                if (ShorterTerms[i] < asked && Passes(amount, ShorterTerms[i]))
                {
                    offers.Add(("shorter_terms", amount, $"{ShorterTerms[i]} instead of {asked} clears it: up to {ShorterTerms[i]} needs no approval."));
                    shorterIsEnough = true;
                }
            }

            PaymentTerms[] tries = !shorterIsEnough && asked > standing.Longest && !standing.Longest.IsPrepaid ? [asked, standing.Longest] : [asked];
            Offer(offers, "deposit", tries, 5m, 50m, (percent, terms) => amount - Cents(amount * percent / 100m) is > 0m and var rest && Passes(rest, terms)
                ? (rest, $"A {percent:0.##} % deposit ({Euros(Cents(amount * percent / 100m))}) clears it: {Euros(rest)} on {terms} fits the limit, and {Euros(Left(rest) ?? 0m)} of headroom is left.") : null);
            Offer(offers, "smaller_first_order", tries, 5m, 75m, (percent, terms) => Cents(amount * (100m - percent) / 100m) is > 0m and var firstOrder && Passes(firstOrder, terms)
                ? (firstOrder, $"A first order of {Euros(firstOrder)} ({100m - percent:0.##} % of the deal) on {terms} fits the limit, and {Euros(Left(firstOrder) ?? 0m)} of headroom is left; the rest follows once it is paid.") : null);
            PayFirst(standing, deal, amount, offers);
            Offer(offers, "letter_of_credit", tries, 10m, 100m, (percent, terms) => Cents(amount - Cents(amount * percent / 100m)) is var rest && Passes(rest, terms, secured: rest <= 0m)
                ? (amount, $"A letter of credit over {Euros(Cents(amount * percent / 100m))} ({percent:0.##} % of the deal) clears it.") : null);
        }

        for (var i = Ladder.Length - 1; i > 0 && recommended.IsPrepaid; i--)
            recommended = Passes(amount, Ladder[i]) ? Ladder[i] : recommended;
        var left = Left(asked.IsPrepaid ? 0m : amount);
        var status = standing.OnHold && !asked.IsPrepaid ? DealStatus.OnHold
            : passes ? DealStatus.Prequalified
            : !asked.IsPrepaid && amount > 500_000m ? DealStatus.ReviewNeeded
            : offers.Count > 0 ? DealStatus.Conditional
            : !standing.Prequalified || amount > 500_000m || standing.Limit.Kind == CreditLimitKind.NotSet ? DealStatus.ReviewNeeded : DealStatus.DoesNotFit;
        var message = status switch
        {
            DealStatus.OnHold => "The account is on credit hold.",
            DealStatus.Prequalified => $"Fits as it is, no review needed; {Euros(left ?? 0m)} of the limit is left after it.",
            _ when left < 0m => $"Does not fit as it is. When it closes, {Euros(left.Value + amount)} of the limit will be free, and {Euros(amount)} is needed: {Euros(-left.Value)} too much.",
            _ when amount > 250_000m => "Credit needs to look at this deal.",
            _ => "Credit needs to look at this deal; nothing for you to send now.",
        };
        return new HandWrittenDeal(deal.Key, status, recommended, left, message, offers);
    }

    private static void Offer(List<(string, decimal, string)> offers, string kind, PaymentTerms[] tries, decimal step, decimal most, Func<decimal, PaymentTerms, (decimal Credit, string Text)?> check)
    {
        foreach (var terms in tries)
        {
            for (var percent = step; percent <= most; percent += step)
            {
                if (check(percent, terms) is not var (credit, text))
                    continue;
                offers.Add((kind, credit, text));
                return;
            }
        }
    }

    private static void PayFirst(Standing standing, OpportunityRecord deal, decimal amount, List<(string, decimal, string)> offers)
    {
        var late = standing.File.OpenItems
            .Where(i => i.OpenAmount.Amount > 25m && !i.Disputed && i.DueOn.DayNumber < standing.Today && i.Type is not (DocumentType.CreditNote or DocumentType.UnappliedCash))
            .OrderBy(i => i.DueOn).ThenBy(i => i.Document, StringComparer.Ordinal).Take(5).ToList();
        bool Clears(int count)
        {
            var paid = late.Take(count).Select(i => i.Document).ToHashSet(StringComparer.Ordinal);
            var after = Decide(standing.File with { OpenItems = [.. standing.File.OpenItems.Where(i => !paid.Contains(i.Document))] }, withOffers: false);
            return after.Deals.Any(d => d.Key == deal.Key && d.Status == DealStatus.Prequalified);
        }

        if (late.Count == 0 || !Clears(late.Count))
            return;
        for (var count = 1; count <= late.Count; count++)
        {
            if (!Clears(count))
                continue;
            offers.Add(("pay_previous_first", amount, $"Payment of {string.Join(", ", late.Take(count).Select(i => i.Document))} first clears it."));
            return;
        }
    }

    private static decimal AtClose(Standing standing, OpportunityRecord deal)
    {
        var close = Math.Max(deal.CloseDate.DayNumber, standing.Today);
        var owed = standing.Exposure;
        bool IsReceived(int expected) => expected <= close && expected >= standing.Today;
        foreach (var item in standing.File.OpenItems)
        {
            if (item.OpenAmount.Amount > 0m && !item.Disputed && IsReceived(item.DueOn.DayNumber + standing.Pace))
                owed -= item.OpenAmount.Amount;
        }

        foreach (var order in standing.File.Orders)
        {
            if (order.IsPrepaid || order.Terms is { IsPrepaid: true } || order.OpenAmount.Amount <= 0m || order.DeliveryOn is not { } delivery)
                continue;
            var unbilled = order.Progress == OrderProgress.DeliveredNotInvoiced;
            if (!unbilled && delivery.DayNumber < standing.Today)
                continue;
            var paid = Math.Max(delivery.DayNumber, delivery.DayNumber + (order.Terms ?? standing.Agreed ?? PaymentTerms.Net(30)).Days + standing.Pace);
            if (!unbilled && delivery.DayNumber - 90 > standing.Today)
                owed += delivery.DayNumber - 90 <= close && paid > close ? order.OpenAmount.Amount : 0m;
            else if (IsReceived(paid))
                owed -= order.OpenAmount.Amount;
        }

        foreach (var other in standing.File.Opportunities)
        {
            if (other.Key != deal.Key && !other.IsClosed && other.Amount is { Amount: > 0m } taken && other.RequestedTerms is not { IsPrepaid: true } && other.CloseDate.DayNumber <= close
                && Probability(standing.File, other, ofStage: false) is >= 50m and var probability)
                owed += taken.Amount * probability / 100m;
        }

        return owed;
    }

    private static decimal? Probability(CreditFile file, OpportunityRecord deal, bool ofStage)
    {
        StageRecord? found = null;
        foreach (var stage in file.Stages)
            found = stage.Key == deal.Stage ? stage : found;
        return ofStage ? found?.IsClosed == true ? null : found?.DefaultProbabilityPercent ?? deal.ProbabilityPercent : deal.ProbabilityPercent ?? found?.DefaultProbabilityPercent ?? 100m;
    }

    private static int Months(DateOnly since, DateOnly today)
    {
        var months = (today.Year - since.Year) * 12 + today.Month - since.Month;
        return Math.Max(0, since.AddMonths(months) > today ? months - 1 : months);
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static Money In(decimal amount) => new(amount, RealisticFiles.Euro);

    private static string Euros(decimal amount) => In(amount).ToDisplay();
}
