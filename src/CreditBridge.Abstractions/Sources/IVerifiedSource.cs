namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// A source that can prove that its incremental reading missed nothing: it reads a longer past again, slowly and at a cost, and asks the other system how many records
/// there are. The engine stores what comes like any other page; whatever that adds, changes or removes had been missed, and is counted as such.
/// </summary>
public interface IVerifiedSource : ISource
{
    /// <summary>
    /// Pages of what may have been missed before a checkpoint; when the numbers of records differ, pages of a complete listing. Their <see cref="SourcePage.Next"/> is
    /// the checkpoint itself. Each page is stored before the next one is asked for.
    /// </summary>
    /// <param name="request">What to look at.</param>
    /// <param name="cancellationToken">Ends the enumeration promptly.</param>
    IAsyncEnumerable<VerifiedPage> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken);
}

/// <summary>What a verification looks at.</summary>
/// <param name="At">Where incremental reading stands; everything up to it was read in this very cycle.</param>
/// <param name="Since">How far back to look.</param>
/// <param name="CountKnown">Tells how many records of the source are known at the moment.</param>
public sealed record VerificationRequest(Checkpoint At, DateTimeOffset Since, Func<CancellationToken, Task<KnownRecords>> CountKnown);

/// <summary>How many records of a source are known.</summary>
/// <param name="Stored">Records that are stored.</param>
/// <param name="Unreadable">Records that exist but could not be read; some of them may be stored as they were before.</param>
public sealed record KnownRecords(long Stored, long Unreadable)
{
    /// <summary>Whether so many records may be just these.</summary>
    public bool Agrees(long count) => count >= Stored && count <= Stored + Unreadable;
}

/// <summary>A page of a verification.</summary>
/// <param name="Page">The page.</param>
/// <param name="ShouldBeKnown">Whether incremental reading should have seen all of it by now, so that what is new on it was missed; false for records that changed only since.</param>
public sealed record VerifiedPage(SourcePage Page, bool ShouldBeKnown);
