using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Bureaus;

/// <summary>What a provider sells.</summary>
/// <param name="Provider">Name of the bureau as it stands in its reports and in policies, such as "dnb".</param>
/// <param name="Price">The most that one report costs. The engine reserves it before it orders.</param>
/// <param name="MayOrder">Whether reports may be ordered. Without leave the engine only shows what it would order.</param>
public sealed record ReportOffer(string Provider, Money Price, bool MayOrder)
{
    /// <summary>
    /// What a request must have, by the names of <see cref="ReportRequest.Identifiers"/>; "country" stands for its country. A name or an address never tells a company for
    /// certain, an identifier does.
    /// </summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the reports can say; null when it cannot be told, so that any answer is possible.</summary>
    public ReportShape? Shape { get; init; }

    /// <summary>Why a report cannot be ordered for a request; null when it can.</summary>
    public string? WhyNot(ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var missing = Needs.Where(n => string.IsNullOrWhiteSpace(request.Value(n))).ToList();
        return missing.Count == 0 ? null : $"the account has no {string.Join(" and no ", missing)}";
    }
}
