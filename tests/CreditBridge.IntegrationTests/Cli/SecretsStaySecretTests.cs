using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Worker.Cli;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Http.Status;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>
/// Logins, polls, an expired session and refused writes with everything logged. The log is looked at before secrets are removed from it: the last line of defence must
/// have nothing to do. The org itself repeats sessions and assertions in its messages, as some proxies do.
/// </summary>
public sealed class SecretsStaySecretTests : SampleWorldFixture
{
    private const string Session = "00D000000000001EAA!AQ8AQGsession.of_somebody";
    private const string Assertion = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjcmVkaXRicmlkZ2UifQ.c2lnbmF0dXJl";
    private const string ClientSecret = "sandbox-secret";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cycle_WithEveryKindOfRefusal_GivesNoSecretAway(bool clientCredentials)
    {
        if (clientCredentials)
            await UseClientCredentialsAsync();
        var faults = World.Server.Faults;
        faults.Add(new FaultRule(FaultKind.RefusedLogin) { Times = 1, Code = "invalid_grant", Message = $"authentication failure for {Assertion} with {ClientSecret}" });
        faults.Add(new FaultRule(FaultKind.ExpiredSession) { Times = 1, Skip = 1 });
        faults.Add(new FaultRule(FaultKind.RecordError)
        {
            Times = 5, Object = "Account", Code = "FIELD_CUSTOM_VALIDATION_EXCEPTION", Message = $"trigger sent Authorization: Bearer {Session} and assertion={Assertion}",
        });
        using var lines = new Lines();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var configuration = CommandRunner.Load(new FileInfo(Config), new CommandOutput(json: true)).ShouldNotBeNull();
        await using var opened = await Bridge.OpenAsync(configuration, factory, TimeProvider.System, CancellationToken.None);

        for (var cycle = 0; cycle < 3; cycle++)
        {
            var report = await opened.Bridge.RunCycleAsync(write: true, progress: null, CancellationToken.None);
            lines.Said.Add(JsonSerializer.Serialize(new { report.Sync, report.Dispatch?.Stopped, parked = report.Dispatch?.Parked.Select(p => p.Failure), report.FieldProblems }));
        }

        var status = await ServiceStatus.ReadAsync(opened.Bridge, TimeSpan.FromMinutes(1), CancellationToken.None);
        lines.Said.Add(StatusPage.Render(status, reloads: false).Markup);
        lines.Said.Add(JsonSerializer.Serialize(StatusJson.Of(status)));

        status.Refused.Count.ShouldBe(5, "otherwise nothing was tried");
        lines.Said.ShouldContain(l => l.Contains("authentication failure", StringComparison.Ordinal));
        lines.Said.ShouldContain(l => l.Contains("trigger sent", StringComparison.Ordinal));
        foreach (var line in lines.Said)
        {
            if (clientCredentials)
                line.ShouldNotContain(ClientSecret);
            line.ShouldNotContain("session.of_somebody");
            line.ShouldNotMatch(@"00D\w{9,15}(!|%21|\\u0021)");
            line.ShouldNotMatch(@"eyJ[\w-]+\.[\w-]+\.");
            foreach (var part in KeyLines())
                line.ShouldNotContain(part);
        }
    }

    private IEnumerable<string> KeyLines() => File.ReadAllLines(Path.Combine(Folder, "salesforce-key.pem")).Where(l => !l.StartsWith('-') && l.Length > 16);

    private async Task UseClientCredentialsAsync()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Config))!;
        var salesforce = settings["Connections"]!["salesforce"]!.AsObject();
        salesforce["Flow"] = "ClientCredentials";
        salesforce["ClientSecret"] = ClientSecret;
        salesforce.Remove("PrivateKeyFile");
        salesforce.Remove("Audience");
        await File.WriteAllTextAsync(Config, settings.ToJsonString());
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add($"{formatter(state, exception)} {state} {exception}");

        public void Dispose()
        {
        }
    }
}
