namespace CreditBridge.Sandbox.Sample;

/// <summary>Users, accounts with their groups, and the ERP customers those accounts are.</summary>
internal sealed class AccountChapter(CompanyBook book, DateOnly today, Random random)
{
    private const int AccountCount = 200;
    private const int GroupCount = 22;

    private static readonly string[] Industries =
        ["Machinery", "Manufacturing", "Engineering", "Energy", "Chemicals", "Construction", "Transportation", "Food & Beverage", "Electronics", "Utilities"];

    private static readonly string[] People =
        ["Ingrid Solberg", "Marcus Feld", "Chloé Marchetti", "Tomasz Wilk", "Rebecca Stone", "Daniel Okafor", "Anneke de Wit", "Lucía Ferrer"];

    private static readonly (string Name, string Title)[] Credit = [("Henrik Dahl", "Head of Credit"), ("Priya Raman", "Credit Analyst"), ("Jonas Keller", "Credit Analyst")];

    private readonly CompanyNames _names = new(random);
    private readonly Dictionary<string, int> _nextNumber = new() { ["1000"] = 10, ["2000"] = 10 };

    public void Write()
    {
        WriteUsers();
        WriteSpecialCases();
        WriteGroups();
        while (book.Accounts.Count < AccountCount)
            WriteStandalone();
    }

    private void WriteUsers()
    {
        foreach (var (person, index) in People.Select((person, index) => (person, index)))
            Add(person, index == 0 ? "Head of Sales" : "Account Executive");
        foreach (var (person, title) in Credit)
            Add(person, title);

        void Add(string person, string title)
        {
            var address = person.ToLowerInvariant().Replace(' ', '.').Replace('é', 'e').Replace('í', 'i');
            book.Users.Add(new($"U{book.Users.Count + 1}", person, $"{address}@sample.example", title));
        }
    }

    private void WriteSpecialCases()
    {
        Special(SampleCompany.StoryAccountName, "Machinery", "NO", "Halden", "EUR", PayerCharacter.Prompt, limit: 250_000m, terms: "N30");
        book.Customers[0] = book.Customers[0] with { Since = today.AddDays(-2_430) };
        Special(SampleCompany.HeldAccountName, "Manufacturing", "GB", "Telford", "GBP", PayerCharacter.Slow, limit: 60_000m, onHold: true);
        var twice = Special(SampleCompany.TwoCompanyAccountName, "Machinery", "US", "Akron, OH", "USD", PayerCharacter.Prompt, limit: 180_000m);
        var abroad = AddCustomer(twice with { Country = "NL", Currency = "EUR" }, "1000", PayerCharacter.Prompt, limit: 90_000m);
        Replace(twice with { ErpKeys = $"{twice.ErpKeys};{abroad.Key}" });
        Add(SampleCompany.NoErpAccountName, null, "Electronics", "DE", "Oldenburg", "EUR");
        Special(SampleCompany.NoCreditAccountName, "Manufacturing", "GB", "Hull", "GBP", PayerCharacter.Prompt, limit: 0m, terms: "PRE");
        Special(SampleCompany.UnlimitedAccountName, "Utilities", "FR", "Lyon", "EUR", PayerCharacter.Prompt, SampleCustomer.UnlimitedLimit, terms: "N60");
        Special(SampleCompany.LimitNotSetAccountName, "Machinery", "NO", "Horten", "EUR", PayerCharacter.Slow, limit: null);
        Special(SampleCompany.DeterioratingAccountName, "Manufacturing", "GB", "Sheffield", "GBP", PayerCharacter.Deteriorating, limit: 120_000m);
        Special(SampleCompany.RoomToGrowAccountName, "Engineering", "FR", "Cluses", "EUR", PayerCharacter.CreditPositive, limit: 150_000m, terms: "N45");
        book.Customers.Add(NewCustomer("1000", SampleCompany.UnclaimedCustomerName, "AT", "EUR", PayerCharacter.Slow, 40_000m, false, "N30", null));
    }

    private void WriteGroups()
    {
        for (var group = 0; group < GroupCount; group++)
        {
            var (root, name, country, city, currency) = _names.NextGroup();
            var industry = Pick(Industries);
            var head = Add(name, null, industry, country, city, currency);
            var leader = Claim(head, CharacterFor(book.Accounts.Count), null);
            for (var child = 0; child <= group % 4; child++)
            {
                var (childName, childCountry, childCity, childCurrency) = _names.NextChildOf(root);
                var account = Add(childName, head.Key, industry, childCountry, childCity, childCurrency);
                Claim(account, CharacterFor(book.Accounts.Count), leader);
            }
        }
    }

    private void WriteStandalone()
    {
        var (name, country, city, currency) = _names.Next();
        var account = Add(name, null, Pick(Industries), country, city, currency);
        // Every sixteenth is a prospect that finance has never heard of.
        if (book.Accounts.Count % 16 != 0)
            Claim(account, CharacterFor(book.Accounts.Count), null);
    }

    /// <summary>A fixed mix, so that every character is present whatever the seed.</summary>
    private static PayerCharacter CharacterFor(int index) => (index % 20) switch
    {
        3 or 9 or 15 => PayerCharacter.Slow,
        5 => PayerCharacter.Deteriorating,
        7 => PayerCharacter.Disputing,
        11 or 18 => PayerCharacter.Seasonal,
        13 => PayerCharacter.New,
        1 or 8 or 14 or 19 => PayerCharacter.CreditPositive,
        _ => PayerCharacter.Prompt,
    };

    private SampleAccount Special(
        string name, string industry, string country, string city, string currency, PayerCharacter character, decimal? limit,
        string? terms = null, bool onHold = false)
    {
        var account = Add(name, null, industry, country, city, currency);
        var customer = AddCustomer(account, CompanyOf(account), character, limit, terms, onHold);
        return Replace(account with { ErpKeys = customer.Key });
    }

    private SampleCustomer Claim(SampleAccount account, PayerCharacter character, SampleCustomer? leader)
    {
        var company = CompanyOf(account);
        var parent = leader?.Company == company ? leader.Number : null;
        // The ledger chapter turns "an amount, yet unknown" (1) into a limit that suits what the customer owes.
        decimal? limit = (book.Accounts.Count % 25) switch { 4 => 0m, 10 or 17 => null, 21 => SampleCustomer.UnlimitedLimit, _ => 1m };
        var customer = AddCustomer(account, company, limit == 0m ? PayerCharacter.Prompt : character, limit, limit == 0m ? "PRE" : null, false, parent);
        Replace(account with { ErpKeys = customer.Key });
        return customer;
    }

    private SampleCustomer AddCustomer(
        SampleAccount account, string company, PayerCharacter character, decimal? limit, string? terms = null, bool onHold = false, string? parent = null)
    {
        var customer = NewCustomer(company, account.Name.ToUpperInvariant(), account.Country, account.Currency, character, limit, onHold,
            terms ?? Pick(["N30", "N30", "N45", "N60"]), parent);
        book.Customers.Add(customer);
        return customer;
    }

    private SampleCustomer NewCustomer(
        string company, string name, string country, string currency, PayerCharacter character, decimal? limit, bool onHold, string terms, string? parent)
    {
        var number = _nextNumber[company] += random.Next(1, 9);
        var since = today.AddDays(-(character == PayerCharacter.New ? random.Next(30, 70) : random.Next(700, 5200)));
        return new(company, $"C{company[0]}{number:0000}", name, country, currency, limit, onHold, terms, since, parent, character);
    }

    private SampleAccount Add(string name, string? parentKey, string industry, string country, string city, string currency)
    {
        var owner = $"U{random.Next(2, People.Length + 1)}";
        var created = today.AddDays(-random.Next(120, 2400));
        var account = new SampleAccount($"A{book.Accounts.Count + 1}", name, parentKey, industry, country, city, currency, owner, null, created);
        book.Accounts.Add(account);
        return account;
    }

    private SampleAccount Replace(SampleAccount account)
    {
        book.Accounts[book.Accounts.FindIndex(existing => existing.Key == account.Key)] = account;
        return account;
    }

    private static string CompanyOf(SampleAccount account) => account.Country == "US" ? "2000" : "1000";

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
