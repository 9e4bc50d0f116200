using System.Xml;

namespace CreditBridge.Connectors.OData.Metadata;

/// <summary>
/// Reads <c>$metadata</c> of OData 2 and 4 in one pass: entity sets, types, properties, keys and relations. Elements are known by their local names, because each version
/// has a namespace of its own. Document types are refused.
/// </summary>
internal sealed class CsdlReader
{
    private readonly Dictionary<string, string> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Association, string Role), string> _ends = [];
    private readonly List<(ModelType Type, string Name, string Association, string Role)> _relations = [];
    private string _namespace = "";
    private ModelType? _type;
    private string _association = "";

    /// <summary>Reads the description.</summary>
    /// <exception cref="ConnectorException">It is no such description.</exception>
    public static ServiceModel Read(ApiAnswer answer)
    {
        var reader = new CsdlReader();
        try
        {
            using var stream = new MemoryStream(answer.Body.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true,
                MaxCharactersInDocument = 200_000_000 });
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element)
                    reader.Take(xml);
                else if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName is "EntityType" or "ComplexType")
                    reader._type = null;
            }
        }
        catch (XmlException e)
        {
            throw Wrong($"$metadata is not sound XML: {e.Message}");
        }

        return reader._sets.Count == 0 ? throw Wrong("$metadata describes no entity set.") : reader.Finish();
    }

    private void Take(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "Schema":
                _namespace = xml.GetAttribute("Namespace") ?? "";
                if (xml.GetAttribute("Alias") is { } alias)
                    _aliases[alias] = _namespace;
                break;
            case "EntityType" or "ComplexType" when xml.GetAttribute("Name") is { } name:
                _types[$"{_namespace}.{name}"] = _type = new ModelType { Extends = xml.GetAttribute("BaseType") };
                if (xml.IsEmptyElement)
                    _type = null;
                break;
            case "PropertyRef" when _type is not null && xml.GetAttribute("Name") is { } name:
                _type.Key.Add(name);
                break;
            case "Property" when _type is not null && xml.GetAttribute("Name") is { } name:
                _type.Properties[name] = Single(xml.GetAttribute("Type") ?? "");
                break;
            case "NavigationProperty" when _type is not null && xml.GetAttribute("Name") is { } name:
                if (xml.GetAttribute("Type") is { } target)
                    _type.Navigations[name] = Single(target);
                else if (xml.GetAttribute("Relationship") is { } association)
                    _relations.Add((_type, name, association, xml.GetAttribute("ToRole") ?? ""));
                break;
            case "Association":
                _association = $"{_namespace}.{xml.GetAttribute("Name")}";
                break;
            case "End" when xml.GetAttribute("Type") is { } end:
                _ends[(_association, xml.GetAttribute("Role") ?? "")] = end;
                break;
            case "EntitySet" when xml.GetAttribute("Name") is { } name:
                _sets[name] = xml.GetAttribute("EntityType") ?? "";
                break;
        }
    }

    private ServiceModel Finish()
    {
        foreach (var (type, name, association, role) in _relations)
        {
            if (_ends.TryGetValue((Full(association), role), out var target))
                type.Navigations[name] = target;
        }

        foreach (var type in _types.Values)
        {
            type.Extends = type.Extends is null ? null : Full(type.Extends);
            foreach (var table in new[] { type.Properties, type.Navigations })
            {
                foreach (var name in table.Keys.ToList())
                    table[name] = Full(table[name]);
            }
        }

        return new ServiceModel(_sets.ToDictionary(s => s.Key, s => Full(s.Value), StringComparer.Ordinal), _types);
    }

    private string Full(string name) => name.LastIndexOf('.') is var dot and > 0 && _aliases.TryGetValue(name[..dot], out var space) ? $"{space}{name[dot..]}" : name;

    private static string Single(string type) => type.StartsWith("Collection(", StringComparison.Ordinal) && type.EndsWith(')') ? type[11..^1] : type;

    private static ConnectorException Wrong(string message) => new(new Failure(FailureKind.Configuration, message,
        "Check the option BaseUrl: it must end where $metadata can be added. A login page in its place means that the login is not accepted.")
    { Where = "$metadata" });
}
