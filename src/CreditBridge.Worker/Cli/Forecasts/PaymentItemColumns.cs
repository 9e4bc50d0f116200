namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>Which column of a file of invoices is what.</summary>
/// <param name="Customer">Who pays.</param>
/// <param name="Issued">Day of the invoice.</param>
/// <param name="Due">Day on which it must be paid.</param>
/// <param name="Settled">Day on which it was paid; empty while it is open.</param>
internal sealed record PaymentItemColumns(string Customer, string Issued, string Due, string Settled)
{
    /// <summary>Its amount; null: every invoice counts 1.</summary>
    public string? Amount { get; init; }

    /// <summary>Number of the invoice; null: the line of the file.</summary>
    public string? Key { get; init; }

    /// <summary>What else tells invoices apart.</summary>
    public IReadOnlyList<string> Traits { get; init; } = [];

    /// <summary>How days are written, such as <c>M/d/yyyy</c>.</summary>
    public string DateFormat { get; init; } = "yyyy-MM-dd";

    /// <summary>All columns that must be there.</summary>
    public IEnumerable<(string Option, string Column)> Named =>
    [
        ("--customer", Customer), ("--issued", Issued), ("--due", Due), ("--settled", Settled),
        .. Amount is null ? Array.Empty<(string, string)>() : [("--amount", Amount)],
        .. Key is null ? Array.Empty<(string, string)>() : [("--key", Key)],
        .. Traits.Select(t => ("--trait", t)),
    ];
}
