using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>The starter policy with every counter-offer there is, and a checkpoint at which a passed check holds for two days.</summary>
internal static class OfferPolicy
{
    private const string Offers = """
          - { offer: shorter_terms, ladder: [Due on receipt, Net 15, Net 30, Net 45, Net 60] }
          - { offer: pay_previous_first, most_documents: 5 }
          - { offer: deposit, max_percent: 50, step_percent: 5 }
          - { offer: smaller_first_order, min_percent: 25, step_percent: 5, releases: yes }
          - { offer: letter_of_credit, max_percent: 100, step_percent: 10 }
          - { offer: insured_part, max_percent: 80, step_percent: 10 }
          - { offer: guarantee, max_percent: 100, step_percent: 5 }
        checkpoints:
          - { name: offer sent, stages: [Offer], grace_days: 2 }

      """;

    public static string Yaml { get; } = WithOffers(Offers);

    public static CreditPolicy Everything { get; } = StarterPolicy.Parse(Yaml);

    /// <summary>The starter policy with other offers; lines are indented as in the document.</summary>
    public static CreditPolicy With(string offers) => StarterPolicy.Parse(WithOffers(offers));

    private static string WithOffers(string offers)
    {
        var start = StarterPolicy.Yaml.IndexOf("    - { offer: shorter_terms", StringComparison.Ordinal);
        var end = StarterPolicy.Yaml.IndexOf("\nreviews:", StringComparison.Ordinal);
        return StarterPolicy.Yaml[..start] + offers + StarterPolicy.Yaml[end..];
    }
}
