namespace CreditBridge.Storage.Model;

/// <summary>An account that was merged into another.</summary>
internal sealed class AccountMergeRow
{
    public required string LoserKey { get; init; }

    /// <summary>The account that was kept, as the CRM says.</summary>
    public required string MergedInto { get; init; }

    /// <summary>The account at the end of the chain: the one that was kept may have been merged itself since then.</summary>
    public required string WinnerKey { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether a decision of the winner has taken on what the loser's last decision had said.</summary>
    public required bool HandedOn { get; init; }
}
