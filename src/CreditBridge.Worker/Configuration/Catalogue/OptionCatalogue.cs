using System.Collections;
using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>
/// Every option there is: those of CreditBridge and those of each connector, as declared on their classes. Binding, sample, schema and documentation all walk it.
/// </summary>
public sealed class OptionCatalogue
{
    /// <summary>Reads the declarations.</summary>
    /// <param name="connectors">The connectors that a configuration may name.</param>
    /// <exception cref="InvalidOperationException">Two connectors have one name, or an options class cannot be bound: a bug in a connector.</exception>
    public OptionCatalogue(IReadOnlyList<IConnector> connectors)
    {
        if (connectors.GroupBy(connector => connector.Type, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } doubled)
            throw new InvalidOperationException($"{doubled.Count()} connectors are called '{doubled.Key}'; each needs a name of its own.");
        var inner = new OptionReflection(new ConnectionsShape([]));
        Connections = new ConnectionsShape([.. connectors.Select(connector => new ConnectorVariant(connector, inner.Section(connector.OptionsType)))]);
        if (Connections.Variants.FirstOrDefault(variant => variant.Section.Find(ConnectionsShape.TypeOption) is not null) is { } clash)
            throw new InvalidOperationException($"The connector '{clash.Connector.Type}' has an option 'Type', which is the name of the connector itself.");
        Root = new OptionReflection(Connections).Section(typeof(BridgeOptions));
    }

    /// <summary>The sections of the configuration file.</summary>
    public SectionShape Root { get; }

    /// <summary>The connectors and their options.</summary>
    public ConnectionsShape Connections { get; }

    /// <summary>The values of all secret options, each once; empty ones are left out.</summary>
    public IReadOnlyList<string> SecretsIn(BridgeOptions options) => [.. Secrets(Root, options).Where(secret => secret.Length > 0).Distinct()];

    private static IEnumerable<string> Secrets(SectionShape section, object holder) =>
        section.Options.SelectMany(option => Secrets(option.Shape, option.Property.GetValue(holder), option.Secret));

    private static IEnumerable<string> Secrets(OptionShape shape, object? value, bool secret) => (shape, value) switch
    {
        (_, null) => [],
        (ScalarShape, _) => secret ? [value.ToString() ?? ""] : [],
        (SectionShape section, _) => Secrets(section, value),
        (ListShape list, IEnumerable items) => items.Cast<object?>().SelectMany(item => Secrets(list.Item, item, secret)),
        (MapShape map, IDictionary items) => items.Values.Cast<object?>().SelectMany(item => Secrets(map.Item, item, secret)),
        (ConnectionsShape connections, IReadOnlyDictionary<string, ConfiguredConnection> items) =>
            items.Values.SelectMany(item => connections.Find(item.Connector.Type) is { } variant ? Secrets(variant.Section, item.Options) : []),
        _ => [],
    };
}
