using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Bureaus;

/// <summary>
/// Sells reports about single companies: a credit bureau. The engine decides whom to ask about and when, keeps the budget, and stores what is answered; a provider only
/// asks. It asks once: what it repeats by itself may be charged twice.
/// </summary>
public interface IReportProvider
{
    /// <summary>Name of the bureau as it stands in its reports and in policies, such as "dnb".</summary>
    string Provider { get; }

    /// <summary>The most that one report costs. The engine reserves it before it orders.</summary>
    Money Price { get; }

    /// <summary>Whether reports may be ordered. Without leave the engine only shows what it would order.</summary>
    bool MayOrder { get; }

    /// <summary>What its reports can say; null when it cannot be told, so that any answer is possible.</summary>
    ReportShape? Shape { get; }

    /// <summary>
    /// What the request lacks for an order: a name or an address never tells a company for certain, an identifier does. Null when it can be ordered.
    /// </summary>
    string? WhyNot(ReportRequest request);

    /// <summary>
    /// Orders one report. Expected failures are answers, not exceptions. What comes out as an exception, cancellation included, has an unknown outcome: the engine counts it
    /// as paid and does not order again until a person has looked.
    /// </summary>
    Task<ReportAnswer> OrderAsync(ReportRequest request, CancellationToken cancellationToken);
}
