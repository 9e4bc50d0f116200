using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Migrations;

/// <summary>Applies the scripts that a database lacks, all in one transaction: afterwards it is at this program's version, or as it was.</summary>
internal static class Migrator
{
    public static async Task<IReadOnlyList<string>> ApplyAsync(Session session, IDialect dialect, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (dialect.MigrationLock is { } migrationLock)
            await session.ExecuteAsync(migrationLock, cancellationToken);
        if (!await HasTableAsync(session, dialect, cancellationToken))
            await ExecuteScriptAsync(session, CreateTable(session.Context), cancellationToken);

        var scripts = MigrationScript.For(dialect.Name);
        var applied = await session.Context.Migrations.AsNoTracking().OrderBy(m => m.Number).ToListAsync(cancellationToken);
        Check(applied, scripts, dialect.Description);

        var missing = scripts.ExceptBy(applied.Select(m => m.Number), s => s.Number).ToList();
        foreach (var script in missing)
            await ExecuteScriptAsync(session, script.Sql, cancellationToken);
        await session.InsertAsync(
            [.. missing.Select(s => new MigrationRow { Number = s.Number, Name = s.Name, Checksum = s.Checksum, AppliedAt = clock.GetUtcNow() })],
            OnConflict.Fail,
            cancellationToken);
        return [.. missing.Select(s => s.Name)];
    }

    private static void Check(List<MigrationRow> applied, IReadOnlyList<MigrationScript> scripts, string database)
    {
        var byNumber = scripts.ToDictionary(s => s.Number);
        foreach (var migration in applied)
        {
            if (!byNumber.TryGetValue(migration.Number, out var script))
            {
                throw new StorageException(new Failure(
                    FailureKind.Configuration,
                    $"{database} is newer than this program: migration '{migration.Name}' was applied to it, and this program knows migrations up to '{scripts[^1].Name}'.",
                    "Start the newer version of the program, or restore a backup of the database from before the upgrade."));
            }

            if (script.Checksum != migration.Checksum)
            {
                throw new StorageException(new Failure(
                    FailureKind.Configuration,
                    $"Migration '{script.Name}' is not the one that was applied to {database} (checksum {script.Checksum[..12]} instead of {migration.Checksum[..Math.Min(12, migration.Checksum.Length)]}).",
                    "Start the version of the program that made the database; a released migration must never be edited, a change belongs in a new one."));
            }
        }
    }

    private static async Task<bool> HasTableAsync(Session session, IDialect dialect, CancellationToken cancellationToken)
    {
        await using var command = session.CreateCommand();
        command.CommandText = dialect.HasMigrations;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), null) > 0;
    }

    private static async Task ExecuteScriptAsync(Session session, string sql, CancellationToken cancellationToken)
    {
        await using var command = session.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string CreateTable(BridgeDbContext context)
    {
        var instant = context.Model.FindEntityType(typeof(MigrationRow))!.FindProperty(nameof(MigrationRow.AppliedAt))!.GetColumnType();
        return $"CREATE TABLE migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at {instant} NOT NULL)";
    }
}
