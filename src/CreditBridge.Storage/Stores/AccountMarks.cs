using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Gathers whom the changes of a transaction concern, and marks the accounts that have to be evaluated again.</summary>
internal sealed class AccountMarks
{
    private const string SetMark =
        "UPDATE account_states SET mark = mark + 1, due_at = CASE WHEN due_at < @since THEN due_at ELSE @since END WHERE account_key IN (SELECT account_key FROM marked)";

    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _customers = new(StringComparer.Ordinal);
    private bool _everybody;

    public void Add(SubjectKind kind, string key)
    {
        switch (kind)
        {
            case SubjectKind.Everybody: _everybody = true; break;
            case SubjectKind.Account: _accounts.Add(key); break;
            case SubjectKind.Customer: _customers.Add(key); break;
        }
    }

    /// <summary>Every account that claims the customer now is concerned.</summary>
    public void AddCustomer(string customerKey) => _customers.Add(customerKey);

    public void AddAccount(string accountKey) => _accounts.Add(accountKey);

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

        var keys = new HashSet<string>(_accounts, StringComparer.Ordinal);
        if (_customers.Count > 0)
        {
            var customers = _customers.ToArray();
            keys.UnionWith(await session.Context.Claims.Where(c => customers.Contains(c.CustomerKey)).Select(c => c.AccountKey).Distinct().ToListAsync(cancellationToken));
        }

        if (keys.Count == 0)
            return;
        // Locked in the order of keys, so that two transactions that mark the same accounts wait for each other instead of for ever.
        await session.ExecuteAsync(
            $"WITH marked AS (SELECT account_key FROM account_states WHERE {session.In("account_key", "keys")} ORDER BY account_key{session.ForUpdate}) {SetMark}",
            cancellationToken,
            ("keys", keys.ToArray()),
            ("since", since));
    }

    /// <summary>Marks every account.</summary>
    /// <returns>How many there are.</returns>
    public static async Task<long> SetAllAsync(Session session, DateTimeOffset since, CancellationToken cancellationToken) => await session.ExecuteAsync(
        $"WITH marked AS (SELECT account_key FROM account_states ORDER BY account_key{session.ForUpdate}) {SetMark}", cancellationToken, ("since", since));
}
