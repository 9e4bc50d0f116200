using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Examples;

namespace CreditBridge.Core.Policies;

/// <summary>
/// A credit policy, read and checked: names are resolved, expressions compiled, nothing is looked up or parsed while evaluating. Immutable; built by
/// <see cref="CreditPolicyParser"/> only. Amounts in it are in <see cref="Currency"/>.
/// </summary>
public sealed record CreditPolicy
{
    /// <summary>Name of the policy.</summary>
    public required string Name { get; init; }

    /// <summary>Version as its author counts.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 over the content in hexadecimal; comments, layout and the order of keys do not count.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Name, version and the first 8 digits of the hash: "starter@1:9f86d081".</summary>
    public string VersionText => field ??= $"{Name}@{Version}:{ContentHash[..8]}";

    /// <summary>Currency of the amounts in the policy; stands in for an account without one.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>The inputs that the policy may use: the catalogue and its own definitions.</summary>
    public InputScope Inputs { get; init; } = new();

    /// <summary>Which days are worked on.</summary>
    public required BusinessCalendar Calendar { get; init; }

    /// <summary>What counts as owed and as past due.</summary>
    public required ReceivablesPolicy Receivables { get; init; }

    /// <summary>What counts when an account is several ERP customers.</summary>
    public CustomersPolicy Customers { get; init; } = new();

    /// <summary>What counts against the limit.</summary>
    public ExposurePolicy Exposure { get; init; } = new();

    /// <summary>How payment behaviour is measured.</summary>
    public PaymentsPolicy Payments { get; init; } = new();

    /// <summary>How payment behaviour is called improving or deteriorating.</summary>
    public required TrendPolicy Trend { get; init; }

    /// <summary>How the score is made.</summary>
    public required ScorePolicy Score { get; init; }

    /// <summary>What caps the band or forbids a score, whatever the factors say.</summary>
    public IReadOnlyList<Veto> Vetoes { get; init; } = [];

    /// <summary>Risk bands, the one with the lowest scores first.</summary>
    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>How accounts under one top account share credit; null when they do not.</summary>
    public GroupPolicy? Group { get; init; }

    /// <summary>How far exceptions may go; null when there are none but holds that a person orders.</summary>
    public OverridePolicy? Overrides { get; init; }

    /// <summary>How the limit is found.</summary>
    public required LimitPolicy Limit { get; init; }

    /// <summary>When an account is on hold.</summary>
    public required HoldPolicy Hold { get; init; }

    /// <summary>Which accounts' deals need no review; all must hold.</summary>
    public required IReadOnlyList<Criterion> Prequalification { get; init; }

    /// <summary>How deals are checked.</summary>
    public required ProposalPolicy Proposals { get; init; }

    /// <summary>Which reports of credit bureaus are bought; null for none.</summary>
    public BureauPolicy? Bureaus { get; init; }

    /// <summary>When people have to look at something.</summary>
    public required ReviewPolicy Reviews { get; init; }

    /// <summary>Cases in the document that say what has to come out.</summary>
    public IReadOnlyList<PolicyExample> Examples { get; init; } = [];

    /// <summary>Longest terms that need no approval in a band; payment in advance without one. Only terms of the ladder are ever recommended.</summary>
    public PaymentTerms LongestTerms(Band? band)
    {
        if (band is null)
            return PaymentTerms.Prepaid;
        var longest = PaymentTerms.Prepaid;
        foreach (var terms in Proposals.TermsLadder)
        {
            if (terms <= band.Terms && terms > longest)
                longest = terms;
        }

        return longest;
    }
}
