namespace CreditBridge.Sandbox.Records;

/// <summary>
/// The rows of a table in change order, in sorted chunks: a poll finds its place by two binary searches however large the table is, and a write
/// moves at most one chunk.
/// </summary>
internal sealed class ChangeIndex
{
    private const int MaxChunk = 1024;
    private readonly List<List<Row>> chunks = [[]];

    public IEnumerable<Row> All => chunks.SelectMany(chunk => chunk);

    public Row? Last => chunks[^1].Count > 0 ? chunks[^1][^1] : null;

    public void Add(Row row)
    {
        var index = ChunkOf(row);
        var chunk = chunks[index];
        chunk.Insert(~chunk.BinarySearch(row, Row.ByStampThenId), row);
        if (chunk.Count <= MaxChunk) return;
        chunks.Insert(index + 1, chunk.GetRange(MaxChunk / 2, chunk.Count - MaxChunk / 2));
        chunk.RemoveRange(MaxChunk / 2, chunk.Count - MaxChunk / 2);
    }

    public void Remove(Row row)
    {
        var index = ChunkOf(row);
        chunks[index].RemoveAt(chunks[index].BinarySearch(row, Row.ByStampThenId));
        if (chunks[index].Count == 0 && chunks.Count > 1) chunks.RemoveAt(index);
    }

    /// <summary>The rows behind a place, which need not be a row.</summary>
    public IEnumerable<Row> After(Row place)
    {
        var first = ChunkOf(place);
        for (var i = first; i < chunks.Count; i++)
        {
            var start = 0;
            if (i == first)
            {
                var found = chunks[i].BinarySearch(place, Row.ByStampThenId);
                start = found >= 0 ? found + 1 : ~found;
            }

            for (var j = start; j < chunks[i].Count; j++) yield return chunks[i][j];
        }
    }

    /// <summary>The last chunk that starts at or before the row.</summary>
    private int ChunkOf(Row row)
    {
        var (low, high) = (0, chunks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Row.ByStampThenId.Compare(chunks[middle][0], row) <= 0) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
