using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Writing;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>
/// The requests of Bulk API 2.0 for writing. Addresses are built here and not taken from the org's answers, whose forms differ between releases.
/// </summary>
internal sealed class IngestJobs(SalesforceClient client)
{
    private const int ResultAttempts = 3;

    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { DetectDelimiter = false, Delimiter = ",", MissingFieldFound = null, BadDataFound = null };

    private string Root => client.Root + "/jobs/ingest";

    /// <summary>Creates a job that updates records of an object, or creates and updates them by their external id.</summary>
    /// <returns>The job; null when the org takes no job now, so that another way must be used.</returns>
    /// <exception cref="ConnectorException">The org did not answer, or refuses for a reason that concerns every way.</exception>
    public async Task<IngestJob?> TryCreateAsync(WrittenObject target, CancellationToken cancellationToken)
    {
        var spec = new IngestJobSpec(target.Name, target.KeyField is null ? "update" : "upsert", "CSV", "LF", "COMMA") { ExternalIdFieldName = target.KeyField };
        var body = JsonSerializer.SerializeToUtf8Bytes(spec, SalesforceJson.Default.IngestJobSpec);
        var call = ApiCall.Json(HttpMethod.Post, Root, body);
        var (answer, error) = await client.TrySendAsync(call, ReadJobAsync, cancellationToken);
        if (error is null)
            return answer!.Value;
        var failure = client.FailureOf(error, call);
        // A limit of jobs, an edition without Bulk API, a missing permission: whatever it is, it is about jobs.
        return failure.Code != "LIMIT_EXCEEDED" && (failure.MayPass || failure.Kind == FailureKind.Authentication) ? throw new ConnectorException(failure) : null;
    }

    /// <summary>Uploads the rows; a job takes one upload.</summary>
    /// <exception cref="ConnectorException">Whether the rows arrived is not known.</exception>
    public Task UploadAsync(string job, string file, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, $"{Root}/{job}/batches")
        {
            Content = () => new StreamContent(File.OpenRead(file)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv", "utf-8") } },
        };
        return client.SendAsync(call, static (response, _) => ResponseBody.DoneAsync(response, HttpStatusCode.Created), cancellationToken);
    }

    /// <summary>Tells the org that the rows are complete, so that it begins.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public Task<Answer<IngestJob>> CloseAsync(string job, CancellationToken cancellationToken) => MoveAsync(job, "UploadComplete", cancellationToken);

    /// <summary>Ends a job early; rows already written stay written.</summary>
    /// <exception cref="ConnectorException">There is no good answer, which may also mean that it has ended by itself.</exception>
    public Task<Answer<IngestJob>> AbortAsync(string job, CancellationToken cancellationToken) => MoveAsync(job, "Aborted", cancellationToken);

    /// <summary>Where a job stands; null when the org does not know it any more.</summary>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public async Task<IngestJob?> FindAsync(string job, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"{Root}/{job}");
        var (answer, error) = await client.TrySendAsync(call, ReadJobAsync, cancellationToken);
        if (error is null)
            return answer!.Value;
        return error.Status == HttpStatusCode.NotFound ? null : throw new ConnectorException(client.FailureOf(error, call));
    }

    /// <summary>Reads the results of one kind, row by row, in whatever order the org gives them.</summary>
    /// <param name="job">Id of the job.</param>
    /// <param name="target">What it writes.</param>
    /// <param name="which"><c>successfulResults</c> or <c>failedResults</c>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConnectorException">They cannot be read to their end.</exception>
    public async Task<IReadOnlyList<IngestResult>> ResultsAsync(string job, WrittenObject target, string which, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"{Root}/{job}/{which}") { Accept = "text/csv" };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await client.SendAsync(call, (response, token) => ReadRowsAsync(response, target.KeyField, token), cancellationToken)).Value;
            }
            catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Transient && attempt < ResultAttempts)
            {
                // A long answer that broke off is read anew.
            }
        }
    }

    private async Task<Answer<IngestJob>> MoveAsync(string job, string state, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new IngestJobState(state), SalesforceJson.Default.IngestJobState);
        return await client.SendAsync(ApiCall.Json(HttpMethod.Patch, $"{Root}/{job}", body), ReadJobAsync, cancellationToken);
    }

    private static Task<IngestJob> ReadJobAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ResponseBody.ReadAsync(response, SalesforceJson.Default.IngestJob, cancellationToken);

    private static async Task<IReadOnlyList<IngestResult>> ReadRowsAsync(HttpResponseMessage response, string? keyField, CancellationToken cancellationToken)
    {
        ResponseBody.RequireData(response);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var csv = new CsvReader(new StreamReader(stream), Csv);
        var rows = new List<IngestResult>();
        if (!await csv.ReadAsync() || !csv.ReadHeader())
            return rows;
        while (await csv.ReadAsync())
        {
            var key = csv.GetField(keyField ?? "Id");
            if (string.IsNullOrEmpty(key) && keyField is null)
                key = csv.GetField("sf__Id");
            if (!string.IsNullOrEmpty(key))
                rows.Add(new IngestResult(key, csv.GetField("sf__Error"), csv.GetField("sf__Created") == "true"));
        }

        return rows;
    }
}

/// <summary>What became of one row.</summary>
/// <param name="Key">Id of the record, or our key of it.</param>
/// <param name="Error">Error text; null where there is none.</param>
/// <param name="IsCreated">Whether the record was created.</param>
internal sealed record IngestResult(string Key, string? Error, bool IsCreated);

/// <summary>What a job is to do.</summary>
internal sealed record IngestJobSpec(string Object, string Operation, string ContentType, string LineEnding, string ColumnDelimiter)
{
    /// <summary>External id by which records are found; null when their ids are given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalIdFieldName { get; init; }
}

/// <summary>The state that a job is to take.</summary>
internal sealed record IngestJobState(string State);
