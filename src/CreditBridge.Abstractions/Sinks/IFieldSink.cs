using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>
/// Writes credit fields onto the records of another system.
/// <para>
/// Contract. The engine hands over at most <see cref="BatchSize"/> writes, never two for one record, and gets exactly one outcome per write, in the same
/// order. Values are absolute, so writing one twice does no harm: the engine repeats what may have been lost. Fields that a write does not name are left alone.
/// </para>
/// <para>
/// Failures. Whatever concerns single records, and also a call that failed as a whole after something may have been sent, comes back as outcomes. Throw
/// <see cref="Failures.ConnectorException"/> only when nothing was written and nothing can be, such as a refused login.
/// </para>
/// </summary>
public interface IFieldSink
{
    /// <summary>The most writes that one call to <see cref="WriteAsync"/> takes; chosen such that one batch is one counted call of the other system.</summary>
    int BatchSize { get; }

    /// <summary>
    /// Whether the field is mapped and, as far as is known, writable, so that nothing is queued that cannot arrive. The answer may turn to false in the middle of
    /// a write, when the other system refuses the field for every record: the sink then writes the other fields and names the refused one in <see cref="Problems"/>.
    /// A delivered outcome speaks for the fields that are accepted after the write.
    /// </summary>
    bool Accepts(CreditField field);

    /// <summary>
    /// Whether a field that was written with one value shows the other when it is read: the other system may round numbers, cut and trim text, or keep nothing finer than a
    /// second. In doubt yes: a difference is taken for somebody's change. Default: only the very same value.
    /// </summary>
    bool IsShownAs(CreditField field, FieldValue written, FieldValue shown) => written == shown;

    /// <summary>What a person must repair for all mapped fields to be written, each problem once; empty when all is well.</summary>
    IReadOnlyList<CheckFinding> Problems { get; }

    /// <summary>
    /// What may be handed over next. A sink with a budget of calls holds less urgent writes back here; one with a cheaper way for many records asks for more than
    /// <see cref="BatchSize"/> at once. Default: a batch of anything.
    /// </summary>
    /// <param name="waiting">How many writes wait.</param>
    /// <param name="cancellationToken">Stops before anything is decided.</param>
    ValueTask<WriteAllowance> AllowAsync(WriteBacklog waiting, CancellationToken cancellationToken) => ValueTask.FromResult(new WriteAllowance(BatchSize));

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">What to write; no record twice; no more than <see cref="AllowAsync"/> allowed.</param>
    /// <param name="cancellationToken">Stops before the next call; a call under way is finished, because its effect cannot be taken back.</param>
    /// <returns>One outcome per write, in the order of <paramref name="batch"/>.</returns>
    Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken);
}
