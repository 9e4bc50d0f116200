using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>Which reports of credit bureaus are bought. What may be spent is no matter of the policy: the configuration says it.</summary>
/// <param name="Providers">The bureaus, the one that is asked first in front. The next is asked only when those before it have no opinion.</param>
/// <param name="When">The accounts whose reports are worth money: those for which this is so.</param>
public sealed record BureauPolicy(IReadOnlyList<string> Providers, Expression When)
{
    /// <summary>How many of the bureaus should have an opinion about an account.</summary>
    public int Opinions { get; init; } = 1;

    /// <summary>Months for which a report is relied upon, and likewise the answer that there is none.</summary>
    public int MaxAgeMonths { get; init; } = 6;

    /// <summary>Every number in the policy: values at which it may treat a report differently.</summary>
    internal IReadOnlyList<decimal> Numbers { get; init; } = [];

    /// <summary>Whether something that was said on a day is still relied upon.</summary>
    public bool IsRecent(DateOnly said, DateOnly today) => said <= today && said.AddMonths(MaxAgeMonths) > today;
}
