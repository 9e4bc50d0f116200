using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Runs;

/// <summary>What evaluating came to. Reports add up over batches.</summary>
public sealed record EvaluationReport
{
    /// <summary>Accounts that were evaluated.</summary>
    public long Accounts { get; init; }

    /// <summary>Decisions that said something new.</summary>
    public long NewDecisions { get; init; }

    /// <summary>Records for which something was queued to be written.</summary>
    public long Queued { get; init; }

    /// <summary>Accounts whose hold was set by a new decision.</summary>
    public long HoldsSet { get; init; }

    /// <summary>Accounts whose hold was released by a new decision.</summary>
    public long HoldsReleased { get; init; }

    /// <summary>Accounts on hold among the evaluated.</summary>
    public long OnHold { get; init; }

    /// <summary>Evaluated accounts by risk band; accounts without a score under an empty name.</summary>
    public IReadOnlyDictionary<string, long> Bands { get; init; } = new Dictionary<string, long>();

    /// <summary>Checked deals by result.</summary>
    public IReadOnlyDictionary<DealStatus, long> Deals { get; init; } = new Dictionary<DealStatus, long>();

    /// <summary>Accounts that could not be evaluated because of a defect, by key and reason; the first hundred.</summary>
    public IReadOnlyList<(string AccountKey, string Reason)> Defects { get; init; } = [];

    /// <summary>What has become of reviews.</summary>
    public ReviewNews Reviews { get; init; } = ReviewNews.Nothing;

    /// <summary>Stages that the policy names and the CRM does not have.</summary>
    public IReadOnlyList<string> UnknownStages { get; init; } = [];

    /// <summary>Customers of evaluated accounts that two connections deliver under one key, so that their items count twice; the first hundred.</summary>
    public IReadOnlyList<string> CustomersFromTwoConnections { get; init; } = [];

    /// <summary>ERP customers that no account claims any more, because the one that did was merged into another; the first hundred.</summary>
    public IReadOnlyList<CarriedClaim> CarriedClaims { get; init; } = [];

    /// <summary>Customers that accounts claim and that are no longer in their ERP, as long as nobody has said what became of them; the first hundred.</summary>
    public IReadOnlyList<LostClaim> LostClaims { get; init; } = [];

    /// <summary>Customers whose keys were taken out of accounts and that stay with them, because nobody has said whose they are; the first hundred.</summary>
    public IReadOnlyList<KeptClaim> KeptClaims { get; init; } = [];

    /// <summary>Accounts that name customers that no ERP delivers, with the first hundred of their keys.</summary>
    public UndeliveredKeys UndeliveredKeys { get; init; } = UndeliveredKeys.None;

    /// <summary>Keys of the accounts that were evaluated; null when there were more than two thousand.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string>? Evaluated { get; init; } = [];

    /// <summary>Why every account was evaluated again: a new policy, a new field mapping. Null when only the changed ones were.</summary>
    public string? EverybodyBecause { get; init; }

    /// <summary>This and what a second evaluation of some of the same accounts has changed.</summary>
    internal EvaluationReport ThenAgain(EvaluationReport second) => this with
    {
        NewDecisions = NewDecisions + second.NewDecisions,
        Queued = Queued + second.Queued,
        HoldsSet = HoldsSet + second.HoldsSet,
        HoldsReleased = HoldsReleased + second.HoldsReleased,
        Defects = [.. Defects, .. second.Defects],
        Reviews = Reviews.With(second.Reviews),
    };
}
