using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace CreditBridge.Worker.Logging;

/// <summary>Builds the log from its options. Nothing reaches a console or a file but through <see cref="RedactingSink"/>.</summary>
public static class LogSetup
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private const string DatedLine = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>The log; dispose it last, so that the file is complete.</summary>
    /// <param name="options">What is logged, how and where.</param>
    /// <param name="redaction">What is removed from every line.</param>
    /// <param name="baseDirectory">Where a relative path to a file begins.</param>
    /// <param name="sink">Takes the events as well, cleaned like the others; null for none.</param>
    public static Logger Create(LoggingOptions options, SecretRedaction redaction, string baseDirectory, ILogEventSink? sink = null)
    {
        SelfLog.Enable(trouble => Console.Error.WriteLine(redaction.Remove(trouble)));
        var outputs = new LoggerConfiguration().MinimumLevel.Verbose();
        if (options.Console && options.Format == LogFormat.Text)
            outputs.WriteTo.Console(outputTemplate: Line, standardErrorFromLevel: LogEventLevel.Verbose);
        else if (options.Console)
            outputs.WriteTo.Console(Formatter(options.Format), standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.File is { } file)
        {
            outputs.WriteTo.File(
                Formatter(options.Format), Path.GetFullPath(file, baseDirectory), rollingInterval: RollingInterval.Day, retainedFileCountLimit: options.RetainedDays);
        }

        if (sink is not null)
            outputs.WriteTo.Sink(sink);

        var log = new LoggerConfiguration().MinimumLevel.Is(options.Level).Enrich.FromLogContext();
        foreach (var (source, level) in options.Overrides)
            log.MinimumLevel.Override(source, level);
        return log.WriteTo.Sink(new RedactingSink(outputs.CreateLogger(), redaction)).CreateLogger();
    }

    /// <summary>Makes the log the only one behind <c>ILogger</c>.</summary>
    public static ILoggingBuilder AddBridgeLog(this ILoggingBuilder logging, Logger log)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Trace);
        return logging.AddSerilog(log);
    }

    private static ITextFormatter Formatter(LogFormat format) =>
        format == LogFormat.Json ? new JsonFormatter(renderMessage: true) : new MessageTemplateTextFormatter(DatedLine);
}
