using System.Net;
using System.Text;
using CreditBridge.Connectors.Salesforce;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

/// <summary>The ingest jobs of a scripted org. All rows succeed unless a test says otherwise; a job is done when it is asked about for the second time.</summary>
internal sealed class ScriptedJobs
{
    public const string Path = "/services/data/v67.0/jobs/ingest";

    private readonly Dictionary<string, string> _states = [];
    private readonly Dictionary<string, int> _questions = [];

    /// <summary>Files that were uploaded, by job.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Requests to jobs, as "PATCH 750...1 {...}".</summary>
    public List<string> Asked { get; } = [];

    /// <summary>How a job ends: state, processed, failed, message; from its rows.</summary>
    public Func<int, (string State, int Processed, int Failed, string? Message)> Ending { get; set; } = rows => ("JobComplete", rows, 0, null);

    /// <summary>Rows of successfulResults and failedResults, without the header.</summary>
    public Dictionary<string, string> Results { get; } = [];

    /// <summary>Answers instead of the jobs when it gives something; told the request and what follows the path of jobs.</summary>
    public Func<SentRequest, string, HttpResponseMessage?> Before { get; set; } = (_, _) => null;

    /// <summary>Writes with as few records as make a batch too large for one call.</summary>
    public static SalesforceOptions Options(int bulkFrom = 1000)
    {
        var options = ScriptedOrg.ClientCredentials;
        return new SalesforceOptions
        {
            LoginUrl = options.LoginUrl, Flow = options.Flow, ConsumerKey = options.ConsumerKey, ClientSecret = options.ClientSecret, OrgCurrency = options.OrgCurrency,
            CustomerKeys = options.CustomerKeys, BulkWriteRecords = bulkFrom,
        };
    }

    /// <summary>An org with these jobs; its Composites write everything.</summary>
    public ScriptedOrg Org(Abstractions.Connections.IConnectionState? state = null) => new()
    {
        State = state ?? new Abstractions.Connections.PassingConnectionState(),
        Otherwise = r => r.Uri.AbsolutePath.StartsWith(Path, StringComparison.Ordinal) ? Answer(r) : ScriptedOrg.Json(Answers.WriteResults(r, _ => null)),
    };

    private HttpResponseMessage Answer(SentRequest request)
    {
        var rest = request.Uri.AbsolutePath[Path.Length..].Trim('/');
        Asked.Add($"{request.Method} {rest}");
        if (Before(request, rest) is { } other)
            return other;
        var (job, what) = rest.Split('/') is [var id, var tail] ? (id, tail) : (rest, "");
        switch (request.Method, what)
        {
            case ("POST", ""):
                job = Answers.Id(_states.Count + 1, "750");
                _states[job] = "Open";
                return Describe(job);
            case ("PUT", "batches") when _states[job] == "Open" && !Files.ContainsKey(job):
                Files[job] = request.Body;
                return new HttpResponseMessage(HttpStatusCode.Created);
            case ("PATCH", "") when request.Body.Contains("Aborted") && _states[job] is "Open" or "UploadComplete" or "InProgress":
                _states[job] = "Aborted";
                return Describe(job);
            case ("PATCH", "") when request.Body.Contains("UploadComplete") && _states[job] == "Open":
                _states[job] = "UploadComplete";
                return Describe(job);
            case ("GET", ""):
                if (!_states.TryGetValue(job, out var state))
                    return ScriptedOrg.Json(Answers.Errors("NOT_FOUND", "The requested resource does not exist"), HttpStatusCode.NotFound);
                if (state is "UploadComplete" or "InProgress")
                    _states[job] = _questions.TryAdd(job, 1) ? "InProgress" : Ending(Rows(job)).State;
                return Describe(job);
            case ("GET", "successfulResults"):
                return Text("\"sf__Id\",\"sf__Created\",\"Id\",\"Credit_Score__c\"\n" + Results.GetValueOrDefault(what));
            case ("GET", "failedResults"):
                return Text("\"sf__Id\",\"sf__Error\",\"Id\",\"Credit_Score__c\"\n" + Results.GetValueOrDefault(what));
            default:
                return ScriptedOrg.Json(Answers.Errors("INVALIDJOBSTATE", $"{request.Method} {rest} in state {_states.GetValueOrDefault(job)}"), HttpStatusCode.BadRequest);
        }
    }

    private int Rows(string job) => Files[job].Count(c => c == '\n') - 1;

    private HttpResponseMessage Describe(string job)
    {
        var state = _states[job];
        var ended = state is "JobComplete" or "Failed" ? Ending(Rows(job)) : (state, 0, 0, null);
        return ScriptedOrg.Json($$"""
            {"id":"{{job}}","operation":"update","object":"Account","state":"{{state}}","contentUrl":"services/data/67.0/jobs/ingest/{{job}}/batches","apiVersion":67.0,
             "numberRecordsProcessed":{{ended.Item2}},"numberRecordsFailed":{{ended.Item3}},"retries":0,"errorMessage":{{(ended.Item4 is null ? "null" : $"\"{ended.Item4}\"")}} }
            """);
    }

    private static HttpResponseMessage Text(string csv) => new(HttpStatusCode.OK) { Content = new StringContent(csv, Encoding.UTF8, "text/csv") };
}
