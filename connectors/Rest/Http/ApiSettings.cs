using CreditBridge.Connectors.Rest.Auth;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary><c>api:</c> what a mapping says about an API as a whole: how to log in, what goes with every request, how fast, and how it says that something is wrong.</summary>
/// <param name="Identity">The same for the same content.</param>
/// <param name="Auth"><c>auth:</c> how requests prove who asks.</param>
/// <param name="Headers"><c>headers:</c> headers of every request.</param>
/// <param name="Rate"><c>rate:</c> how fast.</param>
/// <param name="Errors"><c>errors:</c> how failures are told.</param>
public sealed record ApiSettings(string Identity, Authentication Auth, IReadOnlyDictionary<string, string> Headers, ApiRate Rate, ErrorRules Errors)
{
    /// <summary>Reads the block <c>api:</c> at the top of a mapping.</summary>
    public static ApiSettings Read(MappingSection root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (root.Section("api") is not { } api)
        {
            root.Refuse("api", "The key is missing.", "Write 'api:' and below it 'auth:', which says how to log in.");
            return new ApiSettings("", new NoAuthentication(), new Dictionary<string, string>(), new ApiRate(null, 1), ErrorRules.Usual);
        }

        var auth = Authentication.Read(api);
        var headers = api.Table("headers") ?? new Dictionary<string, string>();
        foreach (var (name, value) in headers.Where(h => h.Value.Contains("{{", StringComparison.Ordinal) || h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
            api.Refuse("headers", $"'{name}: {value}' has no place here.", "Headers of all requests are fixed texts; a key belongs below 'auth:' (kind: api_key with 'header:' and 'value:').");
        var settings = new ApiSettings(api.Content, auth, headers, ApiRate.Read(api.Section("rate")), ErrorRules.Read(api.Section("errors")));
        api.Close();
        return settings;
    }
}
