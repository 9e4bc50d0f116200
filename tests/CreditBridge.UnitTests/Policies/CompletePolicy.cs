using CreditBridge.Core.Policies;

namespace CreditBridge.UnitTests.Policies;

/// <summary>The starter policy with everything that limits, exposure, groups, holds and exceptions can have.</summary>
internal static class CompletePolicy
{
    public static string Yaml { get; } = StarterPolicy.Yaml
        .Replace("calendar:\n", """
            exposure:
              buckets:
                open_orders: { counts: yes, within_days: 90, limit: 30_000 }
                pipeline: { counts: no, from_probability: 40 }
                past_due: { limit: 60_000 }
              securities:
                - { types: [credit_insurance], percent: 50, counts: in_limit }
                - { types: [letter_of_credit, bank_guarantee], percent: cover, counts: in_exposure }
            group:
              limit: erp
              without_own_limit: uses_group
              unlimited_members: included
              counts: [not_due, past_due, disputed, credits, unbilled]
            overrides:
              highest_amount: 80_000
              longest_days: 90
              most_uses: 3
              end_when:
                - { name: seriously late, when: oldest_past_due_days > 60 }
            calendar:

            """, StringComparison.Ordinal)
        .Replace("  highest: 2_000_000 ", """
              adjustments:
                - { name: for good payers, add: average_monthly_paid, when: average_days_beyond_terms < 0 }
              automatic_change: { raise_up_to_percent: 30, raise_up_to_amount: 40_000, lower_up_to_percent: 50 }
              auto_raise: { when: band = "Low", percent: 10, highest: 300_000 }
              highest: 2_000_000
            """, StringComparison.Ordinal)
        .Replace("      release_when: limit_used_percent <= 110 ", "      customer: The agreed credit limit is exceeded.\n      edifact: 13\n      release_when: limit_used_percent < 100 ", StringComparison.Ordinal)
        .Replace("""
                  when: oldest_past_due_days > 30 and past_due_amount > 500

            """, """
                  when: oldest_past_due_days > 30 and past_due_amount > 500
                  grace_days: 3
                  checkpoints: { contract: 2 }

            """, StringComparison.Ordinal)
        .Replace("hold:\n", """
            hold:
              exclusions:
                - { name: small change, when: exposure < 1_000, lifts: all }
                - { name: known partner, when: country = "DE", lifts: [far over the limit, limit of bucket open_orders] }

            """, StringComparison.Ordinal);

    public static CreditPolicy Policy { get; } = StarterPolicy.Parse(Yaml);
}
