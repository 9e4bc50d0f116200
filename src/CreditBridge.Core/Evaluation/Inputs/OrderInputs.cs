using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What is ordered and not invoiced yet, and what sales expects.</summary>
internal static class OrderInputs
{
    public static readonly CreditInput[] All =
    [
        new("open_orders_amount", InputUnit.Amount, "Orders that are accepted and not delivered.",
            "Sum of the open amounts of orders not delivered, without those paid in advance and those delivered later than the policy's 'within_days'.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Orders, Read = s => Reading.Of(s.Orders.Open),
        },
        new("later_orders_amount", InputUnit.Amount, "Orders to be delivered later than the policy looks.",
            "Sum of the open amounts of orders not delivered whose delivery is more than the policy's 'within_days' away: blanket orders.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.LaterOrders, Read = s => Reading.Of(s.Orders.Later),
        },
        new("unbilled_amount", InputUnit.Amount, "What is delivered and not invoiced yet.", "Sum of the open amounts of delivered orders, without those paid in advance.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Unbilled, Read = s => Reading.Of(s.Orders.Unbilled),
        },
        new("prepaid_orders_amount", InputUnit.Amount, "Orders that are paid in advance.", "Sum of the open amounts of orders paid before delivery. They never count against the limit.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.PrepaidOrders, Read = s => Reading.Of(s.Orders.Prepaid),
        },
        new("open_order_count", InputUnit.Count, "How many orders are not invoiced yet.", "Number of open orders, those paid in advance included.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of((decimal)s.Facts.File.Orders.Count),
        },
        new("pipeline_amount", InputUnit.Amount, "Deals that are open in the CRM.",
            "Sum of the amounts of open deals from the pipeline's probability on, without those to be paid in advance.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Pipeline, Read = s => Reading.Of(s.Pipeline.Amount),
        },
        new("pipeline_weighted", InputUnit.Amount, "Deals that are open in the CRM, weighted by probability.",
            "pipeline_amount with each deal's amount x its probability, else its stage's; 100 % when neither is known.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Pipeline, Read = s => Reading.Of(s.Pipeline.Weighted),
        },
    ];
}
