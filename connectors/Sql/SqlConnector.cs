using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Sql.Databases;

namespace CreditBridge.Connectors.Sql;

/// <summary>Reads an ERP's records from its database, with the queries of a mapping: PostgreSQL, SQLite, or any database with an ADO.NET driver.</summary>
public sealed class SqlConnector() : Connector<SqlOptions>("Sql")
{
    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, SqlOptions options) =>
        new SqlConnection(context, options, DatabaseOf(options, ProviderName.Parse(options.Provider)!, context.BaseDirectory));

    private static Database DatabaseOf(SqlOptions options, ProviderName provider, string baseDirectory) => provider switch
    {
        { Assembly: null, Type: ProviderName.PostgreSql } => new PostgreSqlDatabase(options),
        { Assembly: null } => new SqliteDatabase(options, baseDirectory),
        _ => new OtherDatabase(options, provider, baseDirectory),
    };
}
