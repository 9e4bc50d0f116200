using System.Net;
using System.Net.Http.Headers;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Resilience;

public sealed class ResilientTransportTests : IDisposable
{
    private readonly JumpingClock _clock = new(TimeSpan.FromSeconds(100));
    private readonly TransportOptions _options = new() { AttemptTimeoutSeconds = 120, LongestPauseSeconds = 60 };
    private readonly List<IDisposable> _opened = [];

    /// <summary>Answers what the script says, one step per attempt; the last step again and again.</summary>
    private sealed class ScriptedHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        public int Calls => Bodies.Count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var step = script[Math.Min(Calls, script.Length - 1)];
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            return await step(request, cancellationToken);
        }
    }

    private sealed class ClosingContent(Action closed) : StringContent("x")
    {
        protected override void Dispose(bool disposing)
        {
            closed();
            base.Dispose(disposing);
        }
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(int status, Action<HttpResponseMessage>? with = null) => (_, _) =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        with?.Invoke(response);
        return Task.FromResult(response);
    };

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Fail(Exception exception) => (_, _) => Task.FromException<HttpResponseMessage>(exception);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Hang() => async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return new HttpResponseMessage();
    };

    private HttpMessageInvoker Client(HttpMessageHandler handler, TransportOptions? options = null, TimeProvider? clock = null)
    {
        var client = new HttpMessageInvoker(new ResilientTransport(handler, options ?? _options, clock ?? _clock, () => 0.5, NullLogger.Instance));
        _opened.Add(client);
        return client;
    }

    private static HttpRequestMessage Get(string host = "crm.example.com") => new(HttpMethod.Get, $"https://{host}/data");

    private static HttpRequestMessage Post(bool idempotent = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://crm.example.com/data") { Content = new StreamContent(new MemoryStream("body"u8.ToArray())) };
        if (idempotent)
            request.Options.Set(ConnectionContext.IdempotentKey, true);
        return request;
    }

    private static int Attempts(HttpRequestMessage request) => request.Options.TryGetValue(ConnectionContext.AttemptsKey, out var attempts) ? attempts : -1;

    public void Dispose() => _opened.ForEach(client => client.Dispose());

    [Theory]
    [InlineData(408)]
    [InlineData(420)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Get_FailureThatMayPass_IsRepeatedWithGrowingPauses(int status)
    {
        var handler = new ScriptedHandler(Answer(status), Answer(status), Answer(200));
        var request = Get();

        var response = await Client(handler).SendAsync(request, default);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        handler.Calls.ShouldBe(3);
        Attempts(request).ShouldBe(3);
        _clock.Jumps.Count.ShouldBe(2);
        _clock.Jumps[0].ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(3));
        _clock.Jumps[1].ShouldBeGreaterThan(_clock.Jumps[0]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Get_AnswerThatIsFinal_IsNotRepeated(int status)
    {
        var handler = new ScriptedHandler(Answer(status));
        var request = Get();
        (await Client(handler).SendAsync(request, default)).StatusCode.ShouldBe((HttpStatusCode)status);
        Attempts(request).ShouldBe(1);
    }

    [Fact]
    public async Task HeldRequest_IsSentOnce_TakesItsTime_AndSaysNothingAboutTheHost()
    {
        const int held = 20;
        var handler = new ScriptedHandler([.. Enumerable.Repeat(Answer(503), held), Answer(200)]);
        var client = Client(handler, new TransportOptions { AttemptTimeoutSeconds = 120 });
        for (var i = 0; i < held; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.com/held");
            request.Options.Set(ConnectionContext.LongPollKey, true);
            using var answer = await client.SendAsync(request, CancellationToken.None);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        handler.Calls.ShouldBe(held);
        // Neither a pause nor a deadline was set.
        _clock.Jumps.ShouldBeEmpty();
        using var ordinary = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "https://example.com/"), CancellationToken.None);
        ordinary.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_FailsToTheEnd_GivesTheLastAnswer()
    {
        var handler = new ScriptedHandler(Answer(500), Answer(502), Answer(503));
        var request = Get();
        (await Client(handler).SendAsync(request, default)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Attempts(request).ShouldBe(3);
    }

    [Fact]
    public async Task Get_NetworkError_IsRepeated()
    {
        var handler = new ScriptedHandler(Fail(new HttpRequestException("reset")), Fail(new IOException("cut")), Answer(200));
        (await Client(handler).SendAsync(Get(), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_NetworkErrorToTheEnd_ThrowsTheLastOne()
    {
        var handler = new ScriptedHandler(Fail(new HttpRequestException("first")), Fail(new HttpRequestException("last")));
        var request = Get();
        (await Should.ThrowAsync<HttpRequestException>(() => Client(handler).SendAsync(request, default))).Message.ShouldBe("last");
        Attempts(request).ShouldBe(3);
    }

    [Fact]
    public async Task Get_BugInTheHandler_IsNotRepeated()
    {
        var handler = new ScriptedHandler(Fail(new InvalidOperationException("bug")));
        await Should.ThrowAsync<InvalidOperationException>(() => Client(handler).SendAsync(Get(), default));
        handler.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Post_NotMarked_IsNeverRepeated()
    {
        var answered = new ScriptedHandler(Answer(503));
        var cut = new ScriptedHandler(Fail(new HttpRequestException("reset")));
        (await Client(answered).SendAsync(Post(), default)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Should.ThrowAsync<HttpRequestException>(() => Client(cut).SendAsync(Post(), default));
        (answered.Calls, cut.Calls).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Post_MarkedWithStreamedBody_IsRepeatedWithTheSameBody()
    {
        var handler = new ScriptedHandler(Answer(503), Answer(200));
        (await Client(handler).SendAsync(Post(idempotent: true), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
        handler.Bodies.ShouldBe(["body", "body"]);
    }

    [Fact]
    public void Key_Always_IsTheOneThatConnectorsSpell()
    {
        var request = Get();
        request.Options.Set(new HttpRequestOptionsKey<bool>("CreditBridge.Idempotent"), true);
        request.Options.TryGetValue(ConnectionContext.IdempotentKey, out var marked).ShouldBeTrue();
        marked.ShouldBeTrue();
    }

    [Fact]
    public async Task RetryAfter_InSeconds_IsWaitedOut()
    {
        var handler = new ScriptedHandler(Answer(429, response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(17))), Answer(200));
        (await Client(handler).SendAsync(Get(), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _clock.Jumps.ShouldBe([TimeSpan.FromSeconds(17)]);
    }

    [Fact]
    public async Task RetryAfter_AsADate_IsWaitedFor()
    {
        var until = _clock.GetUtcNow() + TimeSpan.FromSeconds(40);
        var handler = new ScriptedHandler(Answer(503, response => response.Headers.RetryAfter = new RetryConditionHeaderValue(until)), Answer(200));
        (await Client(handler).SendAsync(Get(), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _clock.GetUtcNow().ShouldBe(until);
    }

    [Fact]
    public async Task RetryAfter_LongerThanTheCap_IsLeftToTheCaller()
    {
        var handler = new ScriptedHandler(Answer(429, response => response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(61))));
        var response = await Client(handler).SendAsync(Get(), default);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(61));
        handler.Calls.ShouldBe(1);
        _clock.Jumps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Responses_ThatAreNotGivenOut_AreDisposed()
    {
        var disposed = 0;
        var handler = new ScriptedHandler(Answer(503, response => response.Content = new ClosingContent(() => disposed++)), Answer(200));
        await Client(handler).SendAsync(Get(), default);
        disposed.ShouldBe(1);
    }

    [Fact]
    public async Task Attempt_ThatHangs_IsCutOffAndRepeated()
    {
        var handler = new ScriptedHandler(Hang(), Answer(200));
        var request = Get();
        var client = Client(handler, new TransportOptions { AttemptTimeoutSeconds = 120 }, new JumpingClock(TimeSpan.FromSeconds(120)));
        // With this clock every timeout is over at once, so the second attempt may be cut off, too; what counts is that the hanging one ends.
        var outcome = await Record.ExceptionAsync(() => client.SendAsync(request, default));
        Attempts(request).ShouldBeGreaterThan(1);
        (outcome is null or HttpRequestException { InnerException: TimeoutException }).ShouldBeTrue();
    }

    [Fact]
    public async Task Post_ThatHangs_FailsWithTheTimeInTheMessage()
    {
        var client = Client(new ScriptedHandler(Hang()), clock: new JumpingClock(TimeSpan.FromSeconds(120)));
        var thrown = await Should.ThrowAsync<HttpRequestException>(() => client.SendAsync(Post(), default));
        thrown.Message.ShouldBe("crm.example.com did not answer within 120 s.");
        thrown.InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task Caller_GivesUp_EndsWithoutRepetition()
    {
        using var stop = new CancellationTokenSource();
        var handler = new ScriptedHandler((_, token) =>
        {
            stop.Cancel();
            return Task.FromException<HttpResponseMessage>(new HttpRequestException("aborted", new OperationCanceledException(token)));
        });
        await Should.ThrowAsync<Exception>(() => Client(handler).SendAsync(Get(), stop.Token));
        handler.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Host_ThatOnlyFails_IsLeftAloneThenTriedAgain()
    {
        var alive = false;
        var handler = new ScriptedHandler((request, token) => (alive || request.RequestUri!.Host == "erp.example.com" ? Answer(200) : Answer(503))(request, token));
        var client = Client(handler);
        for (var i = 0; i < 10; i++)
            await client.SendAsync(Post(), default);
        handler.Calls.ShouldBe(10);

        var request = Get();
        var thrown = await Should.ThrowAsync<HttpRequestException>(() => client.SendAsync(request, default));
        thrown.Message.ShouldStartWith("crm.example.com failed again and again");
        handler.Calls.ShouldBe(10);
        Attempts(request).ShouldBe(0);
        (await client.SendAsync(Get("erp.example.com"), default)).StatusCode.ShouldBe(HttpStatusCode.OK);

        _clock.Advance(TimeSpan.FromSeconds(31));
        alive = true;
        (await client.SendAsync(Get(), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.SendAsync(Post(), default)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_ThatAsksForLess_IsNotLeftAlone()
    {
        var handler = new ScriptedHandler(Answer(429));
        var client = Client(handler);
        for (var i = 0; i < 30; i++)
            (await client.SendAsync(Post(), default)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Attempts_One_SendsOnce()
    {
        var handler = new ScriptedHandler(Answer(503));
        await Client(handler, new TransportOptions { Attempts = 1 }).SendAsync(Get(), default);
        handler.Calls.ShouldBe(1);
    }
}
