using System.Reflection;
using CreditBridge.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>The model and the migration scripts describe the same tables: names, types, nullability, keys.</summary>
public sealed class ModelMatchesSchemaTests
{
    private const string SqliteColumns =
        "SELECT t.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";

    private const string PostgresColumns =
        """
        SELECT c.table_name, c.column_name, c.data_type, CASE c.is_nullable WHEN 'YES' THEN 0 ELSE 1 END, coalesce((
            SELECT k.ordinal_position FROM information_schema.key_column_usage k JOIN information_schema.table_constraints p USING (constraint_schema, constraint_name)
            WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name), 0)
        FROM information_schema.columns c WHERE c.table_schema = current_schema()
        """;

    [Theory]
    [InlineData(StorageProvider.Sqlite, SqliteColumns)]
    [InlineData(StorageProvider.PostgreSql, PostgresColumns)]
    public async Task Tables_OfTheDatabase_AreThoseOfTheModel(StorageProvider provider, string columnsOf)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await database.MigrateAsync();
        var actual = (await database.RowsAsync(columnsOf)).Select(Normalised).ToList();
        using var context = ContextFor(provider);
        var expected = context.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Select(Column).ToList();
        actual.Except(expected).ShouldBeEmpty("the scripts describe columns that the model does not know, or knows differently");
        expected.Except(actual).ShouldBeEmpty("the model describes columns that the scripts do not make, or make differently");
    }

    private static string Column(IProperty property)
    {
        var table = property.DeclaringType.GetTableName();
        var position = property.FindContainingPrimaryKey()?.Properties.ToList().IndexOf(property) + 1 ?? 0;
        return Normalised($"{table} {property.GetColumnName()} {property.GetColumnType()} {(property.IsNullable ? 0 : 1)} {position}");
    }

    private static string Normalised(string column) => column.ToLowerInvariant();

    // The context is internal to storage, and only this test has business with it.
    private static DbContext ContextFor(StorageProvider provider)
    {
        var type = typeof(BridgeDatabase).Assembly.GetType("CreditBridge.Storage.Model.BridgeDbContext", throwOnError: true)!;
        var builder = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(type))!;
        var options = provider == StorageProvider.Sqlite ? builder.UseSqlite("Data Source=unused").Options : builder.UseNpgsql("Host=unused").Options;
        return (DbContext)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [options], null)!;
    }
}
