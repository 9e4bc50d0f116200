using System.Text.Json;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>One page of a query's answer.</summary>
/// <param name="Records">The rows as a JSON array; fewer than asked for proves nothing.</param>
/// <param name="NextPath">Path of the next page; null on the last one.</param>
internal sealed record QueryResult(JsonElement Records, string? NextPath)
{
    /// <summary>How many rows match, on all pages together; 0 when the answer does not say.</summary>
    public long TotalSize { get; private init; }

    /// <summary>The rows of this page.</summary>
    public IReadOnlyList<Row> Rows() => [.. Records.EnumerateArray().Select(json => new JsonRow(json))];

    /// <summary>Reads a page.</summary>
    /// <exception cref="ConnectorException">The page does not say whether it is the last one, or where the next one is: it must not be taken for complete.</exception>
    public static QueryResult Read(JsonElement body, string objectName)
    {
        if (body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array
            || !body.TryGetProperty("done", out var done) || done.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw Incomplete(objectName, "lacks its records or the mark that tells whether there are more");
        var total = body.TryGetProperty("totalSize", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var rows) ? rows : 0;
        if (done.GetBoolean())
            return new QueryResult(records, null) { TotalSize = total };

        var next = body.TryGetProperty("nextRecordsUrl", out var url) && url.ValueKind == JsonValueKind.String ? url.GetString() : null;
        if (string.IsNullOrEmpty(next))
            throw Incomplete(objectName, "is not the last one but does not say where the next one is");
        return new QueryResult(records, PathOf(next, objectName)) { TotalSize = total };
    }

    // Only the path counts: the host is the session's, and may have changed since the page before.
    private static string PathOf(string next, string objectName)
    {
        var path = Uri.TryCreate(next, UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile ? absolute.PathAndQuery : next;
        return path.StartsWith("/services/data/", StringComparison.Ordinal)
            ? path
            : throw Incomplete(objectName, "points to an address outside of the API");
    }

    private static ConnectorException Incomplete(string objectName, string what) =>
        new(new Failure(FailureKind.Transient, $"A page of {objectName} {what}.", "Nothing to do; reading goes on behind the last record that was stored.") { Where = objectName });
}
