using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Outbox;
using CreditBridge.Storage.Model;

namespace CreditBridge.Storage.Stores;

/// <summary>The rules by which the row of a CRM record changes.</summary>
internal static class CrmRecord
{
    private static readonly IReadOnlyDictionary<CreditField, FieldValue> NoValues = new Dictionary<CreditField, FieldValue>();

    /// <summary>
    /// Puts an entry in place of any earlier one. Equal values leave it where it stands: a parked entry stays parked, one under way is not sent twice. Attempts and
    /// lease outlive a replacement: earlier values may have arrived, and later ones must not overtake those under way.
    /// </summary>
    public static CrmRecordRow Put(CrmRecordRow? row, OutboxEntry entry)
    {
        row ??= new CrmRecordRow { Connection = entry.Connection, Key = entry.Target.Key, Kind = entry.Target.Kind, ParentKey = entry.ParentKey, Version = 0 };
        row.ParentKey = entry.ParentKey;
        row.Priority = (int)entry.Priority;
        var values = FieldValues.ToJson(entry.Values);
        if (row.Pending == values)
            return row;
        MakePending(row, values);
        row.Version++;
        return row;
    }

    /// <summary>Takes the entry away. The version moves on, so that a write still under way is recognised as one that nobody wants any more.</summary>
    public static CrmRecordRow TakeAway(CrmRecordRow row)
    {
        if (row.Pending is null)
            return row;
        MakePending(row, null);
        row.Version++;
        return row;
    }

    /// <summary>Records what became of a write.</summary>
    /// <returns>
    /// Whether the account must be evaluated again: the CRM now shows values that nothing will replace, because they were acknowledged after their entry had been taken
    /// away or overtaken.
    /// </returns>
    public static bool Settle(CrmRecordRow row, SettledEntry settled)
    {
        var isCurrent = row.Pending is not null && row.Version == settled.Entry.Version;
        // Each lease counts an attempt; a higher count means that the lease ran out and another worker has the record now.
        var isOurs = row.Attempts == settled.Entry.Attempts;
        if (isOurs)
            row.LeaseUntil = null;

        if (settled.Acknowledged is { } acknowledged)
        {
            var before = row.Acknowledged;
            row.Acknowledged = Merge(before, acknowledged);
            // Without the moment of the answer, nobody can tell a record read before the write from one read after it.
            row.WrittenAt = settled.At is { } at && row.WrittenAt > at ? row.WrittenAt : settled.At;
            if (isOurs || isCurrent)
                row.Attempts = 0;
            if (isCurrent)
            {
                MakePending(row, null);
                row.LeaseUntil = null;
                return false;
            }

            return row.Acknowledged != before && !CoversAll(row.Pending, acknowledged);
        }

        if (settled.Failure is { Kind: FailureKind.Gone })
        {
            // Nothing can arrive any more, and what the record showed last stays known for the case that it comes back.
            TakeAway(row);
            row.Attempts = 0;
            row.FailureKind = FailureKind.Gone;
            return false;
        }

        if (isCurrent && isOurs && settled.Failure is { } failure)
        {
            row.State = settled.RetryAt is null ? OutboxState.Parked : OutboxState.Pending;
            row.NotBefore = settled.RetryAt;
            row.FailureKind = failure.Kind;
            row.Failure = JsonSerializer.Serialize(failure);
        }

        return false;
    }

    /// <summary>Whether the record was gone when it was to be written last.</summary>
    public static bool WasGone(CrmRecordRow row) => row is { FailureKind: FailureKind.Gone, Pending: null };

    /// <summary>Records what follows from what the CRM shows.</summary>
    public static void Learn(CrmRecordRow row, DriftFinding? finding, ShownRecord shown)
    {
        if (WasGone(row))
            row.FailureKind = null;
        if (finding is null)
            return;
        if (finding.HasArrived && row.Pending is { } pending)
        {
            row.Acknowledged = Merge(row.Acknowledged, FieldValues.FromJson(pending));
            row.Attempts = 0;
            row.LeaseUntil = null;
            MakePending(row, null);
        }
        else if (finding.Learned.Count > 0)
        {
            row.Acknowledged = Merge(row.Acknowledged, finding.Learned);
        }
        else
        {
            return;
        }

        if (shown.AsOf is { } at && !(row.WrittenAt > at))
            row.WrittenAt = at;
    }

    /// <summary>What is known of a record, for the comparison with what it shows.</summary>
    public static WatchedRecord Watched(CrmRecordRow row, DateTimeOffset now) => new(row.Acknowledged is null ? NoValues : FieldValues.FromJson(row.Acknowledged), row.WrittenAt)
    {
        Pending = row.Pending is null ? null : FieldValues.FromJson(row.Pending),
        IsUnderWay = row.LeaseUntil > now,
        MayHaveArrived = row.Attempts > 0,
        PendingWasSent = row.SentVersion == row.Version,
    };

    /// <summary>What is known of a record; null when nothing is.</summary>
    public static RecordStanding? Standing(CrmRecordRow row) => row.Acknowledged is null && row.Pending is null
        ? null
        : new RecordStanding(row.Acknowledged is null ? NoValues : FieldValues.FromJson(row.Acknowledged), Entry(row));

    /// <summary>The entry in a row; null when there is none.</summary>
    public static OutboxEntry? Entry(CrmRecordRow row) => row.Pending is null
        ? null
        : new OutboxEntry(row.Connection, new TargetRecord(row.Kind, row.Key), row.ParentKey, FieldValues.FromJson(row.Pending), (WriteUrgency)row.Priority, row.Version)
        {
            State = row.State,
            Attempts = row.Attempts,
            WrittenAt = row.WrittenAt,
            NotBefore = row.NotBefore,
            LastFailure = row.Failure is null ? null : JsonSerializer.Deserialize<Failure>(row.Failure),
        };

    private static bool CoversAll(string? pending, IReadOnlyDictionary<CreditField, FieldValue> acknowledged)
    {
        if (pending is null)
            return false;
        var waiting = FieldValues.FromJson(pending);
        return acknowledged.Keys.All(f => f.Accompanies || waiting.ContainsKey(f));
    }

    private static void MakePending(CrmRecordRow row, string? values)
    {
        row.Pending = values;
        row.State = OutboxState.Pending;
        row.NotBefore = null;
        row.FailureKind = null;
        row.Failure = null;
    }

    private static string Merge(string? before, IReadOnlyDictionary<CreditField, FieldValue> acknowledged)
    {
        var values = before is null ? [] : FieldValues.FromJson(before).ToDictionary(v => v.Key, v => v.Value);
        foreach (var (field, value) in acknowledged)
            values[field] = value;
        return FieldValues.ToJson(values);
    }
}
