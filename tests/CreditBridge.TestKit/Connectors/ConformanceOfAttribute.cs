namespace CreditBridge.TestKit.Connectors;

/// <summary>How a connection finds out what is new.</summary>
public enum ReadMode
{
    /// <summary>It lists everything, and what is not listed any more is gone.</summary>
    Listing,

    /// <summary>It asks for what changed since it asked last.</summary>
    Changes,
}

/// <summary>
/// Says of a conformance class which connector it proves, and in which mode. The registry of connectors is walked, and a connector without a class for each of its modes
/// fails a test.
/// </summary>
/// <param name="connector">Name of the connector, as it stands in the configuration.</param>
/// <param name="mode">The mode.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConformanceOfAttribute(string connector, ReadMode mode) : Attribute
{
    /// <summary>Name of the connector, as it stands in the configuration.</summary>
    public string Connector => connector;

    /// <summary>The mode.</summary>
    public ReadMode Mode => mode;
}
