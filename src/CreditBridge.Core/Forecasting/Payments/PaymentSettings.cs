namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>How payment behaviour is learned.</summary>
public sealed record PaymentSettings
{
    /// <summary>Days after the due day that do not count as late; 0 or more. Default 0.</summary>
    public int GraceDays { get; init; }

    /// <summary>After how many days an invoice counts half as much as one of today. Default 365.</summary>
    public int HalfLifeDays { get; init; } = 365;

    /// <summary>
    /// Whether customers are judged by the day on which they usually pay (true) or by their share of late invoices (false). Null, the default: by what would have foreseen the
    /// last thirteen weeks better, see <see cref="PaymentTrial"/>.
    /// </summary>
    public bool? ByUsualDay { get; init; }

    /// <summary>
    /// As how many invoices of the customer's own the pool of all customers counts for its share of late ones. Null, the default: as many as fits how much customers differ, found anew on
    /// each day from what is known then. 5: with five invoices, a customer is judged half by itself.
    /// </summary>
    public double? PoolCountsAs { get; init; }

    /// <summary>As how many invoices without an effect each value of a trait is held back, and as how many with the same traits the customer as a whole counts. Default 5.</summary>
    public double TraitsHeldBackBy { get; init; } = 5d;

    /// <summary>Names of the traits that invoices are told apart by, in the order of <see cref="PaymentItem.Traits"/>. Empty for none.</summary>
    public IReadOnlyList<string> TraitNames { get; init; } = [];
}
