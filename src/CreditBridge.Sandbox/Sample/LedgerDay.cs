namespace CreditBridge.Sandbox.Sample;

/// <summary>What one day does to the ledger.</summary>
internal sealed class LedgerDay(Random random)
{
    private int _nextDocument = 990_000;

    public IReadOnlyList<string> Pass(DateOnly today, List<SampleCustomer> customers, List<SampleDocument> open, List<SampleDocument> paid)
    {
        var worse = GetWorse(today, customers, open, paid);
        var received = ReceivePayments(today, worse.CustomerKey, open, paid);
        var issued = IssueInvoices(today, customers, open);
        return [worse.What, $"{received} invoices were paid.", $"{issued} invoices went out."];
    }

    /// <summary>
    /// A payment comes back from the bank, so an invoice that counted as paid is open again under its old due date; another one is paid very
    /// late; and finance cuts the limit by a fifth, in thousands.
    /// </summary>
    private (string CustomerKey, string What) GetWorse(
        DateOnly today, List<SampleCustomer> customers, List<SampleDocument> open, List<SampleDocument> paid)
    {
        var index = customers.FindIndex(customer => customer.Name.Equals(SampleCompany.DeterioratingAccountName, StringComparison.OrdinalIgnoreCase));
        var customer = customers[index];
        var amount = Math.Round((customer.Limit ?? 0m) / 12m, 2) + 1_250m;
        var late = Document(customer, today.AddDays(-customer.TermsDays - 64), amount);
        var returned = Document(customer, today.AddDays(-customer.TermsDays - 41), amount * 2);
        paid.Add(late with { Open = 0, PaidOn = today });
        open.Add(returned);
        customers[index] = customer with { Limit = Math.Max(10_000m, Math.Round((customer.Limit ?? 0m) * 0.8m / 1_000m) * 1_000m) };
        return (customer.Key, $"{customer.Name} ({customer.Key}): a payment of {returned.Amount:N2} {customer.Currency} came back, 41 days after its due date; "
            + $"another arrived 64 days late; the limit is now {customers[index].Limit:N0} {customer.Currency}.");
    }

    private int ReceivePayments(DateOnly today, string exceptCustomerKey, List<SampleDocument> open, List<SampleDocument> paid)
    {
        var ripe = open.Where(document => document.Type == "INV" && !document.Disputed && document.CustomerKey != exceptCustomerKey
                && document.DueOn.AddDays(-5) <= today && random.Next(6) == 0)
            .ToList();
        foreach (var document in ripe)
        {
            open.Remove(document);
            paid.Add(document with { Open = 0, PaidOn = today });
        }

        return ripe.Count;
    }

    private int IssueInvoices(DateOnly today, List<SampleCustomer> customers, List<SampleDocument> open)
    {
        var before = open.Count;
        foreach (var customer in customers.Where(customer => customer.TermsDays > 0 && !customer.OnHold && random.Next(14) == 0))
            open.Add(Document(customer, today, random.Next(900, 9_000) + random.Next(100) / 100m));
        return open.Count - before;
    }

    private SampleDocument Document(SampleCustomer customer, DateOnly issued, decimal amount) => new(
        customer.Key, $"INV{++_nextDocument}", "INV", issued, issued.AddDays(customer.TermsDays), customer.Currency, amount, amount, false, null);
}
