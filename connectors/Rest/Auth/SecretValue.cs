namespace CreditBridge.Connectors.Rest.Auth;

/// <summary>A text of a login: <c>{secret: NAME}</c>, or a text in which <c>{{secret.NAME}}</c> stands. What must be secret may not stand in the mapping itself.</summary>
internal sealed class SecretValue
{
    private readonly TemplateText _text;

    private SecretValue(TemplateText text) => _text = text;

    /// <summary>Names of the values that it needs.</summary>
    public IEnumerable<string> Names => _text.Names;

    /// <summary>Reads a key that must be there.</summary>
    /// <param name="section">The block.</param>
    /// <param name="key">The key.</param>
    /// <param name="mayBePlain">Whether it may stand in the mapping, such as a user name.</param>
    public static SecretValue Read(MappingSection section, string key, bool mayBePlain = false) => TryRead(section, key, mayBePlain) ?? Missing(section, key, mayBePlain);

    /// <summary>Reads a key; null when it is missing.</summary>
    public static SecretValue? TryRead(MappingSection section, string key, bool mayBePlain = false)
    {
        if (section.Section(key, "secret") is not { } block)
            return null;
        if (block.Scalar is null)
        {
            var name = block.RequiredText("secret", $"Write '{key}: {{secret: NAME}}' with a name from the option Secrets.");
            block.Close();
            return new SecretValue(TemplateText.Parse("{{secret." + (name.Length == 0 ? "?" : name) + "}}", TemplateNames.Login, out _)!);
        }

        if (TemplateText.Parse(block.Scalar, TemplateNames.Login, out var reason) is not { } text)
        {
            section.Refuse(key, reason, $"Write '{key}: {{secret: NAME}}'.");
            return Empty;
        }

        if (!mayBePlain && !text.Names.Any())
            section.Refuse(key, "A secret does not belong into a mapping.", $"Write '{key}: {{secret: NAME}}', and give the secret in the connection's option Secrets, best through the environment.");
        return new SecretValue(text);
    }

    /// <summary>The text.</summary>
    /// <exception cref="ConnectorException">The connection does not have the secret.</exception>
    public string Of(SecretTexts secrets, ApiSession? session = null)
    {
        var text = _text.RenderAsItIs(new TemplateValues(secrets, session?.Values ?? ApiSession.None.Values, new Dictionary<string, object?>()));
        return text.Any(char.IsControl)
            ? throw new ConnectorException(new Failure(FailureKind.Configuration, "A secret holds a line break or another control character.", "Correct it in the option Secrets; often a line break was copied along."))
            : text;
    }

    private static SecretValue Empty => new(TemplateText.Parse("", TemplateNames.Login, out _)!);

    private static SecretValue Missing(MappingSection section, string key, bool mayBePlain)
    {
        section.Refuse(key, "The key is missing.", mayBePlain ? $"Write '{key}: text', or '{key}: {{secret: NAME}}'." : $"Write '{key}: {{secret: NAME}}' with a name from the option Secrets.");
        return Empty;
    }
}
