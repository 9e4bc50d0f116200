using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Alerts;

/// <summary>Somebody who knows of conditions that people should be told of: reviews and their clocks, the workload to come.</summary>
public interface IAlertSource
{
    /// <summary>The kinds of alerts it raises; nobody else raises these.</summary>
    IReadOnlyList<AlertKind> Kinds { get; }

    /// <summary>All conditions of these kinds that hold now. What is no longer among them is over.</summary>
    Task<IReadOnlyList<Alert>> FindAsync(AsOf asOf, CancellationToken cancellationToken);
}
