using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.UnitTests.Resilience;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>How much is asked of an API: never more than the mapping declares, and nothing for as long as the API wants to be left alone.</summary>
public sealed class RateTests
{
    private readonly JumpingClock _clock = new(TimeSpan.FromSeconds(61));

    [Fact]
    public async Task RequestsPerMinute_AreKept()
    {
        var times = new List<DateTimeOffset>();
        await using var server = await StubServer.StartAsync(context =>
        {
            times.Add(_clock.GetUtcNow());
            _clock.Advance(TimeSpan.FromSeconds(7));
            return CustomerPages.AnswerAsync(context);
        });
        using var folder = Folder(server, "  rate: {per_minute: 3}");
        await using var connection = folder.Connect();
        for (var i = 0; i < 5; i++)
            await folder.ReadAsync(connection, RecordKind.ErpCustomer);
        times.Count.ShouldBe(20);
        times.ShouldAllBe(t => times.Count(other => other >= t && other < t + TimeSpan.FromMinutes(1)) <= 3);
        (times[^1] - times[0]).ShouldBeLessThan(TimeSpan.FromMinutes(7), "nobody waits longer than needed");
    }

    [Fact]
    public async Task RequestsAtTheSameTime_AreAsManyAsDeclared()
    {
        var (running, most, gate) = (0, 0, new Lock());
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.StartAsync(async context =>
        {
            lock (gate)
                most = Math.Max(most, ++running);
            if (most == 2)
                both.TrySetResult();
            await both.Task;
            lock (gate)
                running--;
            await CustomerPages.AnswerAsync(context);
        });
        using var folder = Folder(server, "  rate: {parallel: 2}");
        await using var connection = folder.Connect();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default))
                page.Rejected.ShouldBeEmpty();
        }));
        most.ShouldBe(2);
    }

    // What stands in the header; the pause in seconds, or null when it says none.
    [Theory]
    [InlineData(429, "17", 17)]
    [InlineData(503, "17", 17)]
    [InlineData(429, "Sun, 01 Mar 2026 12:02:30 GMT", 150)]
    [InlineData(429, "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData(429, "soon", null)]
    [InlineData(429, null, null)]
    public async Task RetryAfter_IsHandedOn(int status, string? header, int? seconds)
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = header;
            return context.Json("""{"message": "Slow down."}""", status);
        });
        using var folder = Folder(server, "");
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.ErpCustomer))).Failure;
        (failure.Kind, failure.RetryAfter).ShouldBe((FailureKind.Throttled, seconds is { } pause ? TimeSpan.FromSeconds(pause) : null));
    }

    private RestFolder Folder(StubServer server, string rate)
    {
        var folder = new RestFolder(CustomerPages.Mapping("{kind: none}", rate), server.Url);
        folder.Options.TimeoutSeconds = 300;
        folder.Context = folder.Context with { Clock = _clock };
        return folder;
    }
}
