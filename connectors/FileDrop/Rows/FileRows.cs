using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Rows;

/// <summary>
/// The rows of one file, one at a time. A row that is not well formed comes as a rejection; what makes the whole file unreadable is a
/// <see cref="Abstractions.Failures.ConnectorException"/>.
/// </summary>
internal abstract class FileRows(DropFile file) : IDisposable
{
    /// <summary>The file.</summary>
    protected DropFile File => file;

    /// <summary>The row, when it is well formed. It is good until the next one is asked for.</summary>
    public SourceRow? Row { get; protected set; }

    /// <summary>What is wrong with the row, when it is not.</summary>
    public RejectedRecord? Malformed { get; protected set; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>The row as it stands in the file, for a rejection; cut to 2,000 characters.</summary>
    public abstract string Raw { get; }

    /// <summary>What the last line says that the file should hold; known after the last row, when the layout has a trailer.</summary>
    public ControlFigures? Trailer { get; protected set; }

    /// <summary>Goes to the next row; false at the end of the file.</summary>
    public abstract bool Next(CancellationToken cancellationToken);

    /// <summary>The hash of the whole file; to be called after the last row.</summary>
    public abstract string Hash();

    public abstract void Dispose();

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layout">How it is written.</param>
    /// <param name="needed">The columns that it must have.</param>
    /// <param name="mostUnpacked">Bytes that it may unpack to, at most.</param>
    public static FileRows Open(DropFile file, FileLayout layout, IEnumerable<FieldOrigin> needed, long mostUnpacked)
    {
        FileRows rows = layout.Format switch
        {
            FileFormat.Xlsx => SheetRows.Open(file, layout, [.. needed], mostUnpacked),
            FileFormat.Fixed => new FixedRows(file, layout, FileContent.Open(file, layout, mostUnpacked), [.. needed]),
            _ => new DelimitedRows(file, layout, FileContent.Open(file, layout, mostUnpacked), [.. needed]),
        };
        return layout.FooterLines > 0 ? new HeldBackRows(file, rows, layout.FooterLines) : rows;
    }
}
