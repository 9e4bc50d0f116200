namespace CreditBridge.Mapping.Fields;

/// <summary>
/// What tells rows apart that are of the same document: the columns of the declared key that do not name the document already. Two rows with different keys are two
/// records, even when everything else in them is the same.
/// </summary>
internal sealed class RowKeyFields
{
    private readonly TextField[] _columns;

    private RowKeyFields(TextField[] columns) => _columns = columns;

    /// <summary>Whether there are such columns.</summary>
    public bool Any => _columns.Length > 0;

    /// <summary>Takes the columns of the declared key.</summary>
    /// <param name="block">The block of the kind.</param>
    /// <param name="named">Where the parts of the record's key come from.</param>
    public static RowKeyFields Read(KindBlock block, IReadOnlyList<FieldOrigin> named) =>
        new([.. block.Key.Where(c => !named.Any(n => c.Equals(n.From, StringComparison.OrdinalIgnoreCase))).Select(c => Column(block, c))]);

    /// <summary>A record's key with what the row's own key adds to it.</summary>
    public string Behind(string key, RowReading reading)
    {
        foreach (var column in _columns)
            key = RecordKey.Of(key, column.KeyPart(reading));
        return key;
    }

    private static TextField Column(KindBlock block, string column)
    {
        var origin = new FieldOrigin { Name = "key", Path = $"{block.Section.Path}.read.key", Column = column, From = column, Required = true };
        return new TextField(origin with { Value = new OriginReader(block, FieldContent.Text).Column(column, origin, TextCleaning.Usual) }, new Dictionary<string, string>());
    }
}
