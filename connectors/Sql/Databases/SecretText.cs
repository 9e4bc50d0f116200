using System.Data.Common;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>Takes the secrets of a connection string out of texts that drivers write.</summary>
internal sealed class SecretText
{
    private static readonly string[] SecretKeys = ["password", "pwd", "passphrase", "secret", "token", "key", "credential"];
    private readonly List<string> _secrets = [];

    public SecretText(string connectionString)
    {
        _secrets.Add(connectionString);
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (string key in parts.Keys)
            {
                if (SecretKeys.Any(s => key.Contains(s, StringComparison.OrdinalIgnoreCase)) && parts[key].ToString() is { Length: > 2 } value)
                    _secrets.Add(value);
            }
        }
        catch (ArgumentException)
        {
            // Not a connection string at all; as a whole it stays secret.
        }
    }

    public string Hide(string text) => _secrets.Where(s => s.Length > 0).Aggregate(text, (hidden, secret) => hidden.Replace(secret, "***", StringComparison.Ordinal));
}
