using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>A listing whose second page fails: the last good state stays, and the next read goes on where this one stopped.</summary>
public sealed class BrokenListingTests
{
    private readonly SteppedClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, FailureKind, string> Ways => new()
    {
        { "error", FailureKind.Transient, "500" },
        { "web page", FailureKind.Configuration, "a web page (text/html)" },
        { "stops", FailureKind.Transient, "broke off" },
        { "stops within JSON", FailureKind.Transient, "The answer broke off after 17 bytes." },
        { "stalls before the answer", FailureKind.Transient, "did not answer within 20 seconds" },
        { "stalls in the answer", FailureKind.Transient, "did not answer within 20 seconds" },
        { "rows elsewhere", FailureKind.Configuration, "no array at 'data'" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Page_ThatFails_LeavesTheLastGoodState(string way, FailureKind kind, string message)
    {
        var (broken, asked) = (false, new List<int>());
        await using var server = await StubServer.StartAsync(context =>
        {
            asked.Add(CustomerPages.PageOf(context));
            return broken && asked[^1] == 2 ? FailAsync(context, way) : CustomerPages.AnswerAsync(context);
        });
        using var folder = new RestFolder(CustomerPages.Mapping("{kind: none}"), server.Url);
        folder.Context = folder.Context with { Clock = _clock };
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count.ShouldBe(CustomerPages.Customers);

        broken = true;
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
        failure.Message.ShouldContain(message);
        (failure.Kind, failure.Where).ShouldBe((kind, "customers, page 2"));
        folder.Engines[RecordKind.ErpCustomer].Records.Count.ShouldBe(CustomerPages.Customers, "what is not listed is not gone");

        (broken, _) = (false, asked.RemoveAll(_ => true));
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Count.ShouldBe(CustomerPages.Customers);
        asked[..3].ShouldBe([1, 2, 3], "a listing whose first page was held back begins anew");
    }

    private async Task FailAsync(HttpContext context, string way)
    {
        switch (way)
        {
            case "error":
                context.Response.StatusCode = 500;
                return;
            case "web page":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><title>Maintenance</title></html>");
                return;
            case "stops":
                context.Response.ContentLength = 1000;
                await BeginAsync(context);
                context.Abort();
                return;
            case "stops within JSON":
                await BeginAsync(context);
                return;
            case "rows elsewhere":
                await context.Json("""{"items": []}""");
                return;
            case "stalls in the answer":
                await BeginAsync(context);
                break;
        }

        // Time passes, and nothing more comes until the other side gives up.
        _clock.Advance(TimeSpan.FromSeconds(21));
        var gone = new TaskCompletionSource();
        await using (context.RequestAborted.Register(() => gone.TrySetResult()))
            await gone.Task;
    }

    private static async Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"data": [{"id": """);
        await context.Response.Body.FlushAsync();
    }
}
