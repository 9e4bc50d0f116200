using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/sobjects/{object}/updated and /deleted. Seconds of the bounds are cut off.</summary>
internal sealed class ReplicationResource(SandboxOrg org, RowResource rows)
{
    private const int UpdatedDays = 30;
    private const int DeletedDays = 15;

    public ApiResponse Updated(ApiRequest request, string name)
    {
        var item = rows.ObjectOf(request, name);
        var (start, end) = Span(request, UpdatedDays);
        var ids = org.Store[item].ChangedAfter(start, "").TakeWhile(row => row.Stamp < end).Where(row => !row.IsDeleted).Select(row => row.Id).ToList();
        return ApiResponse.Ok(new JsonObject { ["ids"] = ApiJson.Array(ids, id => id), ["latestDateCovered"] = Covered(end) }) with { RecordsRead = ids.Count };
    }

    public ApiResponse Deleted(ApiRequest request, string name)
    {
        var item = rows.ObjectOf(request, name);
        var (start, end) = Span(request, DeletedDays);
        var deleted = org.Store[item].ChangedAfter(start, "").TakeWhile(row => row.Stamp < end).Where(row => row.IsDeleted).ToList();
        return ApiResponse.Ok(new JsonObject
        {
            ["deletedRecords"] = ApiJson.Array(deleted, row => new JsonObject { ["id"] = row.Id, ["deletedDate"] = FieldValues.Format(row.Stamp) }),
            ["earliestDateAvailable"] = FieldValues.Format(Minute(org.Now.AddDays(-DeletedDays))),
            ["latestDateCovered"] = Covered(end),
        }) with { RecordsRead = deleted.Count };
    }

    /// <summary>A transaction in flight holds back what is proved to be covered.</summary>
    private string Covered(DateTimeOffset end)
    {
        var covered = org.Store.OldestInFlight is { } inFlight && inFlight < end ? inFlight : end;
        return FieldValues.Format(Minute(covered < org.Now ? covered : org.Now));
    }

    private (DateTimeOffset Start, DateTimeOffset End) Span(ApiRequest request, int days)
    {
        var (start, end) = (Bound("start"), Bound("end"));
        if (start >= end) throw new ApiException(400, "INVALID_REPLICATION_DATE", "startDate must be before endDate and at least one minute apart");
        if (start < Minute(org.Now.AddDays(-days))) throw new ApiException(400, "INVALID_REPLICATION_DATE", $"startDate cannot be more than {days} days ago");
        return (start, end);

        DateTimeOffset Bound(string name)
        {
            var text = request.Parameter(name) ?? throw new ApiException(400, "MISSING_ARGUMENT", $"{name} is required");
            return FieldValues.TryParseInstant(text.Replace(' ', '+'), out var instant) ? Minute(instant) : throw new ApiException(400, "INVALID_FIELD", $"{name} is not a dateTime: {text}");
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset instant) => new(instant.Ticks - instant.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
