namespace CreditBridge.Abstractions.Bureaus;

/// <summary>
/// Sells reports about single companies: a credit bureau. The engine decides whom to ask about and when, keeps the budget, and stores what is answered; a provider only
/// asks. It asks once: what it repeats by itself may be charged twice.
/// </summary>
public interface IReportProvider
{
    /// <summary>What is sold, and for how much; called before orders of a run. Null when nothing is.</summary>
    /// <exception cref="Failures.ConnectorException">It cannot be told, because something is set up wrongly.</exception>
    Task<ReportOffer?> OfferAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Orders one report. Expected failures are answers, not exceptions. What comes out as an exception, cancellation included, has an unknown outcome: the engine counts it
    /// as paid and does not order again until a person has looked.
    /// </summary>
    Task<ReportAnswer> OrderAsync(ReportRequest request, CancellationToken cancellationToken);
}
