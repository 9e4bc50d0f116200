using CreditBridge.Sandbox.Accounting;
using CreditBridge.Sandbox.Bulk;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Which resource answers which method and path.</summary>
internal sealed class ResourceMap
{
    private readonly OrgResource about;
    private readonly DescribeResource describe;
    private readonly QueryResource query;
    private readonly RowResource rows;
    private readonly ReplicationResource replication;
    private readonly CollectionsResource collections;
    private readonly CompositeResource composite;
    private readonly BatchResource batch;
    private readonly GraphResource graph;
    private readonly TreeResource tree;
    private readonly IngestResource ingest;
    private readonly QueryJobResource queryJobs;

    public ResourceMap(SandboxOrg org, SandboxFaults faults, CallLedger calls)
    {
        var writes = new RequestWrites(org, faults);
        about = new OrgResource(org.Options, calls);
        rows = new RowResource(org, writes);
        describe = new DescribeResource(org, rows);
        query = new QueryResource(org, faults, new CursorStore(org));
        replication = new ReplicationResource(org, rows);
        collections = new CollectionsResource(org, writes, rows);
        composite = new CompositeResource(writes, Answer);
        batch = new BatchResource(Answer);
        graph = new GraphResource(composite);
        tree = new TreeResource(org, writes, rows);
        var jobs = new BulkJobStore(org);
        ingest = new IngestResource(org, jobs, new IngestRunner(org, faults, writes));
        queryJobs = new QueryJobResource(org, jobs);
    }

    public OrgResource About => about;

    /// <summary>Answers a request; whatever is refused becomes an error response.</summary>
    public ApiResponse Answer(ApiRequest request)
    {
        try
        {
            return Dispatch(request);
        }
        catch (ApiException error)
        {
            return new ApiResponse(error.Status, error.Body(request.Text));
        }
        catch (SoqlException error)
        {
            return new ApiResponse(400, new ApiException(400, error.Code, error.Message).Body());
        }
    }

    private ApiResponse Dispatch(ApiRequest request) => (request.Method, request.Segments.ToArray()) switch
    {
        (_, _) when !about.Offers(request.Version) => Retired(request.Version),
        ("GET", []) => OrgResource.Resources(request),
        ("GET", ["limits"]) => about.Limits(),
        ("GET", ["query"]) => query.Query(request, includeDeleted: false),
        ("GET", ["queryAll"]) => query.Query(request, includeDeleted: true),
        ("GET", ["query" or "queryAll", var locator]) => query.More(request, locator),
        ("GET", ["sobjects"]) => describe.Global(request),
        ("GET", ["sobjects", var name]) => describe.Object(request, name),
        ("POST", ["sobjects", var name]) => rows.Create(request, name),
        ("GET", ["sobjects", var name, "describe"]) => describe.Describe(request, name),
        ("GET", ["sobjects", var name, "updated"]) => replication.Updated(request, name),
        ("GET", ["sobjects", var name, "deleted"]) => replication.Deleted(request, name),
        ("GET", ["sobjects", var name, var id]) => rows.Get(request, name, id),
        ("PATCH", ["sobjects", var name, var id]) => rows.Update(request, name, id),
        ("DELETE", ["sobjects", var name, var id]) => rows.Delete(request, name, id),
        ("GET", ["sobjects", var name, var key, var value]) => rows.GetByKey(request, name, key, value),
        ("PATCH" or "POST", ["sobjects", var name, var key, var value]) => rows.Upsert(request, name, key, value),
        ("POST", ["composite"]) => composite.Run(request),
        ("POST", ["composite", "sobjects"]) => collections.Create(request),
        ("PATCH", ["composite", "sobjects"]) => collections.Update(request),
        ("DELETE", ["composite", "sobjects"]) => collections.Delete(request),
        ("GET" or "POST", ["composite", "sobjects", var name]) => collections.Retrieve(request, name),
        ("PATCH", ["composite", "sobjects", var name, var key]) => collections.Upsert(request, name, key),
        ("POST", ["composite", "batch"]) => batch.Run(request),
        ("POST", ["composite", "graph"]) => graph.Run(request),
        ("POST", ["composite", "tree", var name]) => tree.Create(request, name),
        ("POST", ["jobs", "ingest"]) => ingest.Create(request),
        ("GET", ["jobs", "ingest"]) => ingest.List(),
        ("PUT", ["jobs", "ingest", var id, "batches"]) => ingest.Upload(request, id),
        ("PATCH", ["jobs", "ingest", var id]) => ingest.Move(request, id),
        ("GET", ["jobs", "ingest", var id]) => ingest.Get(id),
        ("GET", ["jobs", "ingest", var id, "successfulResults" or "failedResults" or "unprocessedrecords"]) => ingest.Results(id, request.Segments[3]),
        ("DELETE", ["jobs", "ingest", var id]) => ingest.Delete(id),
        ("POST", ["jobs", "query"]) => queryJobs.Create(request),
        ("GET", ["jobs", "query"]) => queryJobs.List(),
        ("GET", ["jobs", "query", var id]) => queryJobs.Get(id),
        ("GET", ["jobs", "query", var id, "results"]) => queryJobs.Results(request, id),
        ("PATCH", ["jobs", "query", var id]) => queryJobs.Abort(request, id),
        ("DELETE", ["jobs", "query", var id]) => queryJobs.Delete(id),
        (_, ["query" or "queryAll" or "limits" or "sobjects" or "composite", ..]) => throw ApiException.MethodNotAllowed(request.Method),
        _ => throw ApiException.NotFound(),
    };

    private ApiResponse Retired(string version) => decimal.TryParse(version, out var number) && number < about.Oldest && number > 0
        ? throw new ApiException(410, "GONE", $"API version {version} has been retired.")
        : throw ApiException.NotFound();
}
