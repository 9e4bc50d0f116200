using System.Text.Json.Nodes;
using CreditBridge.Worker.Logging;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Logging;

public class LogSetupTests
{
    private const string Secret = "s3cr3t-value";

    private sealed class Collector : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        /// <summary>Everything of an event that a formatter could write.</summary>
        public string Everything => string.Join('\n', Events.Select(entry =>
            $"{entry.MessageTemplate.Text}\n{entry.RenderMessage()}\n{string.Join('\n', entry.Properties.Select(property => $"{property.Key}={property.Value}"))}\n{entry.Exception}"));

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }

    private static Collector Log(Action<Microsoft.Extensions.Logging.ILogger> write, LoggingOptions? options = null, string category = "CreditBridge.Test")
    {
        var collector = new Collector();
        using var log = LogSetup.Create(options ?? new LoggingOptions { Console = false }, new SecretRedaction([Secret]), "/", collector);
        using var factory = LoggerFactory.Create(logging => logging.AddBridgeLog(log));
        write(factory.CreateLogger(category));
        return collector;
    }

    [Fact]
    public void Secret_InEveryPartOfAnEvent_IsRemoved()
    {
        var inner = new InvalidOperationException($"inner {Secret}");
        var collected = Log(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["Scope"] = $"scope {Secret}" }))
            {
#pragma warning disable CA2254, CA2017 // A template with a value in it is the mistake that this is about.
                log.LogInformation($"in the template {Secret} {{}} {{\"x\":1}}");
#pragma warning restore CA2254, CA2017
                log.LogInformation("property {Value}", Secret);
                log.LogInformation("address {Value}", new Uri($"https://example.com/?sid={Secret}"));
                log.LogInformation("object {@Value}", new { Inner = new { Text = Secret, Many = new[] { "a", Secret } } });
                log.LogInformation("map {Value}", new Dictionary<string, string> { [Secret] = "x", ["y"] = Secret });
                log.LogError(new AggregateException("outer", inner, new FormatException("Password=zzz;")), "exception");
            }
        });

        collected.Events.Count.ShouldBe(6);
        collected.Everything.ShouldNotContain(Secret);
        collected.Everything.ShouldNotContain("zzz");
        collected.Everything.ShouldContain("inner ***");
        collected.Everything.ShouldContain(nameof(AggregateException));
        collected.Events[1].RenderMessage().ShouldBe("property \"***\"");
    }

    [Fact]
    public void Secret_ThatShowsOnlyInTheRenderedMessage_IsRemoved()
    {
        var collected = Log(log =>
        {
            log.LogInformation("posting client_secret={Value} to {Host}", "unknown1", "example.com");
            log.LogInformation("Authorization: Bearer {Value}", "unknown2abc");
            log.LogInformation("user {User} with {Password}", "bob", "unknown3");
            log.LogInformation("settings {@Options}", new { ClientSecret = "unknown4", Name = "visible" });
            log.LogInformation("headers {Headers}", new Dictionary<string, string> { ["Authorization"] = "unknown5" });
        });

        collected.Everything.ShouldNotContain("unknown");
        collected.Everything.ShouldContain("visible");
        collected.Events[2].RenderMessage().ShouldBe("user \"bob\" with \"***\"");
    }

    [Fact]
    public void Event_WithoutSecrets_IsPassedOnAsItIs()
    {
        var failure = new InvalidOperationException("plain");
        var collected = Log(log => log.LogWarning(failure, "read {Count} records of {Kind}", 5, "Account"));

        var passed = collected.Events.ShouldHaveSingleItem();
        passed.MessageTemplate.Text.ShouldBe("read {Count} records of {Kind}");
        passed.Properties["Count"].ShouldBeOfType<ScalarValue>().Value.ShouldBe(5);
        passed.Exception.ShouldBeSameAs(failure);
        passed.Level.ShouldBe(LogEventLevel.Warning);
    }

    [Fact]
    public void Levels_OfSources_AreRespected()
    {
        var options = new LoggingOptions { Console = false, Level = LogEventLevel.Debug };
        Log(log => log.LogInformation("x"), options, "Microsoft.Hosting").Events.ShouldBeEmpty();
        Log(log => log.LogWarning("x"), options, "Microsoft.Hosting").Events.Count.ShouldBe(1);
        Log(log => log.LogDebug("x"), options).Events.Count.ShouldBe(1);
        Log(log => log.LogTrace("x"), options).Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(LogFormat.Json)]
    [InlineData(LogFormat.Text)]
    public void File_RelativePath_HoldsCleanLines(LogFormat format)
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-log");
        try
        {
            using (var log = LogSetup.Create(new LoggingOptions { Console = false, Format = format, File = "logs/bridge-.log" }, new SecretRedaction([Secret]), folder.FullName))
            {
                log.Information("first {Value}", Secret);
                log.Error(new InvalidOperationException($"with {Secret} and \"quotes\""), "second");
            }

            var file = Directory.GetFiles(Path.Combine(folder.FullName, "logs")).ShouldHaveSingleItem();
            var text = File.ReadAllText(file);
            text.ShouldNotContain(Secret);
            text.ShouldContain(SecretRedaction.Mark);
            if (format == LogFormat.Json)
            {
                var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
                lines.Length.ShouldBe(2);
                lines[0]["RenderedMessage"]!.GetValue<string>().ShouldBe("first \"***\"");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
