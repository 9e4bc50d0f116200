using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.TestKit.Connectors;

/// <summary>An engine in miniature: it applies pages as the real one does, and keeps what that keeps.</summary>
public sealed class MiniEngine
{
    private readonly Dictionary<string, HashSet<string>> _shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withRejections = new(StringComparer.Ordinal);
    private readonly HashSet<string> _receipts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, SourceRecord>> _before = new(StringComparer.Ordinal);

    /// <summary>Records by key.</summary>
    public SortedDictionary<string, SourceRecord> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the last stored page ended.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>Rejections by place.</summary>
    public SortedDictionary<string, RejectedRecord> Rejected { get; } = new(StringComparer.Ordinal);

    /// <summary>What the host would give a connection.</summary>
    public ConnectionContext Context => new("under-test", TimeProvider.System) { HasReceipt = (_, id, _) => Task.FromResult(_receipts.Contains(id)) };

    /// <summary>Stores a page with its checkpoint and receipt; storing one twice changes nothing.</summary>
    public void Store(SourcePage page)
    {
        if (page.FullSet is { } listing && !_before.ContainsKey(listing.Id))
            _before[listing.Id] = new Dictionary<string, SourceRecord>(Records, StringComparer.Ordinal);
        foreach (var key in page.TakenBack)
        {
            if (page.FullSet is { } current && _before[current.Id].TryGetValue(key, out var good))
                Records[key] = good;
            else
                Records.Remove(key);
        }

        foreach (var change in page.Changes)
        {
            if (change.Current is { } record)
                Records[change.Key] = record;
            else
                Records.Remove(change.Key);
        }

        foreach (var rejection in page.Rejected)
            Rejected[rejection.Where] = rejection;
        if (page.FullSet is { } set)
            Follow(set, page);
        if (page.Receipt is { } receipt)
            _receipts.Add(receipt.Id);
        Checkpoint = page.Next;
    }

    /// <summary>A copy of what is kept, as a database would be after a crash.</summary>
    public MiniEngine Copy()
    {
        var copy = new MiniEngine { Checkpoint = Checkpoint };
        foreach (var (key, record) in Records)
            copy.Records[key] = record;
        foreach (var (where, rejection) in Rejected)
            copy.Rejected[where] = rejection;
        foreach (var (id, keys) in _shown)
            copy._shown[id] = [.. keys];
        foreach (var (id, before) in _before)
            copy._before[id] = before;
        copy._withRejections.UnionWith(_withRejections);
        copy._receipts.UnionWith(_receipts);
        return copy;
    }

    /// <summary>Puts the checkpoint and the receipts back to an earlier state; the records stay.</summary>
    public void GoBackTo(MiniEngine earlier)
    {
        Checkpoint = earlier.Checkpoint;
        _receipts.Clear();
        _receipts.UnionWith(earlier._receipts);
        _shown.Clear();
        foreach (var (id, keys) in earlier._shown)
            _shown[id] = [.. keys];
        _withRejections.Clear();
        _withRejections.UnionWith(earlier._withRejections);
    }

    /// <summary>Forgets where it was and what was closed, and has this text for a checkpoint instead.</summary>
    public void LoseCheckpoint(string? text)
    {
        Checkpoint = text is null ? null : new Checkpoint(text);
        _receipts.Clear();
    }

    private void Follow(FullSet set, SourcePage page)
    {
        if (!_shown.TryGetValue(set.Id, out var keys))
            _shown[set.Id] = keys = new HashSet<string>(StringComparer.Ordinal);
        keys.UnionWith(page.Changes.Where(c => c.Current is not null).Select(c => c.Key));
        if (page.Rejected.Any(r => !r.IsRepetition))
            _withRejections.Add(set.Id);
        if (!set.IsLast || _withRejections.Contains(set.Id))
            return;
        var gone = Records.Keys.Where(k => !keys.Contains(k)).ToList();
        if (gone.Count * 100m > Records.Count * set.MaxRemovedPercent)
            return;
        foreach (var key in gone)
            Records.Remove(key);
    }
}
