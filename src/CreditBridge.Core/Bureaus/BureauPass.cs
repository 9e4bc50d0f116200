using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Bureaus;

/// <summary>One pass over accounts: what it works with and what it has come to so far.</summary>
/// <param name="Offers">What is sold, by which connection.</param>
/// <param name="Policy">The active policy; its section on bureaus is there.</param>
/// <param name="Budget">What may be spent; null for nothing.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Orders">Whether reports are ordered.</param>
internal sealed record BureauPass(IReadOnlyList<(IConnection Connection, ReportOffer Offer)> Offers, CreditPolicy Policy, BureauBudget? Budget, AsOf AsOf, bool Orders)
{
    private const int MostLines = 1_000;

    private readonly List<BureauLine> _lines = [];
    private readonly List<string> _obstacles = [];
    private readonly List<string> _troubles = [];
    private readonly List<ReportOrder> _orders = [];
    private readonly Dictionary<BureauAction, int> _counts = [];
    private int _reports;

    /// <summary>What the policy wants.</summary>
    public BureauPolicy Bureaus => Policy.Bureaus!;

    /// <summary>Bureaus that are not asked any more in this pass.</summary>
    public HashSet<string> Paused { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Orders that a preview has listed.</summary>
    public List<ReportOrder> Planned { get; } = [];

    /// <summary>How many orders were sent.</summary>
    public int Ordered => _orders.Count;

    /// <summary>The connection that sells a bureau's reports, and its offer; nulls when there is none.</summary>
    public (IConnection? Connection, ReportOffer? Offer) Of(string provider) => Offers.FirstOrDefault(o => string.Equals(o.Offer.Provider, provider, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why a bureau cannot be asked about a company; null when it can.</summary>
    public string? WhyNot(string provider, ReportRequest request) => Of(provider).Offer is { } offer ? offer.WhyNot(request) : "no connection sells its reports";

    /// <summary>Notes what stops ordering, once.</summary>
    public void Obstacle(string text)
    {
        if (!_obstacles.Contains(text))
            _obstacles.Add(text);
    }

    /// <summary>Notes what needs a person, once.</summary>
    public void Trouble(string text)
    {
        if (!_troubles.Contains(text))
            _troubles.Add(text);
    }

    /// <summary>Does not ask a bureau any more.</summary>
    public void Pause(string provider, string why)
    {
        Paused.Add(provider);
        Trouble($"{provider}: {why}");
    }

    /// <summary>Does not ask a bureau any more whose report was paid for and is of no use: the next one may be of none either.</summary>
    public void PauseBecauseNotKept(ReportOrder order) => Pause(
        order.Provider, $"{order.Result} {order.Provider} is asked again tomorrow, about {order.AccountKey} once the order is cleared ('creditbridge bureaus settle {order.Key} --charged true').");

    /// <summary>Notes what was done about an account.</summary>
    public void Add(BureauAccount account, BureauAction action, string? provider, string why, Money? price = null)
    {
        _counts[action] = _counts.GetValueOrDefault(action) + 1;
        if (_lines.Count < MostLines)
            _lines.Add(new BureauLine(account.File.Account.Key, account.File.Account.Name, action, provider, why) { Price = price, DecisionId = account.DecisionId });
    }

    /// <summary>Counts an order that was sent.</summary>
    public void Count(BureauAccount account, ReportOrder order, ReportAnswer answer)
    {
        _orders.Add(order);
        if (answer.Outcome == ReportOutcome.Report && order.State is OrderState.Report or OrderState.NoOpinion)
            _reports++;
        Add(account, BureauAction.Ordered, order.Provider, $"{order.Result ?? "Nobody knows what became of the order."} {order.Why}", order.Cost);
    }

    /// <summary>Notes why a price does not fit the budget.</summary>
    public void NoBudget(string provider, Money price, Reservation reservation)
    {
        var monthly = Budget!.Monthly;
        if (price.Currency != monthly.Currency)
            Trouble($"The price of {provider} is in {price.Currency} and the budget in {monthly.Currency}: write the price in {monthly.Currency}, at the worst rate that you expect.");
        else if (reservation == Reservation.ProviderBudgetUsedUp)
            Obstacle($"The budget of {AsOf.BusinessDate:yyyy-MM} for {provider} ({new Money(Budget.Providers[provider], monthly.Currency).ToDisplay()}) does not suffice for another report.");
        else
            Obstacle($"The budget of {AsOf.BusinessDate:yyyy-MM} ({monthly.ToDisplay()}) does not suffice for another report of {provider}.");
    }

    /// <summary>What it came to.</summary>
    public BureauReport ToReport(long looked) =>
        new() { Accounts = looked, Lines = _lines, Counts = _counts, Orders = _orders, Reports = _reports, Obstacles = _obstacles, Troubles = _troubles };
}
