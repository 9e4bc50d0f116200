using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.CreditFiles.Past;

/// <summary>
/// One account over time: everything that was ever known about it, decoded once, from which the file of any moment is put together. A file contains only what was
/// known at its moment; where the history of a source does not reach back so far, what <see cref="Reconstruction"/> says.
/// </summary>
public sealed class AccountTimeline
{
    private readonly List<TimedRecord> _accounts = [];
    private readonly List<TimedRecord> _related = [];
    private readonly HistoryReach _reach;
    private readonly IReadOnlyList<CustomerLoss> _losses;

    /// <summary>Decodes what was known.</summary>
    /// <param name="past">All versions.</param>
    /// <param name="reach">How far back the history reaches.</param>
    public AccountTimeline(AccountPast past, HistoryReach reach)
    {
        ArgumentNullException.ThrowIfNull(past);
        AccountKey = past.AccountKey;
        _reach = reach;
        _losses = past.Losses;
        var records = new Dictionary<(string Connection, RecordKind Kind, string Key), TimedRecord>(past.Versions.Count);
        foreach (var version in past.Versions)
        {
            var record = RecordCodec.Decode(version.Kind, version.Payload);
            if (!records.TryGetValue((version.Connection, version.Kind, record.Key), out var timed))
            {
                records.Add((version.Connection, version.Kind, record.Key), timed = new TimedRecord(version.Connection, version.Kind));
                (version.Kind == RecordKind.Account ? _accounts : _related).Add(timed);
            }

            timed.Add(record, version);
        }

        foreach (var timed in records.Values)
            timed.Close();
        // In the order of a file's lists, so that no file has to be sorted.
        _related.Sort((a, b) => string.CompareOrdinal(a.Earliest.Key, b.Earliest.Key));
    }

    /// <summary>The account.</summary>
    public string AccountKey { get; }

    /// <summary>Records of the account and its customers as they are known today, whatever is known of the past.</summary>
    public IEnumerable<SourceRecord> Today => _related.Select(r => r.Latest).OfType<SourceRecord>();

    /// <summary>The file of a moment; null when the account was not there yet, or not any more.</summary>
    /// <param name="asOf">The moment.</param>
    /// <param name="reference">Stages, and the rates of that day.</param>
    public PastFile? FileAt(AsOf asOf, ReferenceData reference)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        ArgumentNullException.ThrowIfNull(reference);
        var known = _reach.IsDebtKnown(asOf.Instant);
        AccountRecord? account = null;
        foreach (var timed in _accounts)
            account ??= (AccountRecord?)At(timed, asOf, ref known);
        if (account is null)
            return null;

        var claimed = account.CustomerKeys.ToHashSet();
        var lists = new PastLists(account.Key, claimed);
        foreach (var timed in _related)
        {
            var then = At(timed, asOf, ref known);
            if (_losses.Count > 0 && !lists.Has(then) && timed.KeptAt(asOf.Instant, _losses) is { } kept)
                lists.AddKept(kept);
            switch (then)
            {
                case PaymentRecord payment when !_reach.IsKnown(timed.Connection, RecordKind.Payment, asOf.Instant): lists.AddReconstructed(payment); break;
                case { } record: lists.Add(record); break;
            }

            if (timed.Kind == RecordKind.Payment && !_reach.IsKnown(timed.Connection, RecordKind.Receivable, asOf.Instant)
                && Reconstruction.OpenOn(asOf.BusinessDate, (PaymentRecord)timed.Earliest) is { } wasOpen)
            {
                lists.AddReconstructed(wasOpen);
            }
        }

        var lost = _losses.Where(l => l.Covers(asOf.Instant)).Select(l => new LostCustomer(CustomerKey.Parse(l.CustomerKey), l.From)).Where(l => claimed.Contains(l.Customer)).ToList();
        var missing = _reach.AreCustomersKnown(asOf.Instant) ? _losses.Where(l => l.From <= asOf.Instant).Select(l => CustomerKey.Parse(l.CustomerKey)).ToHashSet() : null;
        return new PastFile(lists.ToFile(asOf, account, reference, missing) with { LostCustomers = lost.Count > 0 ? lost : null }, known);
    }

    private SourceRecord? At(TimedRecord timed, AsOf asOf, ref bool known)
    {
        if (_reach.IsKnown(timed.Connection, timed.Kind, asOf.Instant))
            return timed.At(asOf.Instant);
        known = false;
        return Reconstruction.On(asOf.BusinessDate, timed.Earliest);
    }
}
