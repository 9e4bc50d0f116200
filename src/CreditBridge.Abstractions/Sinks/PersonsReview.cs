namespace CreditBridge.Abstractions.Sinks;

/// <summary>
/// Keys of reviews that a person created in the other system. Such a record exists under an id of that system before we know it; our first write to it puts our key onto it, so that from
/// then on it is told like every other.
/// </summary>
public static class PersonsReview
{
    private const string Prefix = "P-";

    /// <summary>Our key of a review that a person created.</summary>
    /// <param name="recordKey">Id of its record in the other system.</param>
    public static string KeyOf(string recordKey) => Prefix + recordKey;

    /// <summary>Id of the record in the other system; null when the key is not one of a review that a person created.</summary>
    /// <param name="reviewKey">Our key of the review.</param>
    public static string? RecordOf(string reviewKey) => reviewKey.StartsWith(Prefix, StringComparison.Ordinal) && reviewKey.Length > Prefix.Length ? reviewKey[Prefix.Length..] : null;
}
