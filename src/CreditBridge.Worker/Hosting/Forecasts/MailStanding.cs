using System.Text.Json;

namespace CreditBridge.Worker.Hosting.Forecasts;

/// <summary>What became of the forecast mail of a week. Kept, so that nobody gets it twice, whatever process sends it and however often one is started.</summary>
/// <param name="Day">The day on which it was due.</param>
/// <param name="Delivered">Addresses for which the server took it.</param>
/// <param name="Refused">Addresses for which the server refused it for good.</param>
/// <param name="Trouble">Why somebody does not have it yet; null when nobody waits.</param>
/// <param name="TriedAt">When it was last tried.</param>
internal sealed record MailStanding(DateOnly Day, IReadOnlyList<string> Delivered, IReadOnlyList<string> Refused, string? Trouble, DateTimeOffset TriedAt)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether nothing is left to be tried.</summary>
    public bool IsSettled => Trouble is null;

    public string ToText() => JsonSerializer.Serialize(this, Json);

    public static MailStanding? Parse(string? text) => text is null ? null : JsonSerializer.Deserialize<MailStanding>(text, Json);
}
