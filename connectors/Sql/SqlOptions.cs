using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Connectors.Sql.Databases;

namespace CreditBridge.Connectors.Sql;

/// <summary>Options of a database that is read with queries.</summary>
public sealed class SqlOptions : IChecksItself
{
    /// <summary>Which driver reaches the database.</summary>
    [Required]
    [Option("Driver of the database: PostgreSql, Sqlite, or any ADO.NET driver as 'Assembly: Type', where Assembly is the name of an assembly or the path of its file and Type its DbProviderFactory, such as 'drivers/Microsoft.Data.SqlClient.dll: Microsoft.Data.SqlClient.SqlClientFactory'. Relative paths begin at the configuration file.", Example = "PostgreSql")]
    public string Provider { get; set; } = "PostgreSql";

    /// <summary>How the database is reached.</summary>
    [Required]
    [Option("Connection string, in the driver's words. Use a login that may only read.", Secret = true, Example = "Host=erp-db.example.com;Database=erp;Username=creditbridge_reader;Password=...")]
    public string ConnectionString { get; set; } = "";

    /// <summary>The mapping file.</summary>
    [Required]
    [Option("Mapping file (YAML) with the queries and what their columns mean; relative to the configuration file.", Example = "mappings/erp-database.yaml")]
    public string Mapping { get; set; } = "";

    /// <summary>Longest time that the database may work on one statement, in seconds.</summary>
    [Range(1, 86_400)]
    [Option("Seconds that the database may take until the first rows of a query, and for each further batch of them; then the query is ended.")]
    public int StatementTimeoutSeconds { get; set; } = 300;

    /// <summary>Rows per page.</summary>
    [Range(1, 20_000)]
    [Option("Rows that are stored in one transaction; more is a little faster and needs more memory.")]
    public int PageSize { get; set; } = 10_000;

    /// <summary>Statements for a new session.</summary>
    [Option("Statements that are run right after the login and before the transaction that reads, such as 'SET SESSION TRANSACTION READ ONLY' (MySQL, MariaDB) or 'SET search_path TO erp'. PostgreSQL and SQLite are made read-only without any.")]
    public IReadOnlyList<string> SessionStatements { get; init; } = [];

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Provider.Length > 0 && ProviderName.ProblemOf(Provider) is { } problem)
            yield return (nameof(Provider), problem);
    }
}
