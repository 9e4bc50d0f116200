namespace CreditBridge.Abstractions.Connections;

/// <summary>
/// A kind of system that CreditBridge can talk to, such as "Salesforce" or "FileDrop": a name that stands in the configuration and one verb.
/// It is registered once; each entry under <c>Connections</c> in the configuration whose <c>Type</c> is this name becomes one connection.
/// </summary>
public interface IConnector
{
    /// <summary>The name in the configuration; unique, compared without case.</summary>
    string Type { get; }

    /// <summary>Class of the options; its public properties, marked with <see cref="Options.OptionAttribute"/>, are bound, validated and documented from there.</summary>
    Type OptionsType { get; }

    /// <summary>Builds a connection. No I/O happens here: a wrong password is found by <see cref="IConnection.CheckAsync"/> or by the first read.</summary>
    /// <param name="context">Name, clock and transport of the connection.</param>
    /// <param name="options">An instance of <see cref="OptionsType"/>, bound and validated.</param>
    IConnection Connect(ConnectionContext context, object options);
}

/// <summary>A connector with typed options: derive from it instead of casting.</summary>
/// <typeparam name="TOptions">Class of the options.</typeparam>
/// <param name="type">The name in the configuration.</param>
public abstract class Connector<TOptions>(string type) : IConnector
    where TOptions : class, new()
{
    /// <inheritdoc />
    public string Type { get; } = type;

    /// <inheritdoc />
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc />
    public IConnection Connect(ConnectionContext context, object options) => Connect(context, (TOptions)options);

    /// <inheritdoc cref="IConnector.Connect" />
    protected abstract IConnection Connect(ConnectionContext context, TOptions options);
}
