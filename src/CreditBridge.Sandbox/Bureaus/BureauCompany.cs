namespace CreditBridge.Sandbox.Bureaus;

/// <summary>A company as the stub bureaus know it.</summary>
/// <param name="Number">The identifier by which a bureau is asked: D-U-N-S number, registration number, or the bureau's own.</param>
/// <param name="Name">Its name.</param>
/// <param name="Country">Its country, two letters.</param>
public sealed record BureauCompany(string Number, string Name, string Country = "DE")
{
    /// <summary>The score on the asked bureau's scale; null for none.</summary>
    public decimal? Score { get; init; }

    /// <summary>A rating, such as the Nordic AAA; null for none.</summary>
    public string? Rating { get; init; }

    /// <summary>A limit that the bureau recommends, in EUR; null for none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Version of the score's model; null for the bureau's usual one.</summary>
    public string? Model { get; init; }

    /// <summary>Why there is no score; null when there is nothing to say.</summary>
    public string? Override { get; init; }

    /// <summary>The number that the answer carries; another than <see cref="Number"/> for a bureau that answers about the wrong company.</summary>
    public string? AnswersAs { get; init; }

    /// <summary>The number in the answer.</summary>
    internal string Stated => AnswersAs ?? Number;
}
