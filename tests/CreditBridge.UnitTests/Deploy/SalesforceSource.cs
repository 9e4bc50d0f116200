using System.Xml.Linq;
using CreditBridge.UnitTests.Repository;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>One piece of metadata: what the Metadata API calls its type and its full name.</summary>
internal sealed record Component(string Type, string FullName, string Path, XElement? Xml);

/// <summary>The Salesforce source in deploy/salesforce, read as the Salesforce CLI reads it: the type from the end of the file name, the full name from the path.</summary>
internal static class SalesforceSource
{
    /// <summary>The part that works in any org, and the part that calls the service.</summary>
    public const string Root = "deploy/salesforce/force-app/main/default/";

    private static readonly string[] Roots = [Root, "deploy/salesforce/soft-check/main/default/"];

    public static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";

    /// <summary>What a file is, by the end of its name. Parts of an object carry its name in front; reports and dashboards that of their folder.</summary>
    private static readonly Dictionary<string, string> Types = new()
    {
        ["object"] = "CustomObject", ["field"] = "CustomField", ["listView"] = "ListView", ["compactLayout"] = "CompactLayout", ["validationRule"] = "ValidationRule",
        ["permissionset"] = "PermissionSet", ["customPermission"] = "CustomPermission", ["platformEventChannelMember"] = "PlatformEventChannelMember",
        ["group"] = "Group", ["queue"] = "Queue", ["sharingRules"] = "SharingRules", ["tab"] = "CustomTab", ["app"] = "CustomApplication", ["layout"] = "Layout",
        ["flexipage"] = "FlexiPage", ["quickAction"] = "QuickAction", ["reportType"] = "ReportType", ["report"] = "Report", ["reportFolder"] = "Report",
        ["dashboard"] = "Dashboard", ["dashboardFolder"] = "Dashboard", ["flow"] = "Flow", ["js"] = "LightningComponentBundle",
        ["externalServiceRegistration"] = "ExternalServiceRegistration", ["externalCredential"] = "ExternalCredential", ["namedCredential"] = "NamedCredential",
    };

    public static IReadOnlyList<Component> Components { get; } = [.. Read()];

    public static IEnumerable<Component> OfType(string type) => Components.Where(component => component.Type == type);

    public static Component Single(string type, string fullName) => OfType(type).Single(component => component.FullName == fullName);

    /// <summary>Every shipped field, by object and name.</summary>
    public static IReadOnlyDictionary<string, XElement> Fields { get; } = OfType("CustomField").ToDictionary(field => field.FullName, field => field.Xml!);

    public static string? Value(this XElement parent, string name) => parent.Element(Metadata + name)?.Value;

    public static IEnumerable<string> Values(this XElement parent, string name) => parent.Elements(Metadata + name).Select(element => element.Value);

    public static IEnumerable<XElement> All(this XElement parent, string name) => parent.Descendants(Metadata + name);

    public static bool Is(this XElement parent, string name) => parent.Value(name) == "true";

    private static IEnumerable<Component> Read() => Roots.SelectMany(Read);

    private static IEnumerable<Component> Read(string folder)
    {
        var root = RepositoryFiles.PathOf(folder);
        foreach (var file in Directory.EnumerateFiles(root, "*-meta.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(root, file).Replace('\\', '/');
            var segments = path.Split('/');
            var name = segments[^1][..^"-meta.xml".Length];
            var dot = name.LastIndexOf('.');
            var type = Types.GetValueOrDefault(name[(dot + 1)..], $"unknown ({name[(dot + 1)..]})");
            var xml = XElement.Load(file, LoadOptions.SetLineInfo);
            var owner = type switch
            {
                "CustomField" or "ListView" or "CompactLayout" or "ValidationRule" => segments[^3] + ".",
                "Report" or "Dashboard" when segments.Length == 3 => segments[^2] + "/",
                _ => "",
            };
            yield return new Component(type, owner + Uri.UnescapeDataString(name[..dot]), folder + path, xml);
            if (type == "SharingRules")
            {
                foreach (var rule in xml.Elements(Metadata + "sharingOwnerRules")) yield return new Component("SharingOwnerRule", $"{name[..dot]}.{rule.Value("fullName")}", folder + path, null);
            }
        }
    }
}
