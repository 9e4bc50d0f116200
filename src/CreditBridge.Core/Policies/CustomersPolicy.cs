using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies;

/// <summary>What counts when an account is several ERP customers, in several companies or systems. What they owe and how they pay always counts together.</summary>
public sealed record CustomersPolicy
{
    /// <summary>What their limits come to.</summary>
    public SeveralLimits Limits { get; init; }

    /// <summary>Whose credit hold counts.</summary>
    public SeveralHolds Holds { get; init; }

    /// <summary>Whose payment terms count.</summary>
    public SeveralTerms Terms { get; init; }

    /// <summary>Systems (<c>sap</c>) and companies (<c>sap:1000</c>), the one that counts first at the beginning. Those that it does not name come last, together.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Place of a customer in <see cref="Order"/>; smaller counts first. A company is looked for before its system.</summary>
    public int PlaceOf(CustomerKey customer)
    {
        var company = $"{customer.System}:{customer.Company}";
        for (var place = 0; place < Order.Count; place++)
        {
            if (Order[place] == company || (Order[place] == customer.System && !Order.Contains(company)))
                return place;
        }

        return Order.Count;
    }
}

/// <summary>What several ERP limits come to.</summary>
public enum SeveralLimits
{
    /// <summary>They add up; one without a ceiling makes the whole unlimited, "no credit" adds nothing, "not set" does not count.</summary>
    Sum = 0,

    /// <summary>The lowest that is set.</summary>
    Lowest,

    /// <summary>Those of the first in the order that has any; several of one company add up.</summary>
    First,
}

/// <summary>Whose credit hold counts.</summary>
public enum SeveralHolds
{
    /// <summary>One customer on hold is enough.</summary>
    Any = 0,

    /// <summary>Only the first in the order that keeps such a mark.</summary>
    First,
}

/// <summary>Whose payment terms count.</summary>
public enum SeveralTerms
{
    /// <summary>The shortest.</summary>
    Shortest = 0,

    /// <summary>Those of the first in the order that has any; the shortest of several of one company.</summary>
    First,
}
