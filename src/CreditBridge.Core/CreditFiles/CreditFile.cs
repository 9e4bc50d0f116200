using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// Everything that is known about one account at one moment: the only input of the evaluation besides the policy. Immutable, complete and serialisable, so that
/// a stored file gives the same decision again. Lists are in ascending order of their keys, whatever order the sources used.
/// </summary>
/// <param name="AsOf">The moment for which the question is asked.</param>
/// <param name="Account">The account.</param>
public sealed record CreditFile(AsOf AsOf, AccountRecord Account)
{
    /// <summary>The ERP customers that the account claims and an ERP knows.</summary>
    public IReadOnlyList<ErpCustomerRecord> Customers { get; init; } = [];

    /// <summary>Customers that the account claims and no ERP knows: a typing mistake, or the ERP has not been read yet.</summary>
    public IReadOnlyList<CustomerKey> UnknownCustomers { get; init; } = [];

    /// <summary>Customers that another account claims as well: their items count on both, and a person should decide.</summary>
    public IReadOnlyList<CustomerKey> SharedCustomers { get; init; } = [];

    /// <summary>Open items of all the account's customers.</summary>
    public IReadOnlyList<ReceivableRecord> OpenItems { get; init; } = [];

    /// <summary>Settled items of all the account's customers, paid within <see cref="PaymentWindowDays"/> before the business date.</summary>
    public IReadOnlyList<PaymentRecord> Payments { get; init; } = [];

    /// <summary>The account's deals that are not closed.</summary>
    public IReadOnlyList<OpportunityRecord> Opportunities { get; init; } = [];

    /// <summary>All stages as the CRM defines them.</summary>
    public IReadOnlyList<StageRecord> Stages { get; init; } = [];

    /// <summary>The newest rate of every currency pair on the business date.</summary>
    public IReadOnlyList<ExchangeRateRecord> Rates { get; init; } = [];

    /// <summary>How far back payments reach: two years, so that last year can be told from this year.</summary>
    public const int PaymentWindowDays = 730;
}
