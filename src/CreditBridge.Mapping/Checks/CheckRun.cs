using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Checks.Watches;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>
/// One check of one connection's mapping: kind after kind is looked at, and at the end what only several kinds together show, such as items of customers that nobody lists.
/// Nothing is kept of the rows but figures, the keys of customers and a handful of examples.
/// </summary>
/// <param name="context">How much is looked at, and what is known of customers.</param>
public sealed class CheckRun(ConnectionContext context)
{
    private readonly CheckedLedger _ledger = new();
    private readonly DateOnly _today = DateOnly.FromDateTime(context.Clock.GetUtcNow().UtcDateTime);
    private readonly HashSet<MappedKind> _seen = [];

    /// <summary>How balances agree with open items, when the connector compares them itself as it reads; null when it does not, and what was looked at is compared.</summary>
    public BalanceComparison? Balances { get; set; }

    /// <summary>Says what the mapping makes of rows of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="records">How rows become records.</param>
    /// <param name="rows">Rows as they come; at most <see cref="ConnectionContext.CheckRows"/> are looked at.</param>
    /// <param name="origin">What the rows come from, for people: a file, a query.</param>
    /// <param name="listsEverything">Whether the rows, read to their end, are all that there are; false for a file of changes.</param>
    /// <param name="cancellationToken">Ends the check promptly.</param>
    /// <param name="keysMayRepeat">Whether a later row of a key takes the place of an earlier one.</param>
    public async Task<IReadOnlyList<CheckFinding>> OfRowsAsync<T>(
        MappedKind<T> kind, RecordMapping<T> records, IAsyncEnumerable<CheckedRow> rows, string origin, bool listsEverything, CancellationToken cancellationToken, bool keysMayRepeat = false)
        where T : SourceRecord
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(records);
        var check = new KindCheck<T>(kind, records, origin, RecordWatch.For(kind, records, _ledger, _today), keysMayRepeat ? null : new ListedKeys<T>(records));
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                if (check.Rows >= context.CheckRows)
                {
                    check.IsWhole = false;
                    break;
                }

                check.See(row);
            }
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed(kind.Name, e.Failure)];
        }

        _seen.Add(kind);
        if (kind.Kind == RecordKind.ErpCustomer)
            (_ledger.ListsAllCustomers, _ledger.UnreadableCustomers) = (check.IsWhole && listsEverything, check.Rejected);
        else if (kind.Kind == RecordKind.Receivable)
            _ledger.ListsAllItems = check.IsWhole && listsEverything;
        return check.Findings();
    }

    /// <summary>What several kinds show together, and what is not read at all. Called once, after the last kind.</summary>
    public async Task<IReadOnlyList<CheckFinding>> EndAsync(CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>(_ledger.Findings(_seen, Balances));
        if (_ledger.Customers.Count > 0)
            findings.AddRange(await ClaimedCustomers.FindingsAsync(_ledger, context, cancellationToken));
        if (MappedKinds.All.Where(k => !_seen.Contains(k)).Select(k => k.Name).ToList() is { Count: > 0 } missing)
            findings.Add(CheckFinding.Ok("records", $"Nothing was read of: {string.Join(", ", missing)}."));
        return findings;
    }
}
