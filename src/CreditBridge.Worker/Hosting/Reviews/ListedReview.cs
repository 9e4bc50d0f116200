using CreditBridge.Core.Reviews;

namespace CreditBridge.Worker.Hosting.Reviews;

/// <summary>A review as people see it: with names and with its clock as of now.</summary>
/// <param name="Review">The review.</param>
/// <param name="Clock">How it stands against its promised time.</param>
internal sealed record ListedReview(CreditReview Review, SlaStanding Clock)
{
    /// <summary>Name of the account; its key when the name is not known any more.</summary>
    public required string AccountName { get; init; }

    /// <summary>Name of the deal; its key when the name is not known any more; null when the review is about the account.</summary>
    public string? DealName { get; init; }

    /// <summary>Name of who it is given to; the key of an unknown user; null for nobody.</summary>
    public string? AnalystName { get; init; }

    /// <summary>What became of the promise of a first response.</summary>
    public FirstResponse FirstResponse { get; init; }

    /// <summary>Whether it is open and late.</summary>
    public bool IsLate => Clock.State == SlaState.Breached;
}
