using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Exposures;

/// <summary>What becomes of an order in the exposure.</summary>
internal enum OrderUse
{
    /// <summary>It can still be stopped, and is in "open_orders".</summary>
    Open,

    /// <summary>It is delivered later than the policy looks.</summary>
    Later,

    /// <summary>It is delivered and not invoiced: "unbilled".</summary>
    Unbilled,

    /// <summary>It is paid in advance and adds no risk.</summary>
    Prepaid,
}

/// <summary>An order in the decision's currency.</summary>
internal readonly record struct OrderEntry(OpenOrderRecord Order, decimal? Amount, OrderUse Use);

/// <summary>The orders that are not invoiced yet, sorted into what adds risk and what does not. An order below zero reduces nothing.</summary>
internal sealed class OrderBook
{
    private readonly List<OrderEntry> _entries;

    public OrderBook(FactSheet facts, ExposurePolicy policy)
    {
        _entries = new List<OrderEntry>(facts.File.Orders.Count);
        foreach (var order in facts.File.Orders)
        {
            var use = UseOf(order, facts, policy);
            var counts = (use == OrderUse.Open && policy.Counts(BucketKind.OpenOrders)) || (use == OrderUse.Unbilled && policy.Counts(BucketKind.Unbilled));
            var amount = facts.InCurrency(order.OpenAmount, counts ? "Order" : null, order.Order);
            if (amount is null)
                facts.IsMissingAmounts(GroupOf(use), counts);
            if (amount < 0m)
                facts.Warn($"Order {order.Order} has an amount below zero ({new Money(amount.Value, facts.Currency).ToDisplay()}) and is not counted: check the sign in the ERP mapping.");
            var positive = amount is { } a ? Math.Max(0m, a) : (decimal?)null;
            _entries.Add(new OrderEntry(order, positive, use));
            switch (use)
            {
                case OrderUse.Open:
                    Open += positive ?? 0m;
                    break;
                case OrderUse.Unbilled:
                    Unbilled += positive ?? 0m;
                    break;
                case OrderUse.Prepaid:
                    Prepaid += positive ?? 0m;
                    break;
                default:
                    Later += positive ?? 0m;
                    break;
            }
        }
    }

    public IReadOnlyList<OrderEntry> Entries => _entries;

    public decimal Open { get; }

    public decimal Later { get; }

    public decimal Unbilled { get; }

    public decimal Prepaid { get; }

    private static AmountGroups GroupOf(OrderUse use) => use switch
    {
        OrderUse.Open => AmountGroups.Orders,
        OrderUse.Later => AmountGroups.LaterOrders,
        OrderUse.Unbilled => AmountGroups.Unbilled,
        _ => AmountGroups.PrepaidOrders,
    };

    private static OrderUse UseOf(OpenOrderRecord order, FactSheet facts, ExposurePolicy policy)
    {
        if (order.IsPrepaid || order.Terms is { IsPrepaid: true })
            return OrderUse.Prepaid;
        if (order.Progress == OrderProgress.DeliveredNotInvoiced)
            return OrderUse.Unbilled;
        return policy.OrdersWithinDays is { } within && order.DeliveryOn is { } delivery && !facts.Time.HasCome(Bounded.AddDays(delivery, -within)) ? OrderUse.Later : OrderUse.Open;
    }
}
