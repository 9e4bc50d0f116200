using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Drift;

/// <summary>Credit fields that somebody typed over in the CRM. They are found while pages are stored.</summary>
public interface IDriftStore
{
    /// <summary>Fields in which the CRM shows something else than what was written, newest first; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<DriftedField>> ListAsync(int max, CancellationToken cancellationToken);

    /// <summary>The same for some records of a connection.</summary>
    Task<IReadOnlyList<DriftedField>> ListAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken);

    /// <summary>How many there are, by what is done about them.</summary>
    Task<DriftCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of what was over long ago.</summary>
    /// <returns>How many went.</returns>
    Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>How many fields show something else than what was written.</summary>
/// <param name="Reasserted">Ours is being written again.</param>
/// <param name="Respected">Theirs stays until ours changes.</param>
/// <param name="GivenUp">Ours was written again several times in vain: a person should look.</param>
public sealed record DriftCounts(long Reasserted, long Respected, long GivenUp)
{
    /// <summary>All together.</summary>
    public long Total => Reasserted + Respected + GivenUp;
}
