using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks;

/// <summary>Customers that no account of the CRM claims: what they owe reaches nobody's credit decision.</summary>
internal static class ClaimedCustomers
{
    private const int Shown = 5;
    private const int BatchSize = 1000;

    public static async Task<IReadOnlyList<CheckFinding>> FindingsAsync(CheckedLedger ledger, ConnectionContext context, CancellationToken cancellationToken)
    {
        var unclaimed = new List<CustomerKey>();
        foreach (var batch in ledger.Customers.Keys.Chunk(BatchSize))
        {
            if (await context.ClaimedAsync(batch, cancellationToken) is not { } claimed)
                return [CheckFinding.Ok("customers.claimed", "Whether accounts of the CRM claim these customers is not known yet: no accounts were read so far. 'creditbridge sync' reads them.")];
            unclaimed.AddRange(batch.Where(c => !claimed.Contains(c)));
        }

        var all = ledger.Customers.Count;
        if (unclaimed.Count == 0)
            return [CheckFinding.Ok("customers.claimed", $"Every one of {Figures.Count(all, "customer")} is claimed by an account of the CRM.")];
        var lost = unclaimed.ToHashSet();
        var open = ledger.Open.Where(o => lost.Contains(o.Key.Customer)).ToList();
        var sums = open.GroupBy(o => o.Key.Currency.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {Figures.Of(g.Sum(o => o.Value.Open))}").ToList();
        var message = $"No account of the CRM claims {Figures.Of(unclaimed.Count)} of {Figures.Count(all, "customer")}{(sums.Count > 0 ? $", who owe {string.Join(", ", sums)}" : "")}";
        const string NextStep = "Enter the customer's key on its account, or write a line in the link file. The first key must look like the ones below, to the last zero.";
        var table = new CheckTable(["Customer", "Name", "Open"], Examples(ledger, open, unclaimed));
        return
        [
            unclaimed.Count == all
                ? new CheckFinding("customers.claimed", CheckStatus.Warning, message + ".", NextStep) { Table = table }
                : CheckFinding.Question("customers.claimed", message + "; is that so?", NextStep) with { Table = table },
        ];
    }

    private static List<IReadOnlyList<string>> Examples(
        CheckedLedger ledger, IEnumerable<KeyValuePair<(CustomerKey Customer, CurrencyCode Currency), (int Items, decimal Open)>> open, IReadOnlyList<CustomerKey> unclaimed)
    {
        var owing = open.OrderByDescending(o => Math.Abs(o.Value.Open)).Take(Shown).Select(o => (o.Key.Customer, Open: $"{o.Key.Currency} {Figures.Of(o.Value.Open)}")).ToList();
        if (owing.Count < Shown)
            owing.AddRange(unclaimed.Except(owing.Select(o => o.Customer)).Take(Shown - owing.Count).Select(c => (c, "")).ToList());
        return [.. owing.Select(o => new[] { o.Customer.ToString(), ledger.Customers[o.Customer].Name, o.Open })];
    }
}
