using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Watch;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CreditBridge.Storage.Model;

/// <summary>
/// The one description of what is stored, for both databases: names, types, keys. Queries and bulk writes are made from it; the tables themselves are made by
/// the numbered scripts in <c>Migrations</c>, and a test holds the two together.
/// </summary>
internal sealed class BridgeDbContext(DbContextOptions<BridgeDbContext> options) : DbContext(options)
{
    public DbSet<RecordRow> Records => Set<RecordRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<AccountGroupRow> AccountGroups => Set<AccountGroupRow>();

    public DbSet<AccountMergeRow> AccountMerges => Set<AccountMergeRow>();

    public DbSet<LostCustomerRow> LostCustomers => Set<LostCustomerRow>();

    public DbSet<RecordHistoryRow> RecordHistory => Set<RecordHistoryRow>();

    public DbSet<HistoryStartRow> HistoryStarts => Set<HistoryStartRow>();

    public DbSet<AccountStateRow> AccountStates => Set<AccountStateRow>();

    public DbSet<CrmRecordRow> CrmRecords => Set<CrmRecordRow>();

    public DbSet<DriftRow> Drift => Set<DriftRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<RejectionRow> Rejections => Set<RejectionRow>();

    public DbSet<ListedPageRow> ListedPages => Set<ListedPageRow>();

    public DbSet<EngineValueRow> EngineValues => Set<EngineValueRow>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    public DbSet<ReportOrderRow> ReportOrders => Set<ReportOrderRow>();

    public DbSet<ForecastRow> Forecasts => Set<ForecastRow>();

    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    public DbSet<WatchEntryRow> WatchEntries => Set<WatchEntryRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<AlertDeliveryRow> AlertDeliveries => Set<AlertDeliveryRow>();

    public DbSet<MigrationRow> Migrations => Set<MigrationRow>();

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (Database.IsSqlite())
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsText>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantInUtc>();
        configurationBuilder.Properties<RecordKind>().HaveConversion<short>();
        configurationBuilder.Properties<SubjectKind>().HaveConversion<short>();
        configurationBuilder.Properties<OutboxState>().HaveConversion<short>();
        configurationBuilder.Properties<DriftState>().HaveConversion<short>();
        configurationBuilder.Properties<OrderState>().HaveConversion<short>();
        configurationBuilder.Properties<ForecastKind>().HaveConversion<short>();
        configurationBuilder.Properties<ReviewState>().HaveConversion<short>();
        configurationBuilder.Properties<WatchSide>().HaveConversion<short>();
        configurationBuilder.Properties<AlertKind>().HaveConversion<short>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<short>();
        configurationBuilder.Properties<FailureKind>().HaveConversion<short>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RecordRow>().ToTable("records").HasKey(r => new { r.Connection, r.Kind, r.Key });
        modelBuilder.Entity<ClaimRow>().ToTable("claims").HasKey(c => new { c.AccountKey, c.CustomerKey });
        modelBuilder.Entity<AccountGroupRow>().ToTable("account_groups").HasKey(g => g.AccountKey);
        modelBuilder.Entity<AccountMergeRow>().ToTable("account_merges").HasKey(m => m.LoserKey);
        modelBuilder.Entity<LostCustomerRow>().ToTable("lost_customers").HasKey(l => new { l.CustomerKey, l.LostAt });
        modelBuilder.Entity<RecordHistoryRow>().ToTable("record_history").HasKey(h => new { h.Connection, h.Kind, h.Key, h.KnownTo });
        modelBuilder.Entity<HistoryStartRow>().ToTable("history_starts").HasKey(h => new { h.Connection, h.Kind });
        modelBuilder.Entity<AccountStateRow>().ToTable("account_states").HasKey(a => a.AccountKey);
        modelBuilder.Entity<CrmRecordRow>().ToTable("crm_records").HasKey(c => new { c.Connection, c.Key, c.Kind });
        modelBuilder.Entity<DriftRow>().ToTable("drift").HasKey(d => new { d.Connection, d.Kind, d.Key, d.Field });
        modelBuilder.Entity<DecisionRow>().ToTable("decisions").HasKey(d => d.Sequence);
        modelBuilder.Entity<CheckpointRow>().ToTable("checkpoints").HasKey(c => new { c.Connection, c.Kind });
        modelBuilder.Entity<ReceiptRow>().ToTable("receipts").HasKey(r => new { r.Connection, r.Kind, r.Id });
        modelBuilder.Entity<RejectionRow>().ToTable("rejections").HasKey(r => new { r.Connection, r.Kind, r.Place });
        modelBuilder.Entity<ListedPageRow>().ToTable("listed_pages").HasKey(l => new { l.Connection, l.Kind, l.SetId, l.Page });
        modelBuilder.Entity<EngineValueRow>().ToTable("engine_values").HasKey(v => v.Name);
        modelBuilder.Entity<LeaseRow>().ToTable("leases").HasKey(l => l.Name);
        modelBuilder.Entity<ReportOrderRow>().ToTable("report_orders").HasKey(o => o.Key);
        modelBuilder.Entity<ForecastRow>().ToTable("forecasts").HasKey(f => new { f.Kind, f.AsOf });
        modelBuilder.Entity<ReviewRow>().ToTable("reviews").HasKey(r => r.Key);
        modelBuilder.Entity<WatchEntryRow>().ToTable("watch_entries").HasKey(w => new { w.AccountKey, w.Side });
        modelBuilder.Entity<AlertRow>().ToTable("alerts").HasKey(a => a.Id);
        modelBuilder.Entity<AlertDeliveryRow>().ToTable("alert_deliveries").HasKey(d => new { d.AlertId, d.Channel });
        modelBuilder.Entity<MigrationRow>().ToTable("migrations").HasKey(m => m.Number);

        // A property called Id is taken for a key at first, and would stay nullable.
        modelBuilder.Entity<DecisionRow>().Property(d => d.Id).IsRequired();
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
            property.ValueGenerated = property.Name == nameof(DecisionRow.Sequence) ? ValueGenerated.OnAdd : ValueGenerated.Never;
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
