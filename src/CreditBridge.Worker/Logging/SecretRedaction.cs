using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreditBridge.Worker.Logging;

/// <summary>
/// Removes secrets from text: the values that are known from the configuration, in every spelling in which they travel, and whatever has the shape of a secret.
/// In doubt it removes too much. Text that is clean comes back unchanged, the same instance.
/// </summary>
public sealed partial class SecretRedaction
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mark = "***";

    /// <summary>Shorter values are not looked for: they are no secrets, and would be found everywhere.</summary>
    private const int ShortestSecret = 3;

    /// <summary>Lines of a secret of several lines, such as a private key, are looked for one by one from this length.</summary>
    private const int ShortestLine = 16;

    private readonly string[] _known;

    /// <summary>Learns the known secrets.</summary>
    /// <param name="secrets">Values of secret options: passwords, keys, connection strings.</param>
    public SecretRedaction(IEnumerable<string> secrets) => _known =
    [
        .. secrets.SelectMany(Parts).SelectMany(Spellings).Where(spelling => spelling.Length >= ShortestSecret)
            .Distinct(StringComparer.Ordinal).OrderByDescending(spelling => spelling.Length),
    ];

    /// <summary>Removes known secrets and everything that looks like one.</summary>
    public string Remove(string text)
    {
        text = RemoveKnown(text);
        text = PemBlock().Replace(text, Mark);
        text = AuthorizationScheme().Replace(text, "${scheme}" + Mark);
        text = JsonWebToken().Replace(text, Mark);
        text = SessionId().Replace(text, "00D" + Mark);
        text = UserInformation().Replace(text, "://${user}:" + Mark + "@");
        text = PasswordAssignment().Replace(text, "${name}" + Mark);
        text = Assignment().Replace(text, "${name}" + Mark);
        return JsonMember().Replace(text, "${name}" + Mark + "${end}");
    }

    /// <summary>Removes the known secrets only.</summary>
    public string RemoveKnown(string text)
    {
        foreach (var secret in _known)
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Whether a value of this name is a secret whatever it looks like.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static IEnumerable<string> Parts(string secret)
    {
        yield return secret.Trim();
        foreach (Match password in PasswordInConnectionString().Matches(secret))
            yield return password.Groups["value"].Value.Trim().Trim('"', '\'');
        if (secret.Contains('\n'))
        {
            foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine))
                yield return line;
        }
    }

    private static IEnumerable<string> Spellings(string secret) =>
    [
        secret,
        Uri.EscapeDataString(secret),
        Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal),
        JsonEncodedText.Encode(secret).ToString(),
        JsonEncodedText.Encode(secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)),
    ];

    /// <summary>A key or certificate; to the end of the text when it was cut off.</summary>
    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{1,40}-----.*?(?:-----END [A-Z0-9 ]{1,40}-----|\z)", RegexOptions.Singleline)]
    private static partial Regex PemBlock();

    /// <summary>An Authorization header.</summary>
    [GeneratedRegex(@"(?<scheme>\b(?:Bearer|Basic|OAuth)\s{1,4}(?:\\?[""'])?)(?=(?-i:[^\s""',;]{0,200}[0-9A-Z!=.]))[A-Za-z0-9\-._~+/!%]{8,}=*", RegexOptions.IgnoreCase)]
    private static partial Regex AuthorizationScheme();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")]
    private static partial Regex JsonWebToken();

    /// <summary>A Salesforce session id: the org's id, an exclamation mark, the token.</summary>
    [GeneratedRegex(@"00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?:!|%21|\\u0021)[A-Za-z0-9._%+/=\-]+")]
    private static partial Regex SessionId();

    [GeneratedRegex(@"://(?<user>[^/\s:@""]{0,100}):(?!\*\*\*@)[^/\s@""]{1,200}@")]
    private static partial Regex UserInformation();

    /// <summary>Password=… of a connection string or a form; without quotation marks it goes to the next semicolon, ampersand or line, because it may hold blanks.</summary>
    [GeneratedRegex(@"(?<name>(?:password|passwd|pwd)\s{0,4}=\s{0,4})(?!\*\*\*)(?:""(?:[^""]|"""")*""|'(?:[^']|'')*'|\\""(?:[^\\]|\\[^""])*\\""|[^;&\r\n""'\\]+)", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordAssignment();

    [GeneratedRegex(@"(?<name>(?:secret|assertion|(?:access|refresh|id|auth|session)_?(?:token|id)|api_?key|private_?key|\bsid)\s{0,4}=\s{0,4}|(?:client_secret|assertion|access_token|refresh_token|id_token|password|passwd|pwd|x-api-key|x-sfdc-session|set-cookie|authorization)\s{0,4}:\s{0,4})(?!\*\*\*|Bearer|Basic|OAuth)(?:""[^""]*""|'[^']*'|[^\s&;,""'\\}\])]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    /// <summary>"client_secret":"…" in JSON, also in JSON that was quoted as text within JSON.</summary>
    [GeneratedRegex(@"(?<name>(?:password|passwd|pwd|secret|assertion|access_?token|refresh_?token|id_?token|auth_?token|session_?id|private_?key|api_?key|connection_?string)(?<quote>\\*"")\s{0,8}:\s{0,8}\k<quote>)(?!\*\*\*)(?:(?!\k<quote>)(?:\\.|[^\\]))*(?<end>\k<quote>|\z)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex JsonMember();

    [GeneratedRegex(@"(?:password|passwd|pwd)\s*=\s*(?<value>""(?:[^""]|"""")*""|'(?:[^']|'')*'|[^;]+)", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordInConnectionString();

    [GeneratedRegex(@"(?:password|passwd|pwd|secret|assertion|token|session_?id|private_?key|api_?key|connection_?string|authorization|cookie|credential)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
