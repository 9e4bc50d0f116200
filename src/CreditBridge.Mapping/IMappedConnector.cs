namespace CreditBridge.Mapping;

/// <summary>A connector whose connections use a mapping. It makes its part of the language known without a connection: for lint, the JSON Schema and the documentation.</summary>
public interface IMappedConnector
{
    /// <summary>The language of its mappings.</summary>
    MappingLanguage Mappings { get; }
}
