using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary><c>errors:</c> how an API says that something is wrong.</summary>
/// <param name="When"><c>when:</c> path that is there only in an answer that is a failure, for APIs that say 200 to everything; null when the status tells.</param>
/// <param name="Message"><c>message:</c> paths of the text for people; the first that is there counts.</param>
/// <param name="Code"><c>code:</c> paths of the API's own code; the first that is there counts.</param>
/// <param name="Kinds"><c>kinds:</c> what codes mean, such as <c>{"3200": authentication}</c>.</param>
public sealed record ErrorRules(JsonPath? When, IReadOnlyList<JsonPath> Message, IReadOnlyList<JsonPath> Code, IReadOnlyDictionary<string, FailureKind> Kinds)
{
    // Where most APIs put it.
    private static readonly string[] UsualMessages = ["error.message", "error_description", "message", "detail", "title", "error"];
    private static readonly string[] UsualCodes = ["error.code", "code", "error"];

    private static readonly Dictionary<string, FailureKind> Words = new()
    {
        ["authentication"] = FailureKind.Authentication,
        ["throttled"] = FailureKind.Throttled,
        ["transient"] = FailureKind.Transient,
        ["configuration"] = FailureKind.Configuration,
        ["fatal"] = FailureKind.Fatal,
    };

    /// <summary>For an API of which nothing is declared.</summary>
    public static ErrorRules Usual { get; } = new(null, [], [], new Dictionary<string, FailureKind>());

    /// <summary>Reads the block <c>errors:</c>.</summary>
    public static ErrorRules Read(MappingSection? errors)
    {
        if (errors is null)
            return Usual;
        var kinds = new Dictionary<string, FailureKind>(StringComparer.Ordinal);
        foreach (var (code, word) in errors.Table("kinds") ?? new Dictionary<string, string>())
        {
            if (Words.TryGetValue(word, out var kind))
                kinds[code] = kind;
            else
                errors.Refuse("kinds", $"'{word}' (for '{code}') is not a kind of failure.", $"There are: {string.Join(", ", Words.Keys)}.");
        }

        var rules = new ErrorRules(JsonPath.Read(errors, "when"), JsonPath.ReadAll(errors, "message"), JsonPath.ReadAll(errors, "code"), kinds);
        errors.Close();
        return rules;
    }

    /// <summary>Whether an answer with a good status is a failure all the same.</summary>
    public bool Says(JsonElement answer) => When?.Find(answer) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined) } found
        && !(found.ValueKind == JsonValueKind.Array && found.GetArrayLength() == 0);

    /// <summary>What an answer says is wrong: a text for people, the API's own code, and what that code is declared to mean.</summary>
    public (string? Message, string? Code, FailureKind? Kind) Of(JsonElement answer)
    {
        var message = First(Message, UsualMessages, answer);
        var codes = (Code.Count > 0 ? Code : Usually(UsualCodes)).Select(p => Scalar(p, answer)).OfType<string>().ToList();
        var known = codes.FirstOrDefault(Kinds.ContainsKey);
        return (message, known ?? codes.FirstOrDefault(), known is null ? null : Kinds[known]);
    }

    private static string? First(IReadOnlyList<JsonPath> declared, string[] usual, JsonElement answer) =>
        (declared.Count > 0 ? declared : Usually(usual)).Select(p => Scalar(p, answer)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));

    private static string? Scalar(JsonPath path, JsonElement answer) =>
        path.Find(answer) is { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } found ? SourceValue.ToText(JsonCell.Of(found)) : null;

    private static IReadOnlyList<JsonPath> Usually(string[] texts) => [.. texts.Select(t => JsonPath.TryParse(t, out var path, out _) ? path : JsonPath.Whole)];
}
