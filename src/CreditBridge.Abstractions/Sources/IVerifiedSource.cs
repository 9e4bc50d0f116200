namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// A source that can prove that its incremental reading missed nothing: it reads a longer past again, slowly and at a cost, and asks the other system how many records
/// there are. The engine stores what comes like any other page; whatever that adds, changes or removes had been missed, and is counted as such.
/// </summary>
public interface IVerifiedSource : ISource
{
    /// <summary>
    /// Pages of what may have been missed before a checkpoint. Their <see cref="SourcePage.Next"/> is the checkpoint itself, unless a gap was found that only a full read
    /// closes. Only changes that incremental reading should have seen by then are given, so that whatever turns out to be new was missed.
    /// </summary>
    /// <param name="at">Where incremental reading stands.</param>
    /// <param name="since">How far back to look.</param>
    /// <param name="cancellationToken">Ends the enumeration promptly.</param>
    IAsyncEnumerable<SourcePage> VerifyAsync(Checkpoint at, DateTimeOffset since, CancellationToken cancellationToken);
}
