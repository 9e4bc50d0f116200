using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>Answers that are none, and pages that lead astray.</summary>
public sealed class AnswerTests
{
    // Status; content type; body; the kind of failure; what its message says.
    [Theory]
    [InlineData(204, "", "", FailureKind.Configuration, "The answer is empty (HTTP 204 No Content), where JSON was expected.")]
    [InlineData(200, "application/json", "", FailureKind.Transient, "The answer is empty, where JSON was expected.")]
    [InlineData(200, "text/html", "<html><title>Log in</title></html>", FailureKind.Configuration, "200 with a web page (text/html): <html><title>Log in")]
    [InlineData(200, "text/plain", "OK then", FailureKind.Fatal, "something that is not JSON (text/plain): OK then")]
    [InlineData(200, "application/json", "{\"data\": [{\"id\": 1}, {\"id\"", FailureKind.Transient, "The answer broke off after")]
    [InlineData(200, "application/json", "{\"data\": [}", FailureKind.Fatal, "not sound JSON")]
    [InlineData(200, "application/json", "{\"data\": [], \"data\": []}", FailureKind.Fatal, "not sound JSON")]
    [InlineData(200, "application/json", "{\"items\": [], \"total\": 0}", FailureKind.Configuration, "no array at 'data'. The answer has no 'data'; it is an object with items, total.")]
    [InlineData(200, "application/json", "{\"data\": 5}", FailureKind.Configuration, "'data' is a number")]
    [InlineData(200, "application/json", "{\"data\": [{\"id\": 1, \"nam\": \"A\"}, {\"id\": 2, \"nam\": \"B\"}]}", FailureKind.Configuration, "None of 2 rows has 'name', which records need. The answer has no 'name'; it is an object with id, nam.")]
    [InlineData(200, "application/json", "{\"failure\": {\"code\": \"E9\", \"text\": \"Nightly close\"}}", FailureKind.Transient, "Nightly close")]
    [InlineData(200, "application/json", "{\"failure\": {\"code\": \"E1\", \"text\": \"Odd\"}}", FailureKind.Fatal, "Odd")]
    [InlineData(301, "", "", FailureKind.Configuration, "points to http://elsewhere.example/login; that is not followed")]
    [InlineData(400, "application/json", "{\"message\": \"limit must be positive\"}", FailureKind.Configuration, "400: limit must be positive")]
    [InlineData(403, "text/html", "<h1>Forbidden</h1>", FailureKind.Configuration, "403: <h1>Forbidden")]
    [InlineData(429, "application/json", "{}", FailureKind.Throttled, "429")]
    [InlineData(502, "text/html", "<h1>Bad gateway</h1>", FailureKind.Transient, "502")]
    public async Task Answer_ThatIsNone_IsRefusedWithAReason(int status, string type, string body, FailureKind kind, string message)
    {
        var failure = await FailureOfAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            if (status == 301)
                context.Response.Headers.Location = "http://elsewhere.example/login?token=x";
            await context.Response.WriteAsync(body);
        });
        failure.Message.ShouldContain(message);
        failure.Kind.ShouldBe(kind);
        failure.NextStep.ShouldNotBeNullOrWhiteSpace();
        failure.Where.ShouldNotBeNull().ShouldStartWith("customers, page 1");
        failure.ToString().ShouldNotContain("top-secret");
    }

    [Fact]
    public async Task Answer_InAnotherEncoding_IsRead()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json; charset=iso-8859-1";
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("""{"data": [{"id": 1, "name": "Müller"}]}"""));
        });
        using var folder = Folder(server.Url, "paging: {kind: none}");
        ((ErpCustomerRecord)(await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Values.Single()).Name.ShouldBe("Müller");
    }

    [Fact]
    public async Task Answer_WithAnInvalidByte_IsRefused() => (await FailureOfAsync(async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("""{"data": [{"id": 1, "name": "Müller"}]}"""));
    })).Message.ShouldContain("invalid byte");

    [Fact]
    public async Task Answer_TooLarge_IsRefused()
    {
        var failure = await FailureOfAsync(context => context.Json("{\"data\": [], \"filling\": \"" + new string('x', 2_000_000) + "\"}"), megabytes: 1);
        (failure.Kind, failure.Message).ShouldBe((FailureKind.Configuration, "The answer is larger than 1 MB, so it was not read."));
    }

    [Fact]
    public async Task Pages_ThatAreAllTheSame_EndWithAReason() =>
        (await FailureOfAsync(context => context.Json("""{"data": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]}"""), "paging: {kind: page}", "page: \"{{page.number}}\""))
            .Message.ShouldContain("the same as the one before");

    [Fact]
    public async Task Cursor_ThatComesTwice_EndsWithAReason() =>
        (await FailureOfAsync(context => context.Json("""{"data": [{"id": 1, "name": "A"}], "more": "x"}"""), "paging: {kind: cursor, cursor: more}", "after: \"{{page.cursor}}\""))
            .Message.ShouldBe("The API names 'x' as the next page for the second time.");

    [Fact]
    public async Task NextAddress_OnAnotherHost_IsRefused() =>
        (await FailureOfAsync(context => context.Json("""{"data": [], "next": "https://evil.example/page2"}"""), "paging: {kind: next, next: next}")).Message.ShouldContain("evil.example");

    [Fact]
    public async Task LinkHeader_IsFollowed()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            var page = context.Request.Query["p"].ToString();
            if (page != "3")
                context.Response.Headers.Link = $"</customers?p=1>; rel=\"first\", </customers?p={(page.Length == 0 ? 2 : 3)}>; rel=\"next last\"";
            await context.Json($$"""{"data": [{"id": {{(page.Length == 0 ? "1" : page)}}, "name": "A, <B>"}]}""");
        });
        using var folder = Folder(server.Url, "paging: {kind: link}");
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Numbers_AreTakenFromTheirDigits()
    {
        await using var server = await StubServer.StartAsync(context => context.Json("""{"data": [{"id": 1, "name": 12345678901234567890.123456789012}, {"id": 2, "name": 0.1}, {"id": 3, "name": 1e2}]}"""));
        using var folder = Folder(server.Url, "paging: {kind: none}");
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Values.Cast<ErpCustomerRecord>().Select(r => r.Name).ShouldBe(["12345678901234567890.123456789012", "0.1", "100"]);
    }

    // A stamp that says "never" in a zone ahead of UTC, and one that can be reckoned with.
    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1753-01-01 00:00:00")]
    public async Task Stamp_OfNever_IsNone(string never)
    {
        var asked = new List<string>();
        await using var server = await StubServer.StartAsync(context =>
        {
            asked.Add(context.Request.Query["since"]!);
            return context.Json($$"""{"data": [{"id": 1, "name": "A", "changed": "{{never}}"}, {"id": 2, "name": "B", "changed": "2026-01-31T10:00:00"}]}""");
        });
        using var folder = new RestFolder("""
            connector: Rest
            system: erp
            api: {auth: {kind: none}}
            records:
              customers:
                read:
                  set: changes
                  request: {path: customers, query: {since: "{{changed_since}}"} }
                  rows: data
                  paging: {kind: none}
                  changed: {column: changed, time_zone: Europe/Berlin, overlap: 1h}
                fields: {company: {value: "1"}, number: id, name: name}
            """, server.Url);
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count.ShouldBe(2);
        await folder.ReadAsync(RecordKind.ErpCustomer);
        asked.Count.ShouldBe(2);
        asked[1].ShouldBe("2026-01-31T08:00:00Z");
    }

    [Fact]
    public async Task Check_OfAnUnreachableApi_SaysSo()
    {
        string url;
        await using (var server = await StubServer.StartAsync(_ => Task.CompletedTask))
            url = server.Url;
        using var folder = Folder(url, "paging: {kind: none}");
        (await folder.CheckAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Message.Contains("cannot be reached"));
    }

    private static async Task<Failure> FailureOfAsync(RequestDelegate answer, string paging = "paging: {kind: none}", string query = "a: b", int megabytes = 64)
    {
        await using var server = await StubServer.StartAsync(answer);
        using var folder = Folder(server.Url, paging, query);
        folder.Options.MaxAnswerMegabytes = megabytes;
        folder.Context = folder.Context with { Transport = () => new SocketsHttpHandler { AllowAutoRedirect = false } };
        return (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
    }

    private static RestFolder Folder(string url, string paging, string query = "a: b") => new($$$"""
        connector: Rest
        system: erp
        api:
          auth: {kind: bearer, token: {secret: KEY}}
          errors: {when: failure, message: [failure.text, message], code: failure.code, kinds: {E9: transient}}
        records:
          customers:
            read:
              set: full
              request: {path: customers, query: { {{{query}}} } }
              rows: data
              {{{paging}}}
            fields: {company: {value: "1"}, number: id, name: name}
        """, url)
    { Options = { Secrets = { ["KEY"] = "top-secret" } } };
}
