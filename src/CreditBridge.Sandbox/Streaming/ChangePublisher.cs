using System.Globalization;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>Turns what a transaction changed into change events, once it is visible, and puts the platform events that it published on the bus.</summary>
internal sealed class ChangePublisher(SandboxOrg org, SandboxFaults faults, ChangeSelection selection, EventBus bus)
{
    private const string EmptyId = "000000000000000AAA";
    private static readonly HashSet<string> NotInEvents = new(StringComparer.Ordinal) { "Id", "IsDeleted", "SystemModstamp", "LastViewedDate", "LastReferencedDate", "LastActivityDate" };

    private long commits = 10_580_000_000;

    public void Publish(IReadOnlyList<RowChange> changes, Author author)
    {
        foreach (var published in changes.Where(change => change.Table.Object.IsEvent)) PublishEvent(published.After!);
        var net = changes.Where(change => selection.Includes(change.Table.Object.Name)).GroupBy(change => change.Id, StringComparer.Ordinal)
            .Select(group => new NetChange(group.First().Before, group.Last().After!)).ToList();
        if (net.Count == 0) return;
        var commit = new CommitFacts(++commits, org.Now.ToUnixTimeMilliseconds(), author);
        var sequence = 0;
        foreach (var merged in Merged(net))
        {
            var item = merged[0].After.Object;
            var type = faults.Take(FaultKind.GapEvent, new FaultTarget(Object: item.Name, Record: merged[0].After.Id)) is { } gap
                ? gap.Rule.Code ?? "GAP_" + merged[0].Type
                : merged[0].Type;
            var number = ++sequence;
            bus.Publish($"/data/{ChangeSelection.EventName(item)}", item.Name, () => Payload(item, merged, type, commit, number));
        }
    }

    private void PublishEvent(Row row) => bus.Publish($"/event/{row.Object.Name}", row.Object.Name, () =>
    {
        var payload = new JsonObject();
        foreach (var field in row.Object.Fields.Where(field => field.Name is not ("Id" or "ReplayId" or "EventUuid" or "SystemModstamp"))) payload[field.Name] = Value(row[field]);
        return payload;
    });

    /// <summary>The same change of several records, one after the other, is one event with all their ids.</summary>
    private static IEnumerable<IReadOnlyList<NetChange>> Merged(List<NetChange> changes)
    {
        var run = new List<NetChange>();
        foreach (var change in changes)
        {
            if (run.Count > 0 && !change.IsLike(run[0]))
            {
                yield return run;
                run = [];
            }

            run.Add(change);
        }

        yield return run;
    }

    private static JsonObject Payload(ObjectDefinition item, IReadOnlyList<NetChange> changes, string type, CommitFacts commit, int sequence)
    {
        var isGap = type.StartsWith("GAP_", StringComparison.Ordinal);
        var change = changes[0];
        var fields = isGap ? [] : change.Fields;
        var header = new JsonObject
        {
            ["commitNumber"] = commit.Number,
            ["commitUser"] = commit.Author.UserId,
            ["sequenceNumber"] = sequence,
            ["entityName"] = item.Name,
            ["changeType"] = type,
            ["changedFields"] = new JsonArray([.. (change.Type == "UPDATE" ? fields : []).Select(field => (JsonNode)NameOf(item, field))]),
            ["changeOrigin"] = isGap ? "" : commit.Author.Origin,
            ["transactionKey"] = string.Create(CultureInfo.InvariantCulture, $"0000{commit.Number % 0xFFFF:x4}-0000-0000-0000-{commit.Number:x12}"),
            ["commitTimestamp"] = commit.Timestamp,
            ["recordIds"] = new JsonArray([.. type == "GAP_OVERFLOW" ? [EmptyId] : changes.Select(one => (JsonNode)one.After.Id)]),
        };
        var payload = new JsonObject { ["ChangeEventHeader"] = header };
        foreach (var field in fields) Set(payload, NameOf(item, field), Value(change.After[field]));
        return payload;
    }

    /// <summary>Parts of an address stand in the address: <c>BillingAddress.City</c>.</summary>
    private static string NameOf(ObjectDefinition item, FieldDefinition field) =>
        item.Compound(field) is { } address ? $"{address.Name}.{field.Name[address.Name[..^"Address".Length].Length..]}" : field.Name;

    private static void Set(JsonObject payload, string name, JsonNode? value)
    {
        var path = name.Split('.');
        if (path.Length == 1)
        {
            payload[name] = value;
            return;
        }

        if (payload[path[0]] is not JsonObject inner) payload[path[0]] = inner = [];
        inner[path[1]] = value;
    }

    private static JsonNode? Value(object? value) => value is DateTimeOffset instant
        ? JsonValue.Create(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
        : FieldValues.ToJson(value);

    private sealed record CommitFacts(long Number, long Timestamp, Author Author);

    /// <summary>What became of one record in a transaction.</summary>
    private sealed class NetChange(Row? before, Row after)
    {
        public Row After => after;

        public string Type { get; } = (before, after) switch
        {
            (null, _) => "CREATE",
            ({ IsDeleted: false }, { IsDeleted: true }) => "DELETE",
            ({ IsDeleted: true }, { IsDeleted: false }) => "UNDELETE",
            _ => "UPDATE",
        };

        /// <summary>The fields that the event carries.</summary>
        public IReadOnlyList<FieldDefinition> Fields { get; } = [.. after.Object.Fields.Where(field => IsCarried(field, before, after))];

        public bool IsLike(NetChange other) =>
            after.Object == other.After.Object && Type == other.Type && Fields.SequenceEqual(other.Fields) && Fields.All(field => Equals(after[field], other.After[field]));

        private static bool IsCarried(FieldDefinition field, Row? before, Row after)
        {
            if (NotInEvents.Contains(field.Name) || field.Calculated || field.Type == FieldType.Address) return false;
            if (before is null || before.IsDeleted != after.IsDeleted) return !after.IsDeleted && after[field] is not null && !Equals(after[field], false);
            return field.Name == "LastModifiedDate" || !Equals(before[field], after[field]);
        }
    }
}
