using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

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

    /// <summary>
    /// Customers that the account claims, itself or by the link file, and that no ERP delivers although all have been read: a typing mistake, most of the time. What the account owes is
    /// not known while there is one. Lost customers, and those of which a person has said what became of them, are not among them.
    /// </summary>
    public IReadOnlyList<CustomerKey> UnknownCustomers { get; init; } = [];

    /// <summary>Customers that another account claims as well: their items count on both, and a person should decide.</summary>
    public IReadOnlyList<CustomerKey> SharedCustomers { get; init; } = [];

    /// <summary>
    /// Customers that the account claims and that are no longer in their ERP, in the order of their keys; null when there is none. Until a person has said what became of them,
    /// what was last known of them stands in the other lists.
    /// </summary>
    public IReadOnlyList<LostCustomer>? LostCustomers { get; init; }

    /// <summary>
    /// Customers that the account named and names no longer, in the order of their keys; null when there is none. Nobody has said whose they are, so that they stay with the account while
    /// they owe something, are blocked or keep it on hold.
    /// </summary>
    public IReadOnlyList<CustomerKey>? KeptCustomers { get; init; }

    /// <summary>
    /// Records about customers that the account claims, by customer and kind, that could not be read; null when there is none. What rests on them is not known; what was last known of a
    /// record stands in the other lists.
    /// </summary>
    public IReadOnlyList<UnreadableRecords>? Unreadable { get; init; }

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

    /// <summary>Orders of all the account's customers that are not invoiced yet.</summary>
    public IReadOnlyList<OpenOrderRecord> Orders { get; init; } = [];

    /// <summary>What bureaus say about the account or one of its customers.</summary>
    public IReadOnlyList<BureauReportRecord> BureauReports { get; init; } = [];

    /// <summary>Financial statements of the account or one of its customers.</summary>
    public IReadOnlyList<FinancialStatementRecord> Statements { get; init; } = [];

    /// <summary>Insurance, guarantees and other securities for the account or one of its customers.</summary>
    public IReadOnlyList<SecurityRecord> Securities { get; init; } = [];

    /// <summary>Events about the account or one of its customers.</summary>
    public IReadOnlyList<SignalRecord> Signals { get; init; } = [];

    /// <summary>Exceptions for the account or for its group, whether in force or not.</summary>
    public IReadOnlyList<OverrideRecord> Overrides { get; init; } = [];

    /// <summary>The other accounts of the group; null when the account is in none.</summary>
    public GroupStanding? Group { get; init; }

    /// <summary>
    /// What the account's previous decision said, as far as it binds this one: promises, holds that last, exceptions that were used. Not part of
    /// <see cref="CreditDecision.InputHash"/>, which says what the sources said.
    /// </summary>
    public PriorStanding Prior { get; init; } = PriorStanding.None;

    /// <summary>How far back payments reach: two years, so that last year can be told from this year.</summary>
    public const int PaymentWindowDays = 730;
}
