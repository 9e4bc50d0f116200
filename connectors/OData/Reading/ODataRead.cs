using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>What stands below <c>read:</c> in a mapping of an OData service.</summary>
public sealed record ODataRead
{
    private static readonly Dictionary<string, PagingWay> Ways = new() { ["server"] = PagingWay.Server, ["keyset"] = PagingWay.Keyset, ["skip"] = PagingWay.Skip };

    /// <summary>What the mapping says about the service as a whole.</summary>
    public required ODataService Service { get; init; }

    /// <summary><c>set:</c>, <c>every:</c>, <c>full_every:</c>, <c>max_removed_percent:</c>.</summary>
    public required ReadPlan Plan { get; init; }

    /// <summary><c>service:</c> path of the service below the base address, where several lie side by side; empty when the base address is the service.</summary>
    public string Root { get; init; } = "";

    /// <summary>Path of the entity set below the base address.</summary>
    public string Path => Root.Length == 0 ? Entity : $"{Root}/{Entity}";

    /// <summary><c>entity:</c> path of the entity set below the service, such as <c>Customers</c> or <c>companies(…)/customers</c>.</summary>
    public required string Entity { get; init; }

    /// <summary><c>key:</c> the properties that identify a row; pages are sorted by them.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary><c>select:</c> the properties to ask for; null: those that the mapping names.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    /// <summary><c>filter:</c> a condition in the words of OData; it is combined with those of the connector.</summary>
    public string? Filter { get; init; }

    /// <summary><c>expand:</c> related records that come along.</summary>
    public IReadOnlyList<string> Expand { get; init; } = [];

    /// <summary><c>orderby:</c> another order than that of the key; reading then cannot go on behind a row.</summary>
    public string? OrderBy { get; init; }

    /// <summary><c>each:</c> a collection inside each row whose elements are the rows; columns of the row around them begin with <c>^.</c>.</summary>
    public string? Each { get; init; }

    /// <summary><c>changed:</c> how changes are asked for by a stamp.</summary>
    public ChangedColumn? Changed { get; init; }

    /// <summary><c>delta: true</c>: the service keeps track of changes itself and says what is gone.</summary>
    public bool Delta { get; init; }

    /// <summary><c>etag: true</c>: when the service marks an answer, it is asked whether that mark still holds before the same rows come again.</summary>
    public bool ETag { get; init; }

    /// <summary><c>page_size:</c> rows to ask for at once; null: as many as the option PageSize says.</summary>
    public int? PageSize { get; init; }

    /// <summary><c>paging:</c> how the next page is asked for when there is no link.</summary>
    public PagingWay Paging { get; init; }

    /// <summary><c>types:</c> types of properties that cannot be told from their looks.</summary>
    public IReadOnlyDictionary<string, EdmKind> Types { get; init; } = new Dictionary<string, EdmKind>();

    /// <summary>Reads the keys below <c>read:</c>.</summary>
    public static ODataRead Read(MappingSection read, ODataService service)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(service);
        var plan = ReadPlan.Read(read);
        var result = new ODataRead
        {
            Service = service,
            Plan = plan,
            Root = (read.Text("service") ?? "").Trim('/'),
            Entity = read.RequiredText("entity", "Write the name of the entity set, as it stands in $metadata.").Trim('/'),
            Key = read.List("key") ?? [],
            Select = read.List("select"),
            Filter = read.Text("filter"),
            Expand = read.List("expand") ?? [],
            OrderBy = read.Text("orderby"),
            Each = read.Text("each"),
            Changed = ChangedColumn.Read(read),
            Delta = read.Switch("delta", false),
            ETag = read.Switch("etag", false),
            PageSize = SizeOf(read),
            Paging = read.Choice("paging", Ways, service.Version == ODataVersion.V2 ? PagingWay.Keyset : PagingWay.Server, ""),
            Types = TypesOf(read),
        };
        result.Judge(read);
        return result;
    }

    private void Judge(MappingSection read)
    {
        foreach (var (key, path) in new[] { ("service", Root), ("entity", Entity) })
        {
            if (path.AsSpan().ContainsAny('?', '#', '\\') || path.Contains("..", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal) || path.Any(char.IsControl))
                read.Refuse(key, $"'{path}' is not a path.", "Write the path below the base address, such as 'Customers'; parameters belong to 'filter:' or 'parameters:'.");
        }

        if (Key.Count == 0)
            read.Refuse("key", "The key is missing or empty.", "Write the properties that identify a row ('key: [Company, Number]'), as <Key> in $metadata says: pages are sorted by them, and reading goes on behind the last of them.");
        RefuseOtherThanNames(read, "key", Key);
        RefuseOtherThanNames(read, "select", Select ?? []);
        if (Each is not null && !PropertyName.IsPath(PropertyName.Slashed(Each)))
            read.Refuse("each", $"'{Each}' is not the name of a collection.", "Write the property below each row that holds the list, such as 'each: Lines'.");
        if (!Plan.Changes && (Changed is not null || Delta || ETag))
            read.Refuse(Changed is not null ? "changed" : Delta ? "delta" : "etag", "With 'set: full' everything is read each time.", "Take the key out, or write 'set: changes'.");
        if (Plan.Changes && Changed is null && !Delta && !ETag)
            read.Refuse("set", "It is not said how changes are asked for.", "Write 'changed: PROPERTY', or 'delta: true' when the service keeps track of changes; otherwise 'set: full'.");
        if (Delta && Changed is not null)
            read.Refuse("delta", "Changes are asked for either by a stamp or by a delta link.", "Keep one of 'changed:' and 'delta:'.");
        if (Delta && Service.Version == ODataVersion.V2)
            read.Refuse("delta", "OData 2 knows no delta links.", "Write 'changed:', or 'set: full'.");
        if (Delta && Each is not null)
            read.Refuse("each", "A delta link says what became of whole records, not of the elements in them.", "Read the collection's own entity set, or write 'set: full'.");
        if (OrderBy is not null && Paging == PagingWay.Keyset)
            read.Refuse("orderby", "With 'paging: keyset' rows must come in the order of their key.", "Take the key out, or write 'paging: server' or 'paging: skip'.");
        if (OrderBy is not null && Changed is not null)
            read.Refuse("orderby", "Changes must come in the order of their stamps.", "Take the key out.");
    }

    private static void RefuseOtherThanNames(MappingSection read, string key, IEnumerable<string> names)
    {
        foreach (var name in names.Where(n => !PropertyName.IsPath(n)))
            read.Refuse(key, $"'{name}' is not the name of a property.", "Write names as they stand in $metadata; of a related or complex property, with '/' between them.");
    }

    private static int? SizeOf(MappingSection read)
    {
        if (read.Number("page_size") is not { } size)
            return null;
        if (size == decimal.Truncate(size) && size is >= 1 and <= 20_000)
            return (int)size;
        read.Refuse("page_size", $"{size} is not a whole number from 1 to 20,000.", "Write 'page_size: 1000'.");
        return null;
    }

    private static Dictionary<string, EdmKind> TypesOf(MappingSection read)
    {
        var types = new Dictionary<string, EdmKind>(StringComparer.Ordinal);
        foreach (var (name, word) in read.Table("types") ?? new Dictionary<string, string>())
        {
            if (EdmKinds.Of(word) is { } kind)
                types[PropertyName.Slashed(name)] = kind;
            else
                read.Refuse("types", $"'{word}' (of '{name}') is not a type.", NearestName.Suggest(word, EdmKinds.Words));
        }

        return types;
    }
}
