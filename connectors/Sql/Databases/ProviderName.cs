namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>The option Provider, taken apart.</summary>
/// <param name="Assembly">Name of the driver's assembly, or path of its file; null for a built-in driver.</param>
/// <param name="Type">Name of the built-in driver, or of the driver's DbProviderFactory with its namespace.</param>
internal sealed record ProviderName(string? Assembly, string Type)
{
    public const string PostgreSql = "PostgreSql";
    public const string Sqlite = "Sqlite";

    /// <summary>What is wrong with a value of the option; null when nothing is.</summary>
    public static string? ProblemOf(string text) => Parse(text) is not null ? null
        : $"'{text}' is neither {PostgreSql} nor {Sqlite} nor an 'Assembly: Type'; write for example 'drivers/Microsoft.Data.SqlClient.dll: Microsoft.Data.SqlClient.SqlClientFactory'.";

    public static ProviderName? Parse(string text)
    {
        foreach (var known in (ReadOnlySpan<string>)[PostgreSql, Sqlite])
        {
            if (known.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
                return new ProviderName(null, known);
        }

        // The last colon: a path may begin with a drive.
        var at = text.LastIndexOf(':');
        var (assembly, type) = at < 0 ? ("", "") : (text[..at].Trim(), text[(at + 1)..].Trim());
        return assembly.Length > 0 && type.Length > 0 && !type.AsSpan().ContainsAny('/', '\\', ' ') ? new ProviderName(assembly, type) : null;
    }
}
