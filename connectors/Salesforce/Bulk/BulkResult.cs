using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// The result of a job that is done. It is fetched in large pieces, each a counted call, and every piece goes through a temporary file: one that breaks off is fetched
/// again before any of its rows is given, and memory stays small however slowly the rows are taken.
/// </summary>
internal sealed class BulkResult(SalesforceClient client, string jobPath, IReadOnlyDictionary<string, string> types, string objectName, int pageSize, TimeProvider clock)
{
    private const int RecordsPerPiece = 50_000;
    private const int Attempts = 3;
    private const string Locator = "Sforce-Locator";
    private const string NumberOfRecords = "Sforce-NumberOfRecords";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>All rows in no particular order, by pages.</summary>
    /// <exception cref="ConnectorException">A piece cannot be fetched or read.</exception>
    public async IAsyncEnumerable<IReadOnlyList<Row>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? locator = null;
        do
        {
            await using var piece = Spool();
            var headers = await FetchAsync(locator, piece, cancellationToken);
            var count = 0L;
            using var text = new StreamReader(piece, leaveOpen: true);
            foreach (var rows in CsvRows.Read(text, types, objectName).Chunk(pageSize))
            {
                count += rows.Length;
                yield return rows;
            }

            RequireAll(headers, count);
            locator = Next(headers, locator);
        }
        while (locator is not null);
    }

    // Readable by nobody else, and gone with its last handle.
    private static FileStream Spool() => new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private async Task<IReadOnlyDictionary<string, string>> FetchAsync(string? locator, FileStream piece, CancellationToken cancellationToken)
    {
        var path = $"{jobPath}/results?maxRecords={RecordsPerPiece}{(locator is null ? "" : $"&locator={Uri.EscapeDataString(locator)}")}";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var headers = await client.CopyAsync(path, "text/csv", piece, [Locator, NumberOfRecords], cancellationToken);
                piece.Position = 0;
                return headers.Value;
            }
            catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Transient && attempt < Attempts)
            {
                piece.SetLength(0);
                await Task.Delay(Pause * attempt, clock, cancellationToken);
            }
        }
    }

    private void RequireAll(IReadOnlyDictionary<string, string> headers, long count)
    {
        if (headers.TryGetValue(NumberOfRecords, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var announced) && announced != count)
            throw Broken($"gave {count} records in a piece that it says has {announced}");
    }

    // The end is the text "null".
    private string? Next(IReadOnlyDictionary<string, string> headers, string? current)
    {
        if (!headers.TryGetValue(Locator, out var next) || next.Length == 0 || next == "null")
            return null;
        return next != current ? next : throw Broken("points back to the piece just read");
    }

    private ConnectorException Broken(string what) =>
        new(new Failure(FailureKind.Transient, $"The bulk result of {objectName} {what}.", "Nothing to do; it is read again by the next poll.") { Where = objectName });
}
