namespace CreditBridge.Connectors.Rest.Reading;

/// <summary><c>gone:</c> <c>{column: status, values: [Deleted]}</c>: rows that say of themselves that their record is gone.</summary>
/// <param name="Column">Path of what says so.</param>
/// <param name="Values">What it then says.</param>
public sealed record GoneRows(JsonPath Column, IReadOnlyList<string> Values)
{
    /// <summary>Reads the block <c>gone:</c>; null when the key is missing.</summary>
    public static GoneRows? Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Section("gone") is not { } gone)
            return null;
        var (column, values) = (JsonPath.Read(gone, "column"), gone.List("values"));
        if (column is null || values is null)
            gone.Refuse(column is null ? "column" : "values", "The key is missing.", "Write 'gone: {column: status, values: [Deleted]}'.");
        gone.Close();
        return column is null ? null : new GoneRows(column, values ?? []);
    }

    /// <summary>Whether a row's record is gone.</summary>
    public bool Says(IReadOnlyList<System.Text.Json.JsonElement> row) =>
        Column.Find(row) is { } found && SourceValue.ToText(JsonCell.Of(found)) is { } text && Values.Contains(text, StringComparer.Ordinal);
}
