using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>What an option's value looks like. Closed: the shapes in this file are all there are.</summary>
public abstract record OptionShape
{
    private protected OptionShape()
    {
    }
}

/// <summary>A section: options by name.</summary>
/// <param name="ClrType">Class that holds them; has a public constructor without parameters.</param>
/// <param name="Options">In the order of declaration.</param>
public sealed record SectionShape(Type ClrType, IReadOnlyList<OptionDescription> Options) : OptionShape
{
    /// <summary>The option of a name, compared without case; null when there is none.</summary>
    public OptionDescription? Find(string name) => Options.FirstOrDefault(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Values one after the other.</summary>
/// <param name="ClrType">Type of the property.</param>
/// <param name="Item">What each looks like.</param>
public sealed record ListShape(Type ClrType, OptionShape Item) : OptionShape;

/// <summary>Values under names that the admin chooses.</summary>
/// <param name="ClrType">Type of the values.</param>
/// <param name="Item">What each looks like.</param>
public sealed record MapShape(Type ClrType, OptionShape Item) : OptionShape;

/// <summary>Connections under names that the admin chooses; the entry's <c>Type</c> decides which options it has.</summary>
/// <param name="Variants">One per connector.</param>
public sealed record ConnectionsShape(IReadOnlyList<ConnectorVariant> Variants) : OptionShape
{
    /// <summary>Name of the option that names the connector.</summary>
    public const string TypeOption = "Type";

    /// <summary>The variant of a connector's type, compared without case; null when there is none.</summary>
    public ConnectorVariant? Find(string type) => Variants.FirstOrDefault(variant => variant.Connector.Type.Equals(type, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The options of a connector.</summary>
/// <param name="Connector">The connector.</param>
/// <param name="Section">Its options.</param>
public sealed record ConnectorVariant(IConnector Connector, SectionShape Section);
