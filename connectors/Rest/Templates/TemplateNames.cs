namespace CreditBridge.Connectors.Rest.Templates;

/// <summary>The values that a request may name.</summary>
/// <param name="names">Names; those of secrets and of the login are always there.</param>
public sealed class TemplateNames(params IReadOnlyCollection<string> names)
{
    /// <summary>What a login may name: secrets only.</summary>
    public static TemplateNames Login { get; } = new();

    /// <summary>What a request for pages of records may name.</summary>
    public static TemplateNames Pages { get; } = new("page.offset", "page.size", "page.number", "page.cursor", "changed_since");

    /// <summary>Whether there is a value of a name.</summary>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return names.Contains(name) || IsOf("secret.", name) || IsOf("login.", name);
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", names.Concat(["secret.NAME", "login.NAME"]));

    private static bool IsOf(string family, string name) => name.StartsWith(family, StringComparison.Ordinal) && name.Length > family.Length;
}

/// <summary>Values for placeholders.</summary>
/// <param name="secrets">The connection's secrets.</param>
/// <param name="login">What the login gave.</param>
/// <param name="values">Further values by name: text, decimal, whole number, true or false, or null for none.</param>
public sealed class TemplateValues(SecretTexts secrets, IReadOnlyDictionary<string, object?> login, IReadOnlyDictionary<string, object?> values)
{
    /// <summary>A value; null when there is none.</summary>
    /// <exception cref="ConnectorException">It is a secret that the connection does not have.</exception>
    public object? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (name.StartsWith("secret.", StringComparison.Ordinal))
                return secrets[name["secret.".Length..]];
            if (name.StartsWith("login.", StringComparison.Ordinal))
                return login.TryGetValue(name["login.".Length..], out var given) ? given : throw NotGiven(name);
            return values.GetValueOrDefault(name);
        }
    }

    private static ConnectorException NotGiven(string name) => new(new Failure(FailureKind.Configuration, $"The login does not give a value {{{{{name}}}}}.", "Correct the name, or add it to 'take:' below 'auth:' in the mapping.") { Where = name });
}
