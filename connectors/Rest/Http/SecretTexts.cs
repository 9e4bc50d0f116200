using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>The keys and passwords of a connection by name, and the tokens that were obtained with them. None of them ever stands in a message.</summary>
/// <param name="byName">Keys and passwords as configured.</param>
public sealed partial class SecretTexts(IReadOnlyDictionary<string, string> byName)
{
    private const int ShortestHidden = 4;
    private readonly ConcurrentDictionary<string, bool> _further = new(StringComparer.Ordinal);

    /// <summary>The names that are configured.</summary>
    public IEnumerable<string> Names => byName.Keys;

    /// <summary>A secret.</summary>
    /// <exception cref="ConnectorException">There is none of this name.</exception>
    public string this[string name] => byName.FirstOrDefault(s => s.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value.Length: > 0 } secret
        ? secret.Value
        : throw new ConnectorException(new Failure(FailureKind.Configuration, $"The mapping uses the secret '{name}', which the connection does not have.",
            $"Set it in the connection's option Secrets, best through the environment: CREDITBRIDGE_Connections__NAME__Secrets__{name}.")
        { Where = $"Secrets:{name}" });

    /// <summary>Notes a further text that must not be shown, such as an access token.</summary>
    public void Hide(string? text)
    {
        if (text is { Length: >= ShortestHidden })
            _further.TryAdd(text, true);
    }

    /// <summary>Text of the other side made fit for a message: one line, bounded, without secrets and without a full stop at its end.</summary>
    public string Clean(string? text, int longest = 400)
    {
        var line = text ?? "";
        foreach (var secret in byName.Values.Where(s => s.Length >= ShortestHidden).Concat(_further.Keys))
        {
            line = line.Replace(secret, "[secret]", StringComparison.Ordinal);
            if (Uri.EscapeDataString(secret) is var escaped && escaped != secret)
                line = line.Replace(escaped, "[secret]", StringComparison.Ordinal);
        }

        line = Blanks().Replace(Tokens().Replace(line, "[secret]"), " ").Trim().TrimEnd('.');
        return line.Length <= longest ? line : line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)] + "…";
    }

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?|(?<=(?:Bearer|Basic|token) )\S{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
