using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>What a group's limit does to a member that has no limit of its own.</summary>
public enum MemberWithoutLimit
{
    /// <summary>It may use the group's.</summary>
    UsesGroup = 0,

    /// <summary>Its limit stays not set.</summary>
    NotSet,
}

/// <summary>What a group's limit does to a member without a ceiling.</summary>
public enum UnlimitedMember
{
    /// <summary>Nothing: the member stays without a ceiling.</summary>
    Exempt = 0,

    /// <summary>It bounds this member as well.</summary>
    Included,
}

/// <summary>How accounts under one top account share credit.</summary>
public sealed record GroupPolicy
{
    /// <summary>The group's limit as a formula over inputs of the account that is decided about; null when it is another.</summary>
    public Expression? Formula { get; init; }

    /// <summary>The group's limit, an amount being in the policy's currency; null when it is another. Without either, the ERP limits of the top account count.</summary>
    public CreditLimit? Fixed { get; init; }

    /// <summary>What becomes of a member without a limit.</summary>
    public MemberWithoutLimit WithoutOwnLimit { get; init; }

    /// <summary>What becomes of a member without a ceiling.</summary>
    public UnlimitedMember UnlimitedMembers { get; init; }

    /// <summary>The buckets that count against the group's limit; null for the same as for an account.</summary>
    public IReadOnlyList<BucketKind>? Buckets { get; init; }
}
