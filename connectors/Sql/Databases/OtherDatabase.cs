using System.Data.Common;
using System.Globalization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Sql.Reading;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>
/// Any database with an ADO.NET driver. Everything runs in a transaction that is always rolled back. Whether the database itself refuses to write depends on the login, and
/// on the option SessionStatements.
/// </summary>
/// <param name="options">The options of the connection.</param>
/// <param name="provider">The driver.</param>
/// <param name="baseDirectory">Where relative paths begin.</param>
internal sealed class OtherDatabase(SqlOptions options, ProviderName provider, string baseDirectory) : Database(options)
{
    private readonly Lazy<DbProviderFactory> _factory = new(() => DriverAssembly.FactoryOf(provider, baseDirectory));

    public override string Name => provider.Type;

    public override bool ComparesRows => false;

    // ODBC and OLE DB count their parameters; the others name them.
    public override bool CountsPlaces => provider.Type.Contains("Odbc", StringComparison.OrdinalIgnoreCase) || provider.Type.Contains("OleDb", StringComparison.OrdinalIgnoreCase);

    private string Prefix => provider.Type.StartsWith("Oracle.", StringComparison.OrdinalIgnoreCase) ? ":" : "@";

    public override string Quote(string name) => _factory.Value.CreateCommandBuilder() is { QuotePrefix.Length: > 0 } builder ? builder.QuoteIdentifier(name) : base.Quote(name);

    public override string Marker(int number) => CountsPlaces ? "?" : $"{Prefix}p{number.ToString(CultureInfo.InvariantCulture)}";

    public override DbParameter Bind(DbCommand command, int number, KeyValue? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ($"{(Prefix == "@" ? "@" : "")}p{number.ToString(CultureInfo.InvariantCulture)}", value?.ToObject() ?? DBNull.Value);
        return parameter;
    }

    public override Task<(bool Refuses, string How)> RefusesWritingAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) => Task.FromResult(Options.SessionStatements.Count > 0
        ? (true, $"The session was prepared with {string.Join("; ", Options.SessionStatements)}. Whether the database then refuses to write cannot be asked of an unknown driver.")
        : (false, "Only queries that read are sent, and their transaction is rolled back; whether the database itself would refuse to write cannot be asked of an unknown driver."));

    protected override DbConnection CreateConnection()
    {
        var connection = _factory.Value.CreateConnection() ?? throw new ConnectorException(new Failure(FailureKind.Configuration, $"{provider.Type} makes no connections.", "Name the driver's DbProviderFactory in the option Provider."));
        connection.ConnectionString = Options.ConnectionString;
        return connection;
    }

    protected override async Task<DbTransaction?> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.BeginTransactionAsync(cancellationToken);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    protected override Failure FailureOf(Exception exception, Statement? statement)
    {
        var code = exception is DbException { SqlState: { Length: > 0 } state } ? state : null;
        var (kind, next) = exception switch
        {
            _ when code is ['2', '8', ..] => (FailureKind.Authentication, "Check user and password in the option ConnectionString."),
            DbException { IsTransient: true } or TimeoutException or IOException or OperationCanceledException => (FailureKind.Transient, "It is tried again in the next cycle."),
            _ when code is ['0', '8', ..] or ['4', '0', ..] or "HYT00" or "HYT01" => (FailureKind.Transient, "It is tried again in the next cycle."),
            ArgumentException => (FailureKind.Configuration, "Check the option ConnectionString; its words are those of the driver."),
            _ when statement is null => (FailureKind.Transient, "Check the option ConnectionString, the login and whether the server runs; it is tried again in the next cycle."),
            _ => (FailureKind.Configuration, "Correct 'query:' in the mapping, or the rights of the login."),
        };
        return new Failure(kind, $"The database says: {Sentence(exception.Message)}", next) { Code = code };
    }
}
