using System.Xml.Linq;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>
/// Which entities Change Data Capture is switched on for: the channel members of the metadata, or Account and Opportunity when it has none, as if an
/// administrator had selected them in Setup.
/// </summary>
internal sealed class ChangeSelection
{
    /// <summary>The channel that every selected entity is on.</summary>
    public const string StandardChannel = "ChangeEvents";

    private const string MemberSuffix = ".platformEventChannelMember-meta.xml";
    private const string EventSuffix = "ChangeEvent";

    private readonly Dictionary<string, HashSet<string>> channels = new(StringComparer.OrdinalIgnoreCase);

    private ChangeSelection()
    {
    }

    /// <summary>Reads the selection.</summary>
    /// <exception cref="MetadataException">A member names no entity of the org.</exception>
    public static ChangeSelection Read(IEnumerable<MetadataFile> files, OrgSchema schema)
    {
        var selection = new ChangeSelection();
        foreach (var file in files.Where(file => file.Path.EndsWith(MemberSuffix, StringComparison.Ordinal)))
        {
            var root = XDocument.Parse(file.Text).Root!;
            var channel = (string?)root.Element(MetadataReader.Namespace + "eventChannel") ?? StandardChannel;
            var selected = (string?)root.Element(MetadataReader.Namespace + "selectedEntity") ?? "";
            var item = schema.Objects.FirstOrDefault(item => EventName(item).Equals(selected, StringComparison.OrdinalIgnoreCase))
                ?? throw new MetadataException(file.Path, $"the org has no change event {selected}");
            selection.Select(channel, item.Name);
        }

        if (selection.channels.Count > 0) return selection;
        foreach (var name in new[] { "Account", "Opportunity" }) selection.Select(StandardChannel, name);
        return selection;
    }

    /// <summary>Name of the event of an entity: <c>AccountChangeEvent</c>, <c>Order__ChangeEvent</c>.</summary>
    public static string EventName(ObjectDefinition item) => item.Custom ? item.Name[..^1] + EventSuffix : item.Name + EventSuffix;

    /// <summary>Whether changes of the entity become events at all.</summary>
    public bool Includes(string entity) => channels.Values.Any(entities => entities.Contains(entity));

    /// <summary>Whether a channel carries the changes of an entity.</summary>
    public bool Carries(string channel, string entity) => channels.TryGetValue(channel, out var entities) && entities.Contains(entity);

    /// <summary>Whether it is the standard channel or one that the metadata declares.</summary>
    public bool IsChannel(string name) => name.Equals(StandardChannel, StringComparison.OrdinalIgnoreCase) || channels.ContainsKey(name);

    private void Select(string channel, string entity)
    {
        if (!channels.TryGetValue(channel, out var entities)) channels.Add(channel, entities = new(StringComparer.OrdinalIgnoreCase));
        entities.Add(entity);
    }
}
