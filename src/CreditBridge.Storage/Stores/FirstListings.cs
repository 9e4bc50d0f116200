using System.Collections.Concurrent;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Sources that had no record when their present complete listing began. Until it ends, what the listing shows is not there yet, and need not be looked up: that is a good part
/// of the time of a first load. Known to this process only; one that begins in the middle of a listing looks everything up.
/// </summary>
internal sealed class FirstListings
{
    private readonly ConcurrentDictionary<(string Connection, short Kind), string> _sets = [];

    /// <summary>Whether the page belongs to such a listing.</summary>
    public bool Has(SnapshotPage page) => page.FullSet is { } set && _sets.TryGetValue(KeyOf(page), out var id) && id == set.Id;

    /// <summary>The listing of the page found the source empty.</summary>
    public void Add(SnapshotPage page) => _sets[KeyOf(page)] = page.FullSet!.Id;

    /// <summary>The listing has ended, or the source is not what was thought.</summary>
    public void Remove(SnapshotPage page) => _sets.TryRemove(KeyOf(page), out _);

    private static (string, short) KeyOf(SnapshotPage page) => (page.Connection, (short)page.Kind);
}
