using System.Globalization;
using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

public sealed class BulkWriterTests
{
    private const int Many = 1_100;

    private readonly ScriptedJobs _jobs = new();

    [Fact]
    public async Task ManyRecords_AreOneJob()
    {
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered && o.At == org.ServerTime);
        var job = Id(1, "750");
        _jobs.Asked.ShouldBe(["POST ", $"PUT {job}/batches", $"PATCH {job}", $"GET {job}", $"GET {job}"]);
        org.Calls[0].Body.ShouldBe("""{"object":"Account","operation":"update","contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}""");
        _jobs.Files[job].Split('\n').Length.ShouldBe(Many + 2);
        connection.Usage.Calls.ShouldBe(5);
        (await org.State.GetAsync("ingest-job", CancellationToken.None)).ShouldBeNull("the job has ended");
    }

    [Fact]
    public async Task RowsThatFail_HaveTheOrgsOwnWords()
    {
        _jobs.Ending = rows => ("JobComplete", rows, 2, null);
        _jobs.Results["failedResults"] =
            $"\"\",\"FIELD_CUSTOM_VALIDATION_EXCEPTION:Line one\nsays \"\"no\"\", twice:Credit_Score__c --\",\"{Id(7)}\",\"700\"\n" +
            $"\"{Id(9)}\",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--\",\"{Id(9)[..15]}\",\"700\"\n";
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.Count(o => o.IsDelivered).ShouldBe(Many - 2);
        outcomes[6].Failure!.Kind.ShouldBe(FailureKind.RecordRejected);
        outcomes[6].Failure!.Message.ShouldContain("Line one says \"no\", twice");
        outcomes[6].Failure!.Fields.ShouldBe(["Credit_Score__c"]);
        outcomes[8].Failure!.Kind.ShouldBe(FailureKind.Transient);
        connection.Usage.Calls.ShouldBe(6);
    }

    [Theory]
    [InlineData("Failed", 3)]
    [InlineData("JobComplete", 3)]
    [InlineData("Aborted", 3)]
    public async Task JobThatEndsEarly_CountsOnlyWhatIsListedAsWritten(string state, int processed)
    {
        _jobs.Ending = _ => (state, processed, 1, "InternalServerError : too many retries");
        _jobs.Results["successfulResults"] = $"\"{Id(2)}\",\"false\",\"{Id(2)}\",\"700\"\n\"{Id(1)}\",\"false\",\"{Id(1)}\",\"700\"\n";
        _jobs.Results["failedResults"] = $"\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --\",\"{Id(3)}\",\"700\"\n";
        _jobs.Before = (r, rest) => state == "Aborted" && r.Method == "GET" && !rest.Contains('/')
            ? ScriptedOrg.Json($$"""{"id":"{{rest}}","state":"Aborted","numberRecordsProcessed":3,"numberRecordsFailed":1}""") : null;
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.Take(2).ShouldAllBe(o => o.IsDelivered);
        outcomes[2].Failure!.Code.ShouldBe("REQUIRED_FIELD_MISSING");
        outcomes.Skip(3).ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient);
    }

    [Fact]
    public async Task JobThatWroteNothing_IsTriedAgain()
    {
        _jobs.Ending = _ => ("Failed", 0, 0, "InternalServerError : the job ran out of retries");
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient && o.Failure.Message.Contains("ran out of retries"));
    }

    [Fact]
    public async Task Column_ThatTheOrgRefuses_IsLeftOutAndNamedOnce()
    {
        var known = true;
        _jobs.Ending = rows => known ? ("Failed", 0, 0, "InvalidBatch : Field name not found : Risk_Band__c") : ("JobComplete", rows, 0, null);
        using var org = _jobs.Org();
        var jobs = org.Otherwise!;
        org.Otherwise = r =>
        {
            if (!r.Body.Contains("/describe"))
                return jobs(r);
            known = false;
            return ScriptedOrg.Json(DescribeWithout("Risk_Band__c"));
        };
        await using var connection = org.Connect(ScriptedJobs.Options());
        var writes = Enumerable.Range(1, Many).Select(i => ToAccount(i, (CreditFields.Account.Score, FieldValue.Number(1)), (CreditFields.Account.Band, FieldValue.Text("A")))).ToList();

        var outcomes = await connection.Sink.WriteAsync(writes, CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        connection.Sink.Problems.ShouldHaveSingleItem().Subject.ShouldBe("Account.Risk_Band__c");
        _jobs.Files[Id(2, "750")].ShouldNotContain("Risk_Band__c");
    }

    [Theory]
    [InlineData(400, "LIMIT_EXCEEDED")]
    [InlineData(403, "FUNCTIONALITY_NOT_ENABLED")]
    [InlineData(400, "INVALIDJOB")]
    public async Task OrgThatTakesNoJobs_IsWrittenByComposite_ForAnHour(int status, string code)
    {
        _jobs.Before = (r, _) => r.Method == "POST" ? ScriptedOrg.Json(Errors(code, "no jobs"), (HttpStatusCode)status) : null;
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        (await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None)).ShouldAllBe(o => o.IsDelivered);
        connection.Usage.Calls.ShouldBe(3);
        (await connection.Sink.AllowAsync(new WriteBacklog(0, 0, 100_000), CancellationToken.None)).IsSlow.ShouldBeFalse();

        org.Clock.Advance(TimeSpan.FromHours(1));
        (await connection.Sink.AllowAsync(new WriteBacklog(0, 0, 100_000), CancellationToken.None)).IsSlow.ShouldBeTrue();
    }

    [Fact]
    public async Task Text_ThatWouldClearTheField_GoesByComposite()
    {
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());
        var writes = Accounts(Many);
        writes[5] = ToAccount(6, (CreditFields.Account.Message, FieldValue.Text("#N/A")));

        var outcomes = await connection.Sink.WriteAsync(writes, CancellationToken.None);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        _jobs.Files[Id(1, "750")].ShouldNotContain("#N/A");
        var records = org.Calls[^1].Parts[0].GetProperty("body").GetProperty("records");
        records.GetArrayLength().ShouldBe(1);
        records[0].GetProperty("Credit_Message__c").GetString().ShouldBe("#N/A");
    }

    [Theory]
    [InlineData("POST ")]
    [InlineData("PUT ")]
    [InlineData("PATCH ")]
    [InlineData("GET ")]
    [InlineData("results")]
    public async Task SessionThatExpires_IsRenewedOnEveryPath(string at)
    {
        var expired = false;
        _jobs.Ending = rows => ("JobComplete", rows, 1, null);
        _jobs.Results["failedResults"] = $"\"\",\"ENTITY_IS_LOCKED:locked:--\",\"{Id(1)}\",\"700\"\n";
        _jobs.Before = (r, rest) =>
        {
            if (expired || !(at == "results" ? rest.Contains("Results") : r.Method + " " == at))
                return null;
            expired = true;
            return ScriptedOrg.Json(Errors("INVALID_SESSION_ID", "Session expired or invalid"), HttpStatusCode.Unauthorized);
        };
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        (await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None)).Count(o => o.IsDelivered).ShouldBe(Many - 1);

        expired.ShouldBeTrue();
        org.Logins.Count.ShouldBe(2);
        _jobs.Files[Id(1, "750")].Length.ShouldBeGreaterThan(Many * 20);
    }

    [Fact]
    public async Task Upload_ThatIsLost_EndsTheJobAndIsTriedLater()
    {
        _jobs.Before = (r, _) => r.Method == "PUT" ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient);
        _jobs.Asked[^1].ShouldBe($"PATCH {Id(1, "750")}");
        org.Calls[^1].Body.ShouldContain("Aborted");
        (await org.State.GetAsync("ingest-job", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Closing_WhoseAnswerIsLost_IsNotRepeatedBlindly()
    {
        var lost = false;
        using var org = _jobs.Org();
        var jobs = org.Otherwise!;
        org.Otherwise = r =>
        {
            var answer = jobs(r);
            if (lost || r.Method != "PATCH")
                return answer;
            lost = true;
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone");
        };
        await using var connection = org.Connect(ScriptedJobs.Options());

        (await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None)).ShouldAllBe(o => o.IsDelivered);

        _jobs.Asked.Count(a => a.StartsWith("PATCH")).ShouldBe(1);
    }

    [Fact]
    public async Task Questions_ThatFail_AreAskedAgain()
    {
        var failures = 3;
        _jobs.Before = (r, _) => r.Method == "GET" && failures-- > 0 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : null;
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        (await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None)).ShouldAllBe(o => o.IsDelivered);
    }

    [Fact]
    public async Task Job_ThatNeverEnds_IsGivenUpAndAborted()
    {
        _jobs.Before = (r, rest) => r.Method == "GET" ? ScriptedOrg.Json($$"""{"id":"{{rest}}","state":"InProgress","numberRecordsProcessed":0}""") : null;
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());
        var started = org.Clock.GetUtcNow();

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), CancellationToken.None);

        outcomes.ShouldAllBe(o => o.Failure!.Kind == FailureKind.Transient);
        (org.Clock.GetUtcNow() - started).ShouldBeLessThan(TimeSpan.FromHours(2), "the lease on the records");
        org.Calls[^1].Body.ShouldContain("Aborted");
        _jobs.Asked.Count.ShouldBeLessThan(80);
    }

    [Fact]
    public async Task Stopping_AbortsTheJob()
    {
        using var stop = new CancellationTokenSource();
        _jobs.Before = (r, rest) =>
        {
            if (r.Method == "GET")
                stop.Cancel();
            return null;
        };
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options());

        var outcomes = await connection.Sink.WriteAsync(Accounts(Many), stop.Token);

        outcomes.ShouldAllBe(o => o.Failure!.MayPass);
        org.Calls[^1].Body.ShouldContain("Aborted");
        (await org.State.GetAsync("ingest-job", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Job_OfAProcessThatDied_IsEndedBeforeAnythingIsWritten()
    {
        var state = new PassingConnectionState();
        using var org = _jobs.Org(state);
        var job = await DieDuringAJobAsync(org);

        await using var next = org.Connect(ScriptedJobs.Options());
        (await next.Sink.AllowAsync(new WriteBacklog(0, 0, 5), CancellationToken.None)).Records.ShouldBe(1000);

        _jobs.Asked[^1].ShouldBe($"PATCH {job}");
        (await state.GetAsync("ingest-job", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Job_OfAProcessThatDied_ThatCannotBeEnded_StopsAllWriting()
    {
        var state = new PassingConnectionState();
        using var org = _jobs.Org(state);
        await DieDuringAJobAsync(org);
        org.Otherwise = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);

        await using var next = org.Connect(ScriptedJobs.Options());

        (await Should.ThrowAsync<ConnectorException>(async () => await next.Sink.AllowAsync(new WriteBacklog(1, 0, 5), CancellationToken.None))).Failure.Kind.ShouldBe(FailureKind.Transient);
        (await state.GetAsync("ingest-job", CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Job_OfALivingProcess_IsLeftAlone_AndNoOtherIsBegun()
    {
        var state = new PassingConnectionState();
        using var org = _jobs.Org(state);
        await state.SetAsync("ingest-job", $"{Id(9, "750")} {org.Clock.GetUtcNow():O} other", CancellationToken.None);
        await using var connection = org.Connect(ScriptedJobs.Options());

        (await connection.Sink.AllowAsync(new WriteBacklog(0, 0, 100_000), CancellationToken.None)).Records.ShouldBe(0);
        (await connection.Sink.AllowAsync(new WriteBacklog(2, 0, 100_000), CancellationToken.None)).Least.ShouldBe(WriteUrgency.Hold);
        org.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Allowance_LetsTheUrgentGoFirst()
    {
        using var org = _jobs.Org();
        await using var connection = org.Connect(ScriptedJobs.Options(bulkFrom: 10_000));

        (await AllowAsync(0, 0, 9_999)).ShouldBe(new WriteAllowance(1000));
        (await AllowAsync(5, 0, 50_000)).ShouldBe(new WriteAllowance(1000) { Least = WriteUrgency.Hold });
        (await AllowAsync(0, 700, 50_000)).ShouldBe(new WriteAllowance(1000) { Least = WriteUrgency.Deal });
        (await AllowAsync(0, 30_000, 50_000)).ShouldBe(new WriteAllowance(50_000) { Most = WriteUrgency.Deal, IsSlow = true, Lease = TimeSpan.FromHours(2) });

        async Task<WriteAllowance> AllowAsync(int holds, int deals, int others) => await connection.Sink.AllowAsync(new WriteBacklog(holds, deals, others), CancellationToken.None);
    }

    private static async Task<string> DieDuringAJobAsync(ScriptedOrg org)
    {
        // A process that dies leaves the job running and its note behind.
        var created = org.Otherwise!(new SentRequest("POST", new Uri($"https://example.my.salesforce.com{ScriptedJobs.Path}"), "{}", null, new Dictionary<string, string>()));
        var job = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        await org.State.SetAsync("ingest-job", $"{job} {org.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)} ", CancellationToken.None);
        return job;
    }

    private static List<FieldWrite> Accounts(int count) => [.. Enumerable.Range(1, count).Select(i => ToAccount(i))];

    private static string DescribeWithout(string missing) => Composite(new[] { "Account", "Opportunity" }.Select(name => (name, 200, JsonSerializer.Serialize(new
    {
        name,
        queryable = true,
        updateable = true,
        fields = new SalesforceOptions().Fields.Where(f => f.Key.StartsWith(name, StringComparison.Ordinal) && f.Value != missing)
            .Select(f => new { name = f.Value, type = "string", updateable = true, length = 255, precision = 0, scale = 0, label = "x" }),
    }))));
}
