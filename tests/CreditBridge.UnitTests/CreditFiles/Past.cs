using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.UnitTests.CreditFiles;

/// <summary>A past for tests, told record by record: what was known of whom, from when and until when. Its history begins on a day, or never.</summary>
internal sealed class Past(DateOnly? since) : IHistoryStore, ISnapshotReader
{
    public static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private readonly Dictionary<string, List<RecordVersion>> _versions = new(StringComparer.Ordinal);
    private readonly List<AccountGroup> _groups = [];
    private readonly List<SourceRecord> _reference = [];

    public static CustomerKey Customer { get; } = CustomerKey.Parse("erp:1000/C1");

    /// <summary>An account whose customer has a limit of EUR 100,000, known since the history begins.</summary>
    public static Past Standard(DateOnly? since)
    {
        var past = new Past(since);
        past.Know("001", new AccountRecord("001", "Sandberg AG") { Currency = Eur, CustomerKeys = [Customer] });
        past.Know("001", new ErpCustomerRecord(Customer, "Sandberg AG")
        {
            Limit = CreditLimit.Of(new Money(100_000m, Eur)), OnHold = false, Terms = PaymentTerms.Net(30), CustomerSince = new DateOnly(2020, 1, 1),
        });
        return past;
    }

    public static ReceivableRecord Open(string document, DateOnly issued, DateOnly due, decimal amount) => new(document, Customer, document, issued, due, new Money(amount, Eur));

    public static PaymentRecord Paid(string document, DateOnly issued, DateOnly due, DateOnly paid, decimal amount) =>
        new(document, Customer, document, issued, due, paid, new Money(amount, Eur));

    /// <summary>The last moment of a day in the company's time zone, as a replay asks.</summary>
    public static AsOf EndOf(DateOnly day)
    {
        var today = AsOf.At(new DateTimeOffset(2026, 10, 1, 9, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        return today with { BusinessDate = day, Instant = today.StartOf(day.AddDays(1)).AddTicks(-1) };
    }

    public void Know(string account, SourceRecord record, DateOnly? from = null, DateOnly? to = null)
    {
        if (!_versions.TryGetValue(account, out var versions))
            _versions.Add(account, versions = []);
        versions.Add(new RecordVersion(record.Kind is RecordKind.Account or RecordKind.Opportunity ? "crm" : "erp", record.Kind, RecordCodec.Encode(record), At(from), At(to)));
    }

    /// <summary>Ends what was known of a kind so far.</summary>
    public void End(string account, RecordKind kind, DateOnly day) =>
        _versions[account] = [.. _versions[account].Select(v => v.Kind == kind && v.KnownTo is null ? v with { KnownTo = At(day) } : v)];

    /// <summary>An invoice that was known on the day after its issue, and its payment on a day of its own.</summary>
    public void Invoice(string document, DateOnly issued, DateOnly due, DateOnly paid, decimal amount, DateOnly? learned = null)
    {
        var settled = learned ?? paid.AddDays(1);
        Know("001", Open(document, issued, due, amount), issued.AddDays(1), settled);
        Know("001", Paid(document, issued, due, paid, amount), settled);
    }

    public void Group(string top, params string[] members) => _groups.Add(new AccountGroup(top, members));

    public void Refer(SourceRecord record) => _reference.Add(record);

    public AccountPast Of(string account) => new(account, _versions[account]);

    public Task<IReadOnlyList<HistoryStart>> GetStartsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<HistoryStart>>(
        since is null ? [] : [.. Enum.GetValues<RecordKind>().SelectMany(k => new[] { "crm", "erp" }.Select(c => new HistoryStart(c, k, At(since)!.Value)))]);

    public async IAsyncEnumerable<AccountGroup> ListAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var group in _groups)
            yield return group;
        foreach (var account in _versions.Keys.Except(_groups.SelectMany(g => g.Members)))
            yield return new AccountGroup(account, [account]);
    }

    public Task<long> CountAccountsAsync(CancellationToken cancellationToken) => Task.FromResult((long)_versions.Count);

    public Task<IReadOnlyList<AccountPast>> ReadAsync(IReadOnlyCollection<string> accountKeys, DateTimeOffset from, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AccountPast>>(
            [.. accountKeys.Where(_versions.ContainsKey).Select(k => new AccountPast(k, [.. _versions[k].Where(v => !(v.KnownTo <= from))]))]);

    public Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<byte[]> ReadReferenceAsync(RecordKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var record in _reference.Where(r => r.Kind == kind))
            yield return RecordCodec.Encode(record);
    }

    public Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(
        IReadOnlyCollection<string> accountKeys, IReadOnlyCollection<RecordKind> kinds, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ILookup<string, byte[]>> ISnapshotReader.ReadCustomersAsync(IReadOnlyCollection<string> customerKeys, RecordKind kind, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<AccountGroup>> ReadGroupsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<StoredRecord> ReadKindAsync(RecordKind kind, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(RecordKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<FoundAccount>> FindAccountsAsync(string text, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static DateTimeOffset? At(DateOnly? day) => day is { } d ? new DateTimeOffset(d.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero) : null;
}
