using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>Where the state is kept. Stands in for the options class of the storage project until that exists.</summary>
public sealed class StorageOptions : IChecksItself
{
    /// <summary>The database. Default: Sqlite.</summary>
    [Option("The database: Sqlite is a file and needs no installation; PostgreSql is for production and several nodes.")]
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary>File of the SQLite database; a relative path counts from the configuration file. Default: creditbridge.db.</summary>
    [Option("File of the SQLite database. A relative path counts from the folder of this configuration file.")]
    public string File { get; init; } = "creditbridge.db";

    /// <summary>Connection string of PostgreSQL.</summary>
    [Option("Connection string of PostgreSQL.", Secret = true, Example = "Host=db.example.com;Database=creditbridge;Username=creditbridge;Password=…")]
    public string? ConnectionString { get; init; }

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Provider == StorageProvider.PostgreSql && string.IsNullOrWhiteSpace(ConnectionString))
            yield return (nameof(ConnectionString), "is missing; PostgreSql needs one.");
    }
}

/// <summary>A database.</summary>
public enum StorageProvider
{
    /// <summary>A file on this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    PostgreSql,
}
