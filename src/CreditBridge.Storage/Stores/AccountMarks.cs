using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Gathers whom the changes of a transaction concern, and marks the accounts that have to be evaluated again. What a customer owes, or what stands in for it, concerns
/// every account of the group; what it pays and what it buys concerns its own account.
/// </summary>
internal sealed class AccountMarks(RecordKind kind)
{
    private const string SetMark =
        "UPDATE account_states SET mark = mark + 1, due_at = CASE WHEN due_at < @since THEN due_at ELSE @since END WHERE account_key IN (SELECT account_key FROM marked)";

    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _customers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groupsOf = new(StringComparer.Ordinal);
    private bool _everybody;

    private bool ConcernsGroups => kind is RecordKind.Receivable or RecordKind.OpenOrder or RecordKind.ErpCustomer or RecordKind.Security or RecordKind.Override;

    public void Add(SubjectKind subject, string key)
    {
        switch (subject)
        {
            case SubjectKind.Everybody: _everybody = true; break;
            case SubjectKind.Account: AddAccount(key); break;
            case SubjectKind.Customer: AddCustomer(key); break;
        }
    }

    /// <summary>Every account that claims the customer now is concerned.</summary>
    public void AddCustomer(string customerKey) => _customers.Add(customerKey);

    public void AddAccount(string accountKey)
    {
        _accounts.Add(accountKey);
        if (ConcernsGroups)
            _groupsOf.Add(accountKey);
    }

    /// <summary>Every account that is in one group with this one is concerned.</summary>
    public void AddGroupOf(string accountKey) => _groupsOf.Add(accountKey);

    /// <summary>Marks what was gathered; accounts that are not known are passed over.</summary>
    /// <param name="session">A transaction that writes.</param>
    /// <param name="since">When the change was seen.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task SetAsync(Session session, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (_everybody)
        {
            await SetAllAsync(session, since, cancellationToken);
            return;
        }

        if (_accounts.Count + _customers.Count + _groupsOf.Count == 0)
            return;
        // Each part is looked up by its index; only what there is to look for becomes part of the statement.
        var named = new List<string> { $"SELECT account_key FROM account_states WHERE {session.In("account_key", "keys")}" };
        if (_customers.Count > 0)
            named.Add($"SELECT account_key FROM claims WHERE {session.In("customer_key", "customers")}");
        // What is about an account that was merged concerns the one that was kept.
        if (_accounts.Count > 0)
            named.Add($"SELECT winner_key FROM account_merges WHERE {session.In("loser_key", "keys")}");
        var members = "SELECT g.account_key FROM account_groups m JOIN account_groups g ON g.top_key = m.top_key WHERE ";
        if (_groupsOf.Count > 0)
            named.Add($"{members}{session.In("m.account_key", "groups")} OR m.account_key IN (SELECT winner_key FROM account_merges WHERE {session.In("loser_key", "groups")})");
        if (_customers.Count > 0 && (ConcernsGroups || kind == RecordKind.Account))
            named.Add($"{members}m.account_key IN (SELECT account_key FROM claims WHERE {session.In("customer_key", "customers")})");

        // Locked in the order of keys, so that two transactions that mark the same accounts wait for each other instead of for ever.
        await session.ExecuteAsync(
            $"WITH marked AS (SELECT account_key FROM account_states WHERE account_key IN ({string.Join(" UNION ", named)}) ORDER BY account_key{session.ForUpdate}) {SetMark}",
            cancellationToken,
            ("keys", _accounts.ToArray()),
            ("customers", _customers.ToArray()),
            ("groups", _groupsOf.ToArray()),
            ("since", since));
    }

    /// <summary>Marks every account.</summary>
    /// <returns>How many there are.</returns>
    public static async Task<long> SetAllAsync(Session session, DateTimeOffset since, CancellationToken cancellationToken) => await session.ExecuteAsync(
        $"WITH marked AS (SELECT account_key FROM account_states ORDER BY account_key{session.ForUpdate}) {SetMark}", cancellationToken, ("since", since));
}
