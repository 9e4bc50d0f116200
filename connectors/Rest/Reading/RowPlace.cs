namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Where the rows are in an answer.</summary>
/// <param name="Rows"><c>rows:</c> path of the array; an object there counts as one row.</param>
/// <param name="Each"><c>each:</c> path of an array inside each of them, whose elements are the rows; columns of what they lie in begin with <c>^.</c>. Null when there is none.</param>
/// <param name="MissingIsEmpty"><c>rows_missing: empty</c>: the API leaves the array out when there is nothing; by default a missing array is a failure.</param>
/// <param name="Id"><c>id:</c> path of what names a row for people, in messages; null when there is none.</param>
public sealed record RowPlace(JsonPath Rows, JsonPath? Each, bool MissingIsEmpty, JsonPath? Id)
{
    private static readonly Dictionary<string, bool> Missing = new() { ["refuse"] = false, ["empty"] = true };

    /// <summary>Reads the keys from a block.</summary>
    public static RowPlace Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (!read.Has("rows"))
            read.Refuse("rows", "The key is missing.", "Write 'rows:' and the path of the array in the answer, such as 'rows: result', or 'rows: $' when the answer is the array itself.");
        return new RowPlace(
            JsonPath.Read(read, "rows") ?? JsonPath.Whole,
            JsonPath.Read(read, "each"),
            read.Choice("rows_missing", Missing, false, ""),
            JsonPath.Read(read, "id"));
    }
}
