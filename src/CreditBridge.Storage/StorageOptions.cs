using CreditBridge.Abstractions.Options;

namespace CreditBridge.Storage;

/// <summary>Where CreditBridge keeps its state.</summary>
public sealed class StorageOptions : IChecksItself
{
    /// <summary>Which database.</summary>
    [Option("Which database holds the state: Sqlite (one file, one node, nothing to install) or PostgreSql (several nodes).")]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>File of the SQLite database.</summary>
    [Option("File of the SQLite database; created when it does not exist. A relative path starts at the configuration file's folder. Only for Sqlite.")]
    public string SqlitePath { get; set; } = "creditbridge.db";

    /// <summary>Connection string of the PostgreSQL database.</summary>
    [Option(
        "Connection string of the PostgreSQL database. The user needs the right to create tables in the schema. Only for PostgreSql.",
        Secret = true,
        Example = "Host=db.example.com;Database=creditbridge;Username=creditbridge;Password=...")]
    public string? ConnectionString { get; set; }

    /// <summary>How long records are kept as they were before they changed.</summary>
    [Option(
        "How many days records are kept as they were before they changed or went, so that 'policy replay' can read what was known then. " +
        "Older dates are reconstructed from the dates on the documents. 30 to 3,650.")]
    public int HistoryDays { get; set; } = 800;

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Provider == StorageProvider.Sqlite && string.IsNullOrWhiteSpace(SqlitePath))
            yield return (nameof(SqlitePath), "is empty; name the file of the SQLite database, such as 'creditbridge.db'.");
        if (HistoryDays is < 30 or > 3_650)
            yield return (nameof(HistoryDays), $"is {HistoryDays}; 30 to 3650 days are expected, such as 800 for a replay of two years.");
        if (Provider != StorageProvider.PostgreSql)
            yield break;
        if (string.IsNullOrWhiteSpace(ConnectionString))
            yield return (nameof(ConnectionString), "is missing; with PostgreSql it is required, such as 'Host=…;Database=creditbridge;Username=…;Password=…'.");
        else if (!Dialects.PostgresDialect.IsReadable(ConnectionString))
            yield return (nameof(ConnectionString), "cannot be read; 'Host=…;Database=…;Username=…;Password=…' is expected.");
    }
}

/// <summary>The databases that can hold the state.</summary>
public enum StorageProvider
{
    /// <summary>One file, one node.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, version 13 or later; any number of nodes.</summary>
    PostgreSql = 1,
}
