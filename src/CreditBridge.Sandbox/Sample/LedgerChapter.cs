namespace CreditBridge.Sandbox.Sample;

/// <summary>Open and paid documents, so that each customer pays as its <see cref="PayerCharacter"/> says, and limits that suit what it owes.</summary>
internal sealed class LedgerChapter(CompanyBook book, DateOnly today, Random random)
{
    private const int HistoryDays = 380;

    public void Write()
    {
        for (var index = 0; index < book.Customers.Count; index++)
        {
            var customer = book.Customers[index];
            var documents = customer.Name.Equals(SampleCompany.StoryAccountName, StringComparison.OrdinalIgnoreCase)
                ? StoryDocuments(customer).ToList()
                : Documents(customer, index).ToList();
            book.Documents.AddRange(documents);
            book.Customers[index] = customer with { Limit = LimitFor(customer, documents.Sum(document => document.Open)) };
        }

        book.Documents = Numbered(book.Documents);
    }

    private IEnumerable<SampleDocument> Documents(SampleCustomer customer, int index)
    {
        var (open, paid) = customer.Character.Volume(random);
        var typical = Math.Round(1_500m * (decimal)Math.Pow(14, random.NextDouble()), 2);
        for (var i = 0; i < paid; i++)
            yield return PaidInvoice(customer, Amount(typical));
        if (customer.TermsDays == 0)
            yield break;
        for (var i = 0; i < open; i++)
            yield return OpenInvoice(customer, Amount(typical), disputed: customer.Character == PayerCharacter.Disputing && i % 2 == 0);
        if (index % 12 == 4)
            yield return Credit(customer, "CN", -Amount(typical / 6));
        if (index % 15 == 6)
            yield return Credit(customer, "PAY", -Amount(typical / 4));
    }

    /// <summary>The customer of the story: 96,400 of 250,000 in use, nothing late, every invoice paid within days of its due date.</summary>
    private IEnumerable<SampleDocument> StoryDocuments(SampleCustomer customer)
    {
        (decimal Amount, int Age)[] open = [(41_200m, 8), (33_700m, 17), (21_500m, 26)];
        foreach (var (amount, age) in open)
            yield return Invoice(customer, today.AddDays(-age), amount);
        for (var i = 0; i < 14; i++)
            yield return PaidInvoice(customer, Math.Round(random.Next(180, 560) * 100m, 2));
    }

    private SampleDocument PaidInvoice(SampleCustomer customer, decimal amount)
    {
        var paidDaysAgo = random.Next(1, HistoryDays);
        var late = customer.Character.DaysLate(today.AddDays(-paidDaysAgo), paidDaysAgo, random);
        var paidOn = today.AddDays(-paidDaysAgo);
        var due = paidOn.AddDays(-Math.Max(late, -customer.TermsDays));
        return Invoice(customer, due.AddDays(-customer.TermsDays), amount) with { Open = 0, PaidOn = paidOn };
    }

    private SampleDocument OpenInvoice(SampleCustomer customer, decimal amount, bool disputed)
    {
        var late = disputed ? random.Next(20, 75) : customer.Character.DaysLate(today, 0, random);
        var oldest = Math.Min(Math.Max(1, customer.TermsDays + late), today.DayNumber - customer.Since.DayNumber);
        // A contested invoice is one that should have been paid by now; the others are as old as their customer lets them get.
        var age = disputed ? oldest : random.Next(0, oldest);
        var invoice = Invoice(customer, today.AddDays(-age), amount) with { Disputed = disputed };
        return random.Next(16) == 0 ? invoice with { Open = Math.Round(amount * random.Next(35, 80) / 100m, 2) } : invoice;
    }

    private SampleDocument Credit(SampleCustomer customer, string type, decimal amount)
    {
        var issued = today.AddDays(-random.Next(2, 25));
        return new(customer.Key, "", type, issued, issued, customer.Currency, amount, amount, false, null);
    }

    private static SampleDocument Invoice(SampleCustomer customer, DateOnly issued, decimal amount) =>
        new(customer.Key, "", "INV", issued, issued.AddDays(customer.TermsDays), customer.Currency, amount, amount, false, null);

    private decimal Amount(decimal typical) => Math.Round(typical * random.Next(40, 190) / 100m, 2);

    /// <summary>A limit in round figures of which the customer uses the share that its character says.</summary>
    private decimal? LimitFor(SampleCustomer customer, decimal owed)
    {
        if (customer.Limit != 1m)
            return customer.Limit;
        var wanted = Math.Max(owed, 2_500m) / customer.Character.Utilisation(random);
        var step = wanted switch { < 50_000m => 1_000m, < 200_000m => 5_000m, _ => 25_000m };
        return Math.Max(5_000m, Math.Round(wanted / step) * step);
    }

    /// <summary>In order of issue, numbered per company, as a ledger is.</summary>
    private static List<SampleDocument> Numbered(List<SampleDocument> documents)
    {
        var next = new Dictionary<string, int>();
        return
        [
            .. documents
                .OrderBy(document => document.IssuedOn).ThenBy(document => document.CustomerKey, StringComparer.Ordinal)
                .Select(document =>
                {
                    var company = document.CustomerKey[..document.CustomerKey.IndexOf('/')];
                    var number = next[company] = next.GetValueOrDefault(company, 900_000) + 1;
                    return document with { Number = $"{document.Type}{number}" };
                }),
        ];
    }
}
