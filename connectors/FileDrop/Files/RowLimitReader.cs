namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>A row goes on beyond what any row can be.</summary>
internal sealed class RowTooLongException() : Exception("The row is too long.");

/// <summary>
/// Keeps one malformed row (an unclosed quotation mark, a file without line breaks) from filling the memory: it fails once a single row has consumed too much.
/// </summary>
internal sealed class RowLimitReader(TextReader inner) : TextReader
{
    public const int LongestRow = 1_000_000;
    private long _consumed;

    /// <summary>Called before each row.</summary>
    public void BeginRow() => _consumed = 0;

    public override int Read(char[] buffer, int index, int count) => Count(inner.Read(buffer, index, count));

    public override async Task<int> ReadAsync(char[] buffer, int index, int count) => Count(await inner.ReadAsync(buffer, index, count));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _consumed += read;
        return _consumed > LongestRow ? throw new RowTooLongException() : read;
    }
}
