using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace CreditBridge.Storage;

/// <summary>Registers the database and the stores of Core on it.</summary>
public static class StorageRegistration
{
    /// <summary>Adds <see cref="BridgeDatabase"/> and all store interfaces as singletons. Call <see cref="BridgeDatabase.MigrateAsync"/> before using them.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="options">Gives valid options; asked once.</param>
    /// <param name="baseDirectory">Folder at which a relative SQLite path starts; null: the current directory.</param>
    public static IServiceCollection AddBridgeStorage(this IServiceCollection services, Func<IServiceProvider, StorageOptions> options, string? baseDirectory = null) => services
        .AddSingleton(provider => BridgeDatabase.Open(options(provider), baseDirectory, provider.GetService<TimeProvider>()))
        .AddSingleton<ISnapshotStore, SnapshotStore>()
        .AddSingleton<ISnapshotReader, SnapshotReader>()
        .AddSingleton<IAccountStore, AccountStore>()
        .AddSingleton<IOutboxStore, OutboxStore>()
        .AddSingleton<IDecisionStore, DecisionStore>()
        .AddSingleton<IEngineStore, EngineStore>();

    /// <inheritdoc cref="AddBridgeStorage(IServiceCollection, Func{IServiceProvider, StorageOptions}, string?)" />
    public static IServiceCollection AddBridgeStorage(this IServiceCollection services, StorageOptions options, string? baseDirectory = null) =>
        services.AddBridgeStorage(_ => options, baseDirectory);
}
