namespace CreditBridge.Sandbox.Sample;

/// <summary>What is known of customers besides their invoices: orders, promises, a bureau's reports, statements, securities and events. It leaves the chapters before it as they are.</summary>
internal sealed class CreditInformationChapter(CompanyBook book, DateOnly today, Random random)
{
    private const int FirstOrdinaryCustomer = 11;
    private int _nextOrder = 40_000;
    private int _nextSecurity = 700;

    public void Write()
    {
        for (var index = 0; index < book.Customers.Count; index++)
        {
            var customer = book.Customers[index];
            // The story's customer has no order: what it owes and what it wants is all there is to tell.
            if (index > 0 && index % 4 != 3)
                WriteOrders(customer, index);
            if (index % 3 == 0 || customer.Character == PayerCharacter.Deteriorating)
                WriteReports(customer);
            if (index % 4 == 0 || customer.Character == PayerCharacter.Deteriorating)
                WriteStatements(customer);
            if (index % 12 == 2)
                WriteSecurity(customer);
        }

        WriteSignals();
        for (var index = 0; index < book.Documents.Count; index++)
            book.Documents[index] = WithPromise(book.Documents[index]);
    }

    private void WriteOrders(SampleCustomer customer, int index)
    {
        var usual = customer.Limit is > 0 and < SampleCustomer.UnlimitedLimit ? customer.Limit.Value / 40m : 1_800m;
        for (var order = random.Next(0, 3); order >= 0; order--)
        {
            var number = $"SO{++_nextOrder}";
            var ordered = today.AddDays(-random.Next(1, 45));
            // Every twentieth customer has an order over months, delivered in parts.
            var parts = index % 20 == 6 ? 4 : 1;
            var first = random.Next(-7, 60);
            for (var part = 0; part < parts; part++)
            {
                var delivery = ordered.AddDays(Math.Max(1, today.DayNumber - ordered.DayNumber + first + 30 * part));
                book.Orders.Add(new(customer.Key, number, part + 1, ordered, delivery, customer.Currency, Rounded(usual * random.Next(30, 190) / 100m),
                    customer.TermsDays == 0 || random.Next(12) == 0));
            }
        }
    }

    private void WriteReports(SampleCustomer customer)
    {
        var (founded, employees) = (today.Year - random.Next(3, 90), random.Next(8, 900));
        var noOpinion = customer.Character == PayerCharacter.New;
        var score = noOpinion ? 0 : ScoreOf(customer.Character);
        var now = today.AddDays(-random.Next(5, 80));
        if (customer.Character is PayerCharacter.Deteriorating or PayerCharacter.Prompt)
            Add(now.AddDays(-365), customer.Character == PayerCharacter.Deteriorating ? score + 34 : score + random.Next(-4, 5));
        Add(now, score);

        void Add(DateOnly day, int value) => book.BureauReports.Add(new(
            customer.Key, day, Math.Clamp(value, 0, 100), noOpinion ? "" : value switch { >= 75 => "A", >= 55 => "B", >= 35 => "C", _ => "D" },
            noOpinion ? null : Math.Round(28m / Math.Max(4, value), 2), noOpinion ? null : Rounded(value * employees * 4m), noOpinion ? null : Math.Max(0, 45 - value / 2), founded, employees));
    }

    private int ScoreOf(PayerCharacter character) => character switch
    {
        PayerCharacter.CreditPositive => random.Next(84, 99),
        PayerCharacter.Prompt => random.Next(70, 93),
        PayerCharacter.Seasonal => random.Next(58, 76),
        PayerCharacter.Disputing => random.Next(52, 74),
        PayerCharacter.Slow => random.Next(38, 58),
        _ => random.Next(26, 42),
    };

    private void WriteStatements(SampleCustomer customer)
    {
        var turnover = random.Next(4_000, 60_000);
        var (margin, equityShare) = customer.Character switch
        {
            PayerCharacter.CreditPositive => (random.Next(80, 140), random.Next(42, 60)),
            PayerCharacter.Slow => (random.Next(5, 40), random.Next(14, 28)),
            PayerCharacter.Deteriorating => (random.Next(-60, 10), random.Next(4, 14)),
            _ => (random.Next(40, 90), random.Next(26, 44)),
        };
        var lastYear = new DateOnly(today.Year - (today.Month < 5 ? 2 : 1), 12, 31);
        book.Statements.Add(Statement(customer, lastYear.AddYears(-1), turnover, Math.Max(margin, 30), equityShare + 3));
        book.Statements.Add(Statement(customer, lastYear, turnover * random.Next(92, 112) / 100, margin, equityShare));
    }

    private SampleStatement Statement(SampleCustomer customer, DateOnly end, int turnover, int marginPerMille, int equityShare)
    {
        var assets = turnover * random.Next(55, 85) / 100;
        var equity = assets * equityShare / 100;
        var current = assets * random.Next(45, 65) / 100;
        var (ebit, interest) = (turnover * marginPerMille / 1000, (assets - equity) / 40);
        var result = (ebit - interest) * (ebit > interest ? 70 : 100) / 100;
        return new(customer.Key, end, customer.Currency, turnover, ebit, result, interest, result + assets / 25, assets, current, current / 8, current / 3, assets / 30, assets - equity,
            (assets - equity) * random.Next(50, 70) / 100, equity, equity * 6 / 10, turnover > 12_000);
    }

    private void WriteSecurity(SampleCustomer customer)
    {
        var limit = customer.Limit is > 0 and < SampleCustomer.UnlimitedLimit ? customer.Limit.Value : 30_000m;
        var number = ++_nextSecurity;
        // Most is insured for a year; one cover in nine has just lapsed, one is about to, one was refused, and some stand on other feet.
        var (type, cover, days, issuer) = (number % 9) switch
        {
            0 => ("INS", 90, -10, "Norden Kredit"),
            1 => ("INS", 90, 12, "Norden Kredit"),
            4 => ("BGU", 100, 190, "Bank of the customer"),
            6 => ("PGU", 100, 0, "Parent company"),
            7 => ("LC", 100, 45, "Bank of the customer"),
            8 => ("DEP", 100, 0, ""),
            _ => ("INS", 90, random.Next(60, 330), "Norden Kredit"),
        };
        var refused = number % 9 == 3;
        var until = days == 0 ? (DateOnly?)null : today.AddDays(days);
        var amount = refused ? 0m : Rounded(limit * (type == "DEP" ? 0.1m : 0.8m));
        var from = (until ?? today.AddDays(200)).AddDays(-365);
        book.Securities.Add(new(customer.Key, $"{type}-{number}", type, amount, customer.Currency, cover, from, until, issuer, refused ? 4 : null));
    }

    private void WriteSignals()
    {
        var failing = book.Customers.Skip(FirstOrdinaryCustomer).First(c => c.Character == PayerCharacter.Slow && c.TermsDays > 0);
        Signal(failing, "INSOLVENCY", 3, 3, "Preliminary insolvency proceedings were opened.");
        var others = book.Customers.Skip(FirstOrdinaryCustomer).Where(c => c != failing).ToList();
        Signal(others[random.Next(others.Count)], "LATE_FILING", 2, 20, "The annual accounts are three months overdue at the register.");
        Signal(others[random.Next(others.Count)], "LAYOFFS", 2, 11, "A notice of mass dismissal was filed for one plant.");
        Signal(others[random.Next(others.Count)], "MANAGEMENT", 1, 40, "The managing director was replaced.");
        Signal(others[random.Next(others.Count)], "ADDRESS", 1, 65, "The registered office has moved.");
    }

    private void Signal(SampleCustomer customer, string what, int level, int daysAgo, string text) => book.Signals.Add(new(customer.Key, what, today.AddDays(-daysAgo), level, text));

    // Who is asked for his money promises a day, and some keep it. Somebody who pays on time is never asked.
    private SampleDocument WithPromise(SampleDocument document)
    {
        if (document.Type != "INV")
            return document;
        if (document.PaidOn is { } paidOn)
        {
            var late = paidOn.DayNumber - document.DueOn.DayNumber;
            var asked = late > 9 && random.Next(3) == 0;
            return document with { PromisedOn = asked ? paidOn.AddDays(random.Next(-9, 4)) : null, WasDisputed = late > 3 && random.Next(25) == 0 };
        }

        var overdue = today.DayNumber - document.DueOn.DayNumber;
        return overdue > 4 && !document.Disputed && random.Next(4) == 0 ? document with { PromisedOn = today.AddDays(random.Next(-4, 15)) } : document;
    }

    private static decimal Rounded(decimal amount) => Math.Max(100m, Math.Round(amount / 50m) * 50m);
}
