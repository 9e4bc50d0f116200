using CreditBridge.Core.Policies;

namespace CreditBridge.TestKit.Stores;

/// <summary>A policy in euros under which every account scores 80 and has its limit from the ERP, with the sections that a test is about.</summary>
public static class SmallPolicy
{
    /// <summary>Deals above EUR 20,000 need a review.</summary>
    public const string LargeDeals = ", review_above: 20_000";

    /// <summary>Every account is on hold.</summary>
    public const string Held = "{ name: held, when: open_order_count >= 0, reason: Held., release: Ask credit. }";

    /// <summary>The policy.</summary>
    /// <param name="sections">Further sections, such as those on exceptions and reviews.</param>
    /// <param name="hold">A rule that puts accounts on hold; none when empty.</param>
    /// <param name="proposals">More about deals; empty for nothing.</param>
    /// <param name="band">More about the only band, which is called Low; empty for nothing.</param>
    /// <exception cref="InvalidOperationException">The sections are no policy.</exception>
    public static CreditPolicy With(string sections = "", string hold = "", string proposals = LargeDeals, string band = "")
    {
        var result = CreditPolicyParser.Parse($$"""
            name: small
            version: 1
            currency: EUR
            score:
              scale: { lowest: 0, highest: 100 }
              formula: "80"
            bands:
              - { name: Low, from: 0, terms: Net 60{{band}} }
            limit: { erp: erp_wins, not_set_means: not_set }
            hold: { rules: [{{hold}}] }
            prequalification: { criteria: [] }
            proposals: { check_deals: { from_probability: 50 }, terms_ladder: [Prepaid, Net 60]{{proposals}} }
            {{sections}}
            """, "policy.yaml");
        return result.Policy ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Problems));
    }
}
