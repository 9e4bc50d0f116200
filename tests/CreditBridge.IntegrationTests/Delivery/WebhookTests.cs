using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Runs;
using CreditBridge.IntegrationTests.Storage;
using CreditBridge.TestKit.Stores;
using CreditBridge.TestKit.Time;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Delivery.Webhooks;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Delivery;

public sealed class WebhookTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Alert Worse = new("deteriorating/001", AlertKind.Deteriorating, AlertSeverity.Warning, "Halden: getting worse", "Pays later than it used to.") { AccountKey = "001", AccountName = "Halden" };

    private readonly ManualClock _clock = new(Noon);
    private readonly HttpClient _http = WebhookChannel.Client();
    private readonly HookServer _server = new();

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Request_IsSignedOverTimeAndBody()
    {
        var message = new AlertMessage("a-1", [new RaisedAlert("a-1", Worse, Noon)], Noon);
        (await Channel().TellAsync(message, CancellationToken.None)).ShouldBeNull();

        var request = _server.Requests.ShouldHaveSingleItem();
        (request.Id, request.Path).ShouldBe(("a-1", "/hook"));
        // As the documentation tells subscribers to do it.
        var parts = request.Signature!.Split(',').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        parts["t"].ShouldBe($"{Noon.ToUnixTimeSeconds()}");
        parts["v1"].ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{request.Text}"))));
        var alert = JsonDocument.Parse(request.Body).RootElement.GetProperty("alerts")[0];
        (alert.GetProperty("id").GetString(), alert.GetProperty("kind").GetString(), alert.GetProperty("accountId").GetString()).ShouldBe(("a-1", "deteriorating", "001"));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(302, FailureKind.Configuration)]
    [InlineData(401, FailureKind.Authentication)]
    [InlineData(404, FailureKind.Configuration)]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(503, FailureKind.Transient)]
    public async Task Answer_DecidesWhatBecomesOfIt_AndRedirectsAreNotFollowed(int code, FailureKind? kind)
    {
        _server.Answer(code, code == 302 ? _server.Address.ToString() + "/elsewhere" : null);
        (await Channel().TellAsync(new AlertMessage("a-1", [new RaisedAlert("a-1", Worse, Noon)], Noon), CancellationToken.None))?.Kind.ShouldBe(kind!.Value);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhatFailed_IsSentAgainUnderTheSameIdentity_AfterARestart_AndThenNoMore()
    {
        await using var stores = await SqliteStores.OpenAsync();
        await RaiseAsync(stores, Worse, Worse with { Key = "hold/002", Kind = AlertKind.HoldSet, AccountKey = "002" });
        _server.Answer(503);
        (await Dispatch(stores).RunAsync(null, CancellationToken.None)).Failures.ShouldHaveSingleItem().Failure.Kind.ShouldBe(FailureKind.Transient);
        (await Dispatch(stores).RunAsync(null, CancellationToken.None)).Told.ShouldBe(0, "it is not tried again at once");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await RaiseAsync(stores, Worse with { Key = "deteriorating/003" });

        // Another process by now; what it finds is in the database alone.
        (await Dispatch(stores).RunAsync(null, CancellationToken.None)).Told.ShouldBe(3);
        (await Dispatch(stores).RunAsync(null, CancellationToken.None)).Told.ShouldBe(0);

        _server.Requests.Count.ShouldBe(3);
        _server.Requests[1].Id.ShouldBe(_server.Requests[0].Id);
        _server.Requests[1].Text.ShouldBe(_server.Requests[0].Text);
        _server.Requests[1].Signature.ShouldNotBe(_server.Requests[0].Signature, "the time is signed, too");
        _server.Requests[2].Text.ShouldContain("deteriorating/003".Split('/')[0]);
    }

    [Fact]
    public async Task KilledBetweenSendingAndNoting_ItIsSentAgainUnderTheSameIdentity()
    {
        await using var stores = await SqliteStores.OpenAsync();
        await RaiseAsync(stores, Worse);
        using var killed = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => Dispatch(stores, new DiesAfter(Channel(), killed)).RunAsync(null, killed.Token));

        (await Dispatch(stores).RunAsync(null, CancellationToken.None)).Told.ShouldBe(1);
        _server.Requests.Count.ShouldBe(2);
        _server.Requests[1].Id.ShouldBe(_server.Requests[0].Id);
    }

    private Task RaiseAsync(StoresUnderTest stores, params Alert[] alerts)
    {
        var changes = AlertBook.Settle([], alerts, _clock.GetUtcNow(), TimeSpan.Zero, silent: false);
        return stores.Alerts.SaveAsync(changes, [.. changes.Raised.SelectMany(a => AlertRun.DeliveriesOf(a, [Channel()]))], CancellationToken.None);
    }

    private AlertDispatch Dispatch(StoresUnderTest stores, IAlertChannel? channel = null) => new(stores.Alerts, [channel ?? Channel()], new AlertRules(), new RunSettings("test"), _clock, () => 0.5);

    private WebhookChannel Channel() => new("test", new WebhookOptions { Url = _server.Address, Secret = Secret }, _http, _clock);

    private sealed class DiesAfter(IAlertChannel inner, CancellationTokenSource killed) : IAlertChannel
    {
        public string Name => inner.Name;

        public int MostAtOnce => inner.MostAtOnce;

        public TimeSpan Collects => inner.Collects;

        public bool KeepsQuiet => inner.KeepsQuiet;

        public bool Tells(Alert alert) => inner.Tells(alert);

        public async Task<Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            await inner.TellAsync(message, cancellationToken);
            await killed.CancelAsync();
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
