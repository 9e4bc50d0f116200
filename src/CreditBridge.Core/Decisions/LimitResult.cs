using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>One step on the way to the limit.</summary>
/// <param name="Rule">Name of the rule in the policy.</param>
/// <param name="Limit">What the rule gives.</param>
/// <param name="Note">Why, in one sentence.</param>
/// <param name="Decisive">Whether this step determined the limit.</param>
public sealed record LimitStep(string Rule, CreditLimit Limit, string Note, bool Decisive);

/// <summary>A limit that the policy would change, and that a person has to look at first.</summary>
/// <param name="From">The limit that stands.</param>
/// <param name="To">What the policy found.</param>
/// <param name="Why">Why it does not change by itself.</param>
public sealed record ProposedLimit(CreditLimit From, CreditLimit To, string Why);

/// <summary>The group's credit as far as it bears on the account.</summary>
/// <param name="Key">Key of the top account.</param>
/// <param name="Name">Name of the top account.</param>
/// <param name="Limit">Limit of the whole group.</param>
/// <param name="Exposure">What the whole group owes, this account included, by the same rules; null when an amount of it cannot be converted.</param>
/// <param name="Headroom">What is left of the group's limit; null when it is not an amount or cannot be told.</param>
public sealed record GroupCredit(string Key, string Name, CreditLimit Limit, Money? Exposure, Money? Headroom);
