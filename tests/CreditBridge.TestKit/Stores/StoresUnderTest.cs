using CreditBridge.Core.Accounts;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using CreditBridge.Core.Watch;

namespace CreditBridge.TestKit.Stores;

/// <summary>All stores over one empty database of their own.</summary>
public sealed record StoresUnderTest(
    ISnapshotStore Snapshots, ISnapshotReader Reader, IHistoryStore History, IAccountStore Accounts, IOutboxStore Outbox, IDecisionStore Decisions, IEngineStore Engine, IDriftStore Drift, ILinkStore Links)
    : IAsyncDisposable
{
    /// <summary>The ledger of orders of bureau reports.</summary>
    public required IReportLedger Reports { get; init; }

    /// <summary>Accounts that are watched.</summary>
    public required IWatchStore Watch { get; init; }

    /// <summary>What people are told of.</summary>
    public required IAlertStore Alerts { get; init; }

    /// <summary>The reviews.</summary>
    public required IReviewStore Reviews { get; init; }

    /// <summary>The forecasts.</summary>
    public required IForecastStore Forecasts { get; init; }

    /// <summary>Removes the database.</summary>
    public required Func<ValueTask> CloseAsync { get; init; }

    public ValueTask DisposeAsync() => CloseAsync();
}
