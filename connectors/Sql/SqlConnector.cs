using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;
using CreditBridge.Mapping;

namespace CreditBridge.Connectors.Sql;

/// <summary>Reads an ERP's records from its database, with the queries of a mapping: PostgreSQL, SQLite, or any database with an ADO.NET driver.</summary>
public sealed class SqlConnector() : Connector<SqlOptions>("Sql"), IMappedConnector
{
    /// <inheritdoc />
    public MappingLanguage Mappings { get; } = MappingLanguage.Of(() => new SqlDialect());

    /// <inheritdoc />
    protected override IConnection Connect(ConnectionContext context, SqlOptions options) =>
        new SqlConnection(context, options, DatabaseOf(options, ProviderName.Parse(options.Provider)!, context));

    private static Database DatabaseOf(SqlOptions options, ProviderName provider, ConnectionContext context) => provider switch
    {
        { Assembly: null, Type: ProviderName.PostgreSql } => new PostgreSqlDatabase(options),
        { Assembly: null } => new SqliteDatabase(options, context.BaseDirectory, context.Clock),
        _ => new OtherDatabase(options, provider, context.BaseDirectory),
    };
}
