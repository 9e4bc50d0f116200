using CreditBridge.Abstractions.Options;
using CreditBridge.Storage;
using CreditBridge.Worker.Logging;
using CreditBridge.Worker.Resilience;

namespace CreditBridge.Worker.Configuration;

/// <summary>The whole configuration: one property per section of the file, each section a small class of its own.</summary>
public sealed class BridgeOptions : IChecksItself
{
    /// <summary>Facts about this installation.</summary>
    [Option("Facts about this installation.")]
    public SiteOptions Bridge { get; init; } = new();

    /// <summary>The credit policy.</summary>
    [Option("The credit policy.")]
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>Where the state is kept.</summary>
    [Option("Where CreditBridge keeps its own state.")]
    public StorageOptions Storage { get; init; } = new();

    /// <summary>Which accounts are which ERP customers.</summary>
    [Option("Which accounts of the CRM are which ERP customers, beside the keys that accounts carry themselves.")]
    public AccountOptions Accounts { get; init; } = new();

    /// <summary>When things run.</summary>
    [Option("When things run.")]
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>How much a run takes at a time, and how it repeats what failed.</summary>
    [Option("How much a run takes at a time, and how it repeats what failed.")]
    public RunOptions Runs { get; init; } = new();

    /// <summary>What may be spent on reports of credit bureaus.</summary>
    [Option("What may be spent on reports of credit bureaus. The policy's section 'bureaus' says which are wanted, and each connection that sells them needs leave of its own.")]
    public BureauOptions Bureaus { get; init; } = new();

    /// <summary>When an account comes onto the watch list.</summary>
    [Option("When an account comes onto the watch list, and when it leaves it.")]
    public WatchOptions Watch { get; init; } = new();

    /// <summary>Who is told of alerts.</summary>
    [Option("Who is told when something about credit must not wait, how, and when not.")]
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>The mail server.</summary>
    [Option("The server that mail is handed to.")]
    public MailOptions Mail { get; init; } = new();

    /// <summary>The forecast of credit reviews.</summary>
    [Option("The forecast of the credit reviews to come: when it is made, how far it looks, who gets it by mail.")]
    public ForecastOptions Forecast { get; init; } = new();

    /// <summary>The health endpoints of CreditBridge itself.</summary>
    [Option("The health endpoints that CreditBridge itself offers.")]
    public HttpOptions Http { get; init; } = new();

    /// <summary>How calls to other systems are timed, repeated and cut off.</summary>
    [Option("How calls to other systems over HTTP are timed, repeated and cut off.")]
    public TransportOptions Transport { get; init; } = new();

    /// <summary>What is logged, how and where.</summary>
    [Option("What is logged, how and where. Secrets are removed from every line.")]
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>The connected systems by name; names are compared without case.</summary>
    [Option("The systems to connect, each under a name of your choice; its Type says what kind of system it is. The name is stored with every record: do not change it later.")]
    public IReadOnlyDictionary<string, ConfiguredConnection> Connections { get; init; } =
        new Dictionary<string, ConfiguredConnection>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Alerts.Mail && !Mail.IsSet)
            yield return (nameof(Mail), "Alerts are to be mailed (Alerts:Mail), and no mail server is named. Set Mail:Host and Mail:From.");
        else if (Alerts.Mail && Alerts.MailTo.Count == 0 && Mail.To.Count == 0)
            yield return (nameof(Alerts), "Alerts are to be mailed (Alerts:Mail) to nobody. Name somebody in Alerts:MailTo or Mail:To.");
    }
}
