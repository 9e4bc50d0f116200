using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CreditBridge.Storage.Dialects;

/// <summary>Table and columns of an entity as the model describes them, for bulk inserts.</summary>
internal sealed class TableShape<T>
    where T : class
{
    // One per database: the columns' types differ.
    private static readonly ConditionalWeakTable<IModel, TableShape<T>> Known = [];

    private TableShape(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        Columns = [.. entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never).Select(p => new Column<T>(p))];
    }

    public string Name { get; }

    /// <summary>The columns that a row gives; those that the database numbers itself are left out.</summary>
    public IReadOnlyList<Column<T>> Columns { get; }

    public static TableShape<T> Of(BridgeDbContext context) => Known.GetValue(context.Model, static model => new TableShape<T>(model.FindEntityType(typeof(T))!));

    public string ColumnList => string.Join(", ", Columns.Select(c => c.Name));

    public string ConflictClause(OnConflict onConflict) => onConflict switch
    {
        OnConflict.Keep => $" ON CONFLICT ({Keys}) DO NOTHING",
        OnConflict.Replace => $" ON CONFLICT ({Keys}) DO UPDATE SET {string.Join(", ", Columns.Where(c => !c.IsKey).Select(c => $"{c.Name} = excluded.{c.Name}"))}",
        _ => "",
    };

    private string Keys => string.Join(", ", Columns.Where(c => c.IsKey).Select(c => c.Name));
}

/// <summary>A column and how a row's value gets into it.</summary>
internal sealed class Column<T>(IProperty property)
    where T : class
{
    private readonly Func<object?, object?> _toStored = property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider : static value => value;

    private readonly Func<T, object?> _get = Getter(property.PropertyInfo!);

    public string Name { get; } = property.GetColumnName();

    /// <summary>Type in the database, such as "bigint".</summary>
    public string StoreType { get; } = property.GetColumnType();

    /// <summary>Type of the values that <see cref="Read"/> gives, nullable where the column is.</summary>
    public Type StoredType { get; } = Nullable(property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType, property.IsNullable);

    public bool IsKey { get; } = property.IsPrimaryKey();

    /// <summary>Writes a row's value for PostgreSQL's COPY, which takes <see cref="CopyBlock.StoreTypes"/> only.</summary>
    public Action<T, CopyBlock> Copy => field ??= Copier(property);

    public object? Read(T row) => _get(row) switch
    {
        null => null,
        string text => StoredText.Clean(text),
        var value => _toStored(value),
    };

    // Compiled: a bulk insert reads millions of values.
    private static Func<T, object?> Getter(PropertyInfo column)
    {
        var row = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(row, column), typeof(object)), row).Compile();
    }

    // Without boxes: a bulk insert writes millions of values.
    private static Action<T, CopyBlock> Copier(IProperty column)
    {
        var (row, block) = (Expression.Parameter(typeof(T)), Expression.Parameter(typeof(CopyBlock)));
        Expression value = Expression.Property(row, column.PropertyInfo!);
        var isNullable = System.Nullable.GetUnderlyingType(value.Type) is not null;
        var plain = isNullable ? Expression.Property(value, "Value") : value;
        if (column.GetTypeMapping().Converter is { } converter)
            plain = Expression.Invoke(converter.ConvertToProviderExpression, plain);
        Expression write = Expression.Call(block, typeof(CopyBlock).GetMethod(nameof(CopyBlock.Write), [plain.Type])!, plain);
        if (isNullable)
            write = Expression.IfThenElse(Expression.Property(value, "HasValue"), write, Expression.Call(block, nameof(CopyBlock.WriteNull), null));
        return Expression.Lambda<Action<T, CopyBlock>>(write, row, block).Compile();
    }

    private static Type Nullable(Type type, bool isNullable)
    {
        var plain = System.Nullable.GetUnderlyingType(type) ?? type;
        return isNullable && plain.IsValueType ? typeof(Nullable<>).MakeGenericType(plain) : plain;
    }
}
