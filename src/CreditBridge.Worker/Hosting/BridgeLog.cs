using CreditBridge.Worker.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace CreditBridge.Worker.Hosting;

/// <summary>The process's log, as everything but Serilog itself sees it. Disposed last, so that a file is complete.</summary>
internal sealed class BridgeLog : IDisposable
{
    private readonly Logger _log;
    private readonly SerilogLoggerFactory _factory;

    private BridgeLog(Logger log)
    {
        _log = log;
        _factory = new SerilogLoggerFactory(log);
    }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Factory => _factory;

    /// <summary>Opens the log that the configuration asks for; no secret of the configuration can get into it.</summary>
    public static BridgeLog Open(LoadedConfiguration configuration) =>
        new(LogSetup.Create(configuration.Options.Logging, new SecretRedaction(configuration.Secrets), configuration.BaseDirectory));

    /// <inheritdoc />
    public void Dispose()
    {
        _factory.Dispose();
        _log.Dispose();
    }
}
