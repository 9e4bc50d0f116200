using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>How a row says that its record is gone.</summary>
/// <param name="Column"><c>column:</c> where the mark stands.</param>
/// <param name="Values"><c>values:</c> the texts that mean it; upper and lower case are the same.</param>
public sealed record DeletionMark(string Column, IReadOnlyList<string> Values)
{
    /// <summary>Reads the block <c>deleted:</c>.</summary>
    public static DeletionMark? Read(MappingSection read)
    {
        if (read.Section("deleted") is not { } section)
            return null;
        var column = section.RequiredText("column", "Write the column in which a row says that its record is gone.");
        var values = section.List("values") ?? [];
        if (section.StrayText is null && values.Count == 0)
            section.Refuse("values", "It is not said which texts mean that the record is gone.", "Write 'values: [D]' with every text that means it.");
        if (section.StrayText is null)
            section.Close();
        return new DeletionMark(column, values);
    }

    /// <summary>Whether a row carries the mark.</summary>
    public bool Marks(SourceRow row) => SourceValue.ToText(row[Column])?.Trim() is { } text && Values.Contains(text, StringComparer.OrdinalIgnoreCase);
}
