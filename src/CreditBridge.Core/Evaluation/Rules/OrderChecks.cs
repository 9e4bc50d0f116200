using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Exposures;

namespace CreditBridge.Core.Evaluation.Rules;

/// <summary>Says of every open order whether a hold stops it. What is delivered cannot be stopped and has to be invoiced; what is paid in advance adds no risk.</summary>
internal static class OrderChecks
{
    public static IReadOnlyList<OrderCheck> Check(Situation situation)
    {
        if (situation.HoldReasons.Count == 0 || situation.Facts.File.Orders.Count == 0)
            return [];
        var mayProceed = situation.Policy.Hold.PrepaidMayProceed;
        var checks = new List<OrderCheck>();
        foreach (var (order, amount, use) in situation.Orders.Entries)
        {
            var shown = amount is { } converted ? new Money(converted, situation.Facts.Currency) : order.OpenAmount;
            var (stopped, why) = use switch
            {
                _ when order.Progress == OrderProgress.DeliveredNotInvoiced => (false, "It is delivered already and has to be invoiced."),
                OrderUse.Prepaid when mayProceed => (false, "It is paid in advance and adds no risk."),
                OrderUse.Prepaid => (true, "The account is on hold, and the policy stops orders paid in advance as well."),
                OrderUse.Later => (true, "The account is on hold. The order is for later; it goes on once the hold ends."),
                _ => (true, "The account is on hold."),
            };
            checks.Add(new OrderCheck(order.Order, shown, stopped, why));
        }

        return checks;
    }
}
