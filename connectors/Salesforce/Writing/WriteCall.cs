using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>A write and its place in the batch, where its outcome belongs.</summary>
internal readonly record struct PendingWrite(int Index, FieldWrite Write);

/// <summary>One counted call: up to five Collections of up to 200 records.</summary>
internal sealed class WriteCall
{
    /// <summary>Collections requests in one call.</summary>
    public const int CollectionsPerCall = 5;

    /// <summary>The most records in one call.</summary>
    public const int CallSize = CollectionsPerCall * CollectionSize.Most;

    /// <summary>Requests on single records in one call.</summary>
    public const int RowsPerCall = 25;

    private WriteCall(IReadOnlyList<PendingWrite[]> collections) => Collections = collections;

    /// <summary>The Collections requests; results come back in the order of their records.</summary>
    public IReadOnlyList<PendingWrite[]> Collections { get; }

    /// <summary>
    /// Packs writes into as few calls as possible. They are sorted by object, so that a Collection changes the object at most once (Salesforce allows ten runs of
    /// one type), and then by the record that is locked together with them, so that neighbours do not wait for each other's locks.
    /// </summary>
    public static IEnumerable<WriteCall> Pack(IEnumerable<PendingWrite> writes, int collectionSize = CollectionSize.Most) => InOrder(writes)
        // What we create is found by an external id, and such a Collection is of one object only.
        .GroupBy(w => w.Write.Target.RecordKey is null ? w.Write.Target.Kind : default)
        .SelectMany(group => group.Chunk(collectionSize))
        .Chunk(CollectionsPerCall)
        .Select(call => new WriteCall(call));

    /// <summary>Writes in the order in which they disturb each other least.</summary>
    public static IEnumerable<PendingWrite> InOrder(IEnumerable<PendingWrite> writes) => writes
        .OrderBy(w => w.Write.Target.Kind)
        .ThenBy(w => w.Write.Target.IsOurs ? w.Write.ParentKey : RecordId.Core(w.Write.ParentKey), StringComparer.Ordinal)
        .ThenBy(w => w.Write.Target.Key, StringComparer.Ordinal);

    /// <summary>Address of a record: by its id, or by our key.</summary>
    public static string RowPath(string root, FieldWrite write, FieldMapping fields)
    {
        var target = fields.ObjectOf(write.Target.Kind);
        return $"{root}/sobjects/{target.Name}/{write.Target.RecordKey ?? $"{target.KeyField}/{Uri.EscapeDataString(write.Target.Key)}"}";
    }

    /// <summary>A request that writes up to <see cref="RowsPerCall"/> records one by one, each in a transaction of its own.</summary>
    public static CompositeRequest OneByOne(IReadOnlyList<PendingWrite> writes, string root, FieldMapping fields)
    {
        var request = new CompositeRequest();
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i].Write;
            request.Patch(Reference(i), RowPath(root, write, fields), json => FieldJson.WriteRow(json, write, fields));
        }

        return request;
    }

    /// <summary>Name of a part of the call.</summary>
    public static string Reference(int part) => $"write{part}";

    /// <summary>The request.</summary>
    public CompositeRequest ToRequest(string root, FieldMapping fields)
    {
        var request = new CompositeRequest();
        for (var i = 0; i < Collections.Count; i++)
        {
            var records = Collections[i];
            var target = fields.ObjectOf(records[0].Write.Target.Kind);
            request.Patch(Reference(i), root + "/composite/sobjects" + (records[0].Write.Target.RecordKey is null ? $"/{target.Name}/{target.KeyField}" : ""), json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("allOrNone", false);
                json.WriteStartArray("records");
                foreach (var record in records)
                    FieldJson.WriteRecord(json, record.Write, fields);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return request;
    }
}
