using System.Globalization;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.TestKit.Connectors;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>Answers that are too long to be held in memory: their rows are taken while they come.</summary>
public sealed class LongAnswerTests
{
    private const int Many = 40_000;

    // Where the rows are; what stands before and behind them; how the answer is continued.
    [Theory]
    [InlineData("data", "{\"next\": null, \"data\": [", "], \"total\": 40000}", "{kind: none}")]
    [InlineData("$", "[", "] ", "{kind: none}")]
    [InlineData("answer.data", "{\"data\": [1, {\"data\": []}], \"x\": {\"data\": 5}, \"answer\": {\"a\": [[\"data\"]], \"d\\u0061ta\": [", "]}, \"z\": {}}\n", "{kind: none}")]
    [InlineData("data", "{\"data\": [", "], \"next\": \"customers?after=2\"}", "{kind: next, next: next}")]
    [InlineData("data", "{\"data\": [", "], \"more\": false}", "{kind: cursor, last: id, start: 0, has_more: more}")]
    [InlineData("data", "{\"data\": [", "], \"total\": 40000}", "{kind: cursor, last: id, start: 0, total: total}")]
    public async Task Rows_AreTakenInPieces(string rows, string before, string behind, string paging)
    {
        await using var server = await StubServer.StartAsync(context => context.Request.Query["after"] == "2" ? context.Json(rows == "$" ? "[]" : "{\"data\": []}") : SendAsync(context, before, behind));
        using var folder = Folder(server.Url, rows, paging);
        var engine = new MiniEngine();
        var pages = await ReadAsync(folder, engine);
        engine.Rejected.ShouldBeEmpty();
        engine.Records.Count.ShouldBe(Many);
        ((ErpCustomerRecord)engine.Records["erp:1/39999"]).Name.ShouldBe(Name(39_999));
        pages.ShouldBeGreaterThan(10, "they are handed on in pieces");
    }

    [Fact]
    public async Task Rows_ThatComeInAnyPieces_AreTheSame()
    {
        var text = Encoding.UTF8.GetBytes("""], "total": 3}""");
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await WriteAsync(context, "{\"filling\": \"" + new string('x', 5_000_000) + "\", \"data\": [");
            foreach (var piece in Encoding.UTF8.GetBytes("""{"id": 1, "name": "Mü\u00fc\"]}"}, {"id":2,"name":"[{"} ,{"id" : 3 , "name":"\\"}""").Concat(text))
            {
                await context.Response.BodyWriter.WriteAsync(new byte[] { piece });
                await context.Response.Body.FlushAsync();
            }
        });
        using var folder = Folder(server.Url, "data", "{kind: none}");
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Values.Cast<ErpCustomerRecord>().Select(c => c.Name).ShouldBe(["Müü\"]}", "[{", "\\"]);
    }

    [Fact]
    public async Task Rows_BeforeTheBreak_Stay_AndNothingIsRemoved()
    {
        var breaks = false;
        await using var server = await StubServer.StartAsync(context => SendAsync(context, "{\"data\": [", breaks ? ", {\"id\": 7" : "]}", breaks ? 30_000 : Many));
        using var folder = Folder(server.Url, "data", "{kind: none}");
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count.ShouldBe(Many);
        breaks = true;
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldStartWith("The answer broke off after ");
        folder.Engines[RecordKind.ErpCustomer].Records.Count.ShouldBe(Many);
    }

    [Theory]
    [InlineData("{\"data\": [", "], \"failure\": {\"text\": \"Only a part was found\"}}", FailureKind.Fatal, "Only a part was found")]
    [InlineData("{\"data\": [", "], \"data\": []}", FailureKind.Fatal, "not sound JSON")]
    [InlineData("{\"data\": [", "]} {", FailureKind.Fatal, "not sound JSON")]
    [InlineData("{\"data\": [", ", }]}", FailureKind.Fatal, "not sound JSON")]
    [InlineData("{\"data\": [", ", {\"id\": 5, \"id\": 6}]}", FailureKind.Fatal, "not sound JSON")]
    [InlineData("{\"rows\": [", "]}", FailureKind.Configuration, "no array at 'data'. The answer has no 'data'; it is an object with rows.")]
    public async Task Answer_ThatIsWrongAtItsEnd_IsRefused(string before, string behind, FailureKind kind, string message)
    {
        await using var server = await StubServer.StartAsync(context => SendAsync(context, before, behind));
        using var folder = Folder(server.Url, "data", "{kind: none}");
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
        failure.Message.ShouldContain(message);
        failure.Kind.ShouldBe(kind);
    }

    // What of an answer must be held in memory: a row, what stands around the rows, and all where something leads into the rows.
    [Theory]
    [InlineData("data", "{kind: none}", "{\"data\": [{\"id\": 1, \"name\": \"A\", \"x\": \"", "\"}]}")]
    [InlineData("data", "{kind: none}", "{\"data\": [], \"x\": \"", "\"}")]
    [InlineData("\"parts[0].data\"", "{kind: none}", "{\"parts\": [{\"data\": [", "]}]}")]
    [InlineData("data", "{kind: cursor, cursor: \"data[-1].id\"}", "{\"data\": [", "]}")]
    public async Task Answer_OfWhichTooMuchWouldBeHeld_IsRefused(string rows, string paging, string before, string behind)
    {
        await using var server = await StubServer.StartAsync(context => before.EndsWith('"') ? context.Json(before + new string('x', 6_000_000) + behind) : SendAsync(context, before, behind));
        using var folder = Folder(server.Url, rows, paging);
        folder.Options.MaxAnswerMegabytes = 5;
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
        (failure.Kind, failure.Message).ShouldBe((FailureKind.Configuration, "The answer is larger than 5 MB, so it was not read."));
    }

    [Fact]
    public async Task Answer_ThatStalls_IsGivenUp_HoweverLongItsRowsTookBefore()
    {
        var clock = new SteppedClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var stalls = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.StartAsync(async context =>
        {
            await SendAsync(context, "{\"data\": [", "");
            await stalls.Task;
            // Only while the other side waits does time count against this one.
            while (!context.RequestAborted.IsCancellationRequested)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        });
        using var folder = Folder(server.Url, "data", "{kind: none}");
        folder.Context = folder.Context with { Clock = clock };
        await using var connection = folder.Connect();
        var pages = connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default).GetAsyncEnumerator();
        (await pages.MoveNextAsync()).ShouldBeTrue();
        clock.Advance(TimeSpan.FromMinutes(10));
        (await pages.MoveNextAsync()).ShouldBeTrue("storing rows is not waiting");
        stalls.SetResult();
        var failure = (await Should.ThrowAsync<ConnectorException>(async () =>
        {
            while (await pages.MoveNextAsync())
            {
            }
        })).Failure;
        (failure.Kind, failure.Message.Contains("did not answer within 20 seconds")).ShouldBe((FailureKind.Transient, true));
        await pages.DisposeAsync();
    }

    private static string Name(int id) => $"Müller {id} " + new string('n', 100);

    private static async Task SendAsync(HttpContext context, string before, string behind, int many = Many)
    {
        context.Response.ContentType = "application/json";
        var text = new StringBuilder(before);
        for (var id = 1; id <= many; id++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(id == 1 ? "" : ",\n ")}{{\"id\": {id}, \"name\": \"{Name(id)}\", \"lines\": [[], {{}}]}}");
            if (id % 1000 == 0)
            {
                await WriteAsync(context, text.ToString());
                text.Clear();
            }
        }

        await WriteAsync(context, text.Append(behind).ToString());
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    private static async Task<int> ReadAsync(RestFolder folder, MiniEngine engine)
    {
        await using var connection = folder.Connect();
        var pages = 0;
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default))
        {
            engine.Store(page);
            pages++;
        }

        return pages;
    }

    private static RestFolder Folder(string url, string rows, string paging) => new($$$"""
        connector: Rest
        system: erp
        api:
          auth: {kind: none}
          errors: {when: failure, message: failure.text}
        records:
          customers:
            read:
              set: full
              request: {path: customers, query: {after: "{{page.cursor}}", kind: a} }
              rows: {{{rows}}}
              paging: {{{paging}}}
            fields: {company: {value: "1"}, number: id, name: name}
        """, url);
}
