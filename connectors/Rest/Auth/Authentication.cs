namespace CreditBridge.Connectors.Rest.Auth;

/// <summary><c>auth:</c> how requests prove who asks. One kind per file in this folder.</summary>
public abstract class Authentication
{
    private static readonly Dictionary<string, Func<MappingSection, Authentication>> Kinds = new()
    {
        ["none"] = _ => new NoAuthentication(),
        ["api_key"] = ApiKeyAuthentication.From,
        ["basic"] = BasicAuthentication.From,
        ["bearer"] = BearerAuthentication.From,
        ["oauth2_client_credentials"] = auth => TokenAuthentication.From(auth, refreshes: false),
        ["oauth2_refresh_token"] = auth => TokenAuthentication.From(auth, refreshes: true),
        ["oauth1"] = OAuth1Authentication.From,
        ["session"] = SessionAuthentication.From,
        ["json_rpc_login"] = JsonRpcAuthentication.From,
    };

    /// <summary>Whether logging in anew may help when a request is refused.</summary>
    public virtual bool CanRenew => false;

    /// <summary>Whether each request is signed for itself, so that the same one must not be sent twice.</summary>
    internal virtual bool SignsEachRequest => false;

    /// <summary>Reads the block <c>auth:</c>.</summary>
    /// <param name="api">The block that it stands in.</param>
    public static Authentication Read(MappingSection api)
    {
        ArgumentNullException.ThrowIfNull(api);
        if (api.Section("auth") is not { } auth)
        {
            api.Refuse("auth", "The key is missing.", $"Write 'auth: {{kind: …}}' with {string.Join(", ", Kinds.Keys)}.");
            return new NoAuthentication();
        }

        var places = Kinds.Keys.Select((word, at) => (word, at)).ToDictionary(k => k.word, k => k.at);
        var kind = auth.Choice<int>("kind", places, null, "It says how to log in.");
        var read = Kinds.Values.ElementAt(kind)(auth);
        auth.Close();
        return read;
    }

    /// <summary>Logs in; gives nothing where no login is needed.</summary>
    /// <exception cref="ConnectorException">The login is refused, or there is no answer.</exception>
    internal virtual Task<ApiSession> LoginAsync(LoginSurroundings around, CancellationToken cancellationToken) => Task.FromResult(ApiSession.None);

    /// <summary>Adds to a request what proves who asks.</summary>
    internal abstract void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets);
}

/// <summary><c>kind: none</c></summary>
internal sealed class NoAuthentication : Authentication
{
    internal override void Sign(HttpRequestMessage request, ApiSession session, SecretTexts secrets)
    {
    }
}
