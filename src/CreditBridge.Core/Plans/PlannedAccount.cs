using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Plans;

/// <summary>What would change on an account and its deals.</summary>
/// <param name="Key">The account.</param>
/// <param name="Name">Its name; its key when the name is not known.</param>
/// <param name="Records">Its records: the account first, then the deals by key.</param>
public sealed record PlannedAccount(string Key, string Name, IReadOnlyList<PlannedRecord> Records)
{
    /// <summary>What has happened since the CRM was last written to: records that are new, changed or gone, another policy, time.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>What becomes of the account's hold.</summary>
    public HoldChange Hold { get; init; }

    /// <summary>Whether the hold or the check of a deal would change, so that the open deals of the account are touched.</summary>
    public bool TouchesDeals { get; init; }

    /// <summary>The account's open deals in the policy's currency, whether their checks change or not.</summary>
    public Money Pipeline { get; init; }

    /// <summary>How many open deals these are.</summary>
    public int OpenDeals { get; init; }

    /// <summary>Of these, how many are not in <see cref="Pipeline"/>, because they have no amount or no exchange rate leads to the policy's currency.</summary>
    public int DealsWithoutAmount { get; init; }
}

/// <summary>What becomes of a hold.</summary>
public enum HoldChange
{
    /// <summary>It stays as it is.</summary>
    None = 0,

    /// <summary>It is set.</summary>
    Set,

    /// <summary>It is released.</summary>
    Release,
}
