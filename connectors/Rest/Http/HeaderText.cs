namespace CreditBridge.Connectors.Rest.Http;

/// <summary>What a header can carry.</summary>
internal static class HeaderText
{
    /// <summary>The value, when it is one line of ASCII.</summary>
    /// <exception cref="ConnectorException">It holds something else. The message does not show it: it may be a secret.</exception>
    public static string Checked(string header, string value) => value.Any(c => char.IsControl(c) || !char.IsAscii(c))
        ? throw new ConnectorException(new Failure(FailureKind.Configuration, $"The value of the header {header} holds a line break, or a character that headers cannot carry.",
            "If it is a secret, correct it in the option Secrets: often a line break was copied along. If the API wants such texts in base64, write {{… | base64}} in the mapping."))
        : value;
}
