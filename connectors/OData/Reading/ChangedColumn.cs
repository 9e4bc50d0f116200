namespace CreditBridge.Connectors.OData.Reading;

/// <summary><c>changed:</c> the property by which changes are asked for.</summary>
/// <param name="Column"><c>column:</c> its name.</param>
/// <param name="Overlap"><c>overlap:</c> by how much a read reaches back before the newest stamp that was read, for transactions that became visible late. Default: 10 minutes.</param>
public sealed record ChangedColumn(string Column, TimeSpan Overlap)
{
    /// <summary>Reads the block; a single text is the column. Null when the key is missing.</summary>
    public static ChangedColumn? Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Section("changed") is not { } section)
            return null;
        var shorthand = section.Scalar;
        var column = shorthand ?? section.RequiredText("column", "Write the property that holds when a record was changed, such as 'changed: {column: lastModifiedDateTime, overlap: 10m}'.");
        if (column.Length > 0 && !PropertyName.IsPath(column))
            read.Refuse("changed", $"'{column}' is not the name of a property.", "Write it as it stands in $metadata.");
        var overlap = (shorthand is null ? section.Duration("overlap") : null) ?? TimeSpan.FromMinutes(10);
        if (shorthand is null)
            section.Close();
        return new ChangedColumn(column, overlap);
    }
}
