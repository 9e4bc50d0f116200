using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts.Links;

namespace CreditBridge.Core.Runs;

/// <summary>Lets the link file count, after reading and before evaluating. Where neither the file nor the accounts and customers changed, nothing is asked of the database.</summary>
public sealed class LinkRun(ILinkSource source, ILinkStore store, TimeProvider clock)
{
    private LinkList? _applied;
    private LinkResult _result = new(0, 0);

    /// <summary>Applies the links.</summary>
    /// <param name="read">What the cycle has read.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    public async Task<LinkReport> RunAsync(SyncReport read, CancellationToken cancellationToken)
    {
        var list = await source.GetAsync(cancellationToken);
        if (!ReferenceEquals(list, _applied) || (list.Links.Count + list.Changes.Count + list.Refused.Count > 0 && MayMatter(read)))
        {
            _result = await store.ApplyAsync(list, clock.GetUtcNow(), cancellationToken);
            _applied = list;
        }
        else
        {
            _result = _result with { Added = 0, Removed = 0 };
        }

        return LinkReport.Of(list, _result, source.Name, source.Problems);
    }

    // An account may be new, gone or merged; a customer may be new. What another process has read is not known.
    private static bool MayMatter(SyncReport read) =>
        read.Sources.Any(s => s.Kind is RecordKind.Account or RecordKind.ErpCustomer && (s.ReadBy is not null || s.Result.ChangedAnything));
}
