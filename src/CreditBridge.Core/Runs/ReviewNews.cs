namespace CreditBridge.Core.Runs;

/// <summary>What has become of reviews while their accounts were evaluated.</summary>
public sealed record ReviewNews
{
    /// <summary>Nothing.</summary>
    public static ReviewNews Nothing { get; } = new();

    /// <summary>Reviews that are new.</summary>
    public long Opened { get; init; }

    /// <summary>Open reviews that further reasons were merged into.</summary>
    public long Merged { get; init; }

    /// <summary>Reviews that a person decided, and whose decision counts.</summary>
    public long Decided { get; init; }

    /// <summary>Decisions that were refused, because they go beyond what the policy allows.</summary>
    public long Refused { get; init; }

    /// <summary>Reviews whose causes have gone.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Exceptions that decisions became.</summary>
    public long Granted { get; init; }

    /// <summary>Accounts whose reviews could not be worked out because of a defect, by key and reason; the first hundred. They are tried again later.</summary>
    public IReadOnlyList<(string AccountKey, string Reason)> Defects { get; init; } = [];

    /// <summary>People whom the policy names and who are no users of the CRM, each in a sentence.</summary>
    public IReadOnlyList<string> UnknownPeople { get; init; } = [];

    /// <summary>Whether anything has happened.</summary>
    public bool IsEmpty => Opened + Merged + Decided + Refused + Withdrawn + Granted + Defects.Count == 0;

    /// <summary>Both together.</summary>
    internal ReviewNews With(ReviewNews other) => new()
    {
        Opened = Opened + other.Opened,
        Merged = Merged + other.Merged,
        Decided = Decided + other.Decided,
        Refused = Refused + other.Refused,
        Withdrawn = Withdrawn + other.Withdrawn,
        Granted = Granted + other.Granted,
        Defects = [.. Defects, .. other.Defects],
        UnknownPeople = [.. UnknownPeople.Union(other.UnknownPeople, StringComparer.Ordinal)],
    };
}
