using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>Rows of a file whose last lines are none, which shows only at its end: each row is held back until enough others have followed.</summary>
internal sealed class HeldBackRows(DropFile file, FileRows rows, int lines) : FileRows(file)
{
    private readonly Queue<Held> _held = [];
    private string _raw = "";

    public override string Raw => _raw;

    public override bool Next(CancellationToken cancellationToken)
    {
        while (_held.Count <= lines)
        {
            if (!rows.Next(cancellationToken))
            {
                Trailer = rows.Trailer;
                (Row, Malformed) = (null, null);
                return false;
            }

            _held.Enqueue(new Held(rows.Row?.Kept(), rows.Malformed, rows.Line, rows.Raw));
        }

        (Row, Malformed, Line, _raw) = _held.Dequeue();
        return true;
    }

    public override string Hash() => rows.Hash();

    public override void Dispose() => rows.Dispose();

    private readonly record struct Held(SourceRow? Row, RejectedRecord? Malformed, long Line, string Raw);
}
