namespace CreditBridge.Sandbox.Sample;

/// <summary>The sample company's CRM: fills an org with its records and lets sales go on working in it. Not for use from several threads.</summary>
public sealed class SampleCrm
{
    private static readonly string[] Terms = ["Net 30", "Net 45", "Net 60", "Net 90"];

    private readonly SandboxOrg _org;
    private readonly Random _random;
    private readonly Dictionary<string, string> _ids;
    private readonly List<string> _deals;

    private SampleCrm(SandboxOrg org, Random random, Dictionary<string, string> ids, List<string> deals) =>
        (_org, _random, _ids, _deals) = (org, random, ids, deals);

    /// <summary>The Salesforce id of the deal whose story the demo tells.</summary>
    public string StoryDealId { get; private init; } = "";

    /// <summary>The options with what the sample company needs of an org: several currencies, the euro as its own.</summary>
    public static SandboxServerOptions Configure(SandboxServerOptions options, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            OrganizationName = "Sample Components",
            MultiCurrency = true,
            CorporateCurrency = "EUR",
            ConversionRates = SampleRates.On(today).ToDictionary(rate => rate.From, rate => decimal.Round(1m / rate.Value, 6)),
        };
    }

    /// <summary>Creates the company's users, accounts and deals in the org, each with the dates and the stage history it has in the sample.</summary>
    /// <exception cref="ArgumentException">The org refuses a record; the message names it. What came before it is there.</exception>
    public static SampleCrm Seed(SandboxOrg org, SampleCompany company, int seed = SampleCompany.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(company);
        var ids = new Dictionary<string, string>();
        SeedUsers(org, company, ids);
        SeedAccounts(org, company, ids);
        SeedDeals(org, company, ids);
        var story = company.Opportunities.Single(deal => deal.Name == SampleCompany.StoryDealName);
        return new SampleCrm(org, new Random(seed), ids, [.. company.Opportunities.Select(deal => ids[deal.Key])]) { StoryDealId = ids[story.Key] };
    }

    /// <summary>The Salesforce id of a record of the sample.</summary>
    /// <param name="key">The key of a <see cref="SampleUser"/>, <see cref="SampleAccount"/> or <see cref="SampleOpportunity"/>.</param>
    public string IdOf(string key) => _ids[key];

    /// <summary>One thing that sales does: a deal moves to its next stage, its amount changes, or other terms are asked for.</summary>
    /// <returns>What happened, in one sentence.</returns>
    public string Tick()
    {
        var deal = PickOpenDeal();
        var name = deal.Text("Name");
        switch (_random.Next(3))
        {
            case 0:
                var stages = SalesProcess.Stages.TakeWhile(stage => stage.Name != SalesProcess.Lost).Select(stage => stage.Name).ToList();
                var next = stages[Math.Min(stages.IndexOf(deal.Text("StageName")!) + 1, stages.Count - 1)];
                Change(deal, ("StageName", next));
                return $"{name} moved to {next}.";
            case 1:
                var before = deal.Number("Amount") ?? 10_000m;
                var amount = Math.Max(500m, Math.Round(before * _random.Next(75, 141) / 100m / 500m) * 500m);
                amount = amount == before ? before + 500m : amount;
                Change(deal, ("Amount", amount));
                return $"{name} is now worth {amount:N0}.";
            default:
                var terms = Terms.Where(choice => choice != deal.Text("Requested_Payment_Terms__c")).ToArray();
                var asked = terms[_random.Next(terms.Length)];
                Change(deal, ("Requested_Payment_Terms__c", asked));
                return $"{name} is to be offered on {asked}.";
        }
    }

    /// <summary>A deal that is not over; when all are, a lost one whose customer came back. The story's deal is left as it is told.</summary>
    private OrgRecord PickOpenDeal()
    {
        var deals = _deals.Where(id => id != StoryDealId).Select(_org.Find).OfType<OrgRecord>().Where(deal => !deal.IsDeleted).ToList();
        var open = deals.Where(deal => !deal.Flag("IsClosed")).ToList();
        if (open.Count > 0)
            return open[_random.Next(open.Count)];
        var back = deals[_random.Next(deals.Count)];
        Change(back, ("StageName", SalesProcess.OpenStages[0].Name));
        return _org.Find(back.Id)!;
    }

    private void Change(OrgRecord deal, (string Field, object? Value) change) =>
        _org.Update(deal.Id, change, ("LastModifiedById", deal.Text("OwnerId")));

    private static void SeedUsers(SandboxOrg org, SampleCompany company, Dictionary<string, string> ids)
    {
        foreach (var user in company.Users)
        {
            var (first, last) = (user.Name[..user.Name.IndexOf(' ')], user.Name[(user.Name.IndexOf(' ') + 1)..]);
            ids[user.Key] = org.Create("User", ("Username", user.Email), ("FirstName", first), ("LastName", last), ("Email", user.Email),
                ("Alias", user.Email[..Math.Min(8, user.Email.IndexOf('@'))]), ("IsActive", true), ("Title", user.Title), ("UserType", "Standard"));
        }
    }

    private static void SeedAccounts(SandboxOrg org, SampleCompany company, Dictionary<string, string> ids)
    {
        var currencies = org.FieldNames("Account").Contains("CurrencyIsoCode");
        // One by one, because a child names the id of its parent; parents come first.
        foreach (var account in company.Accounts)
        {
            var created = new DateTimeOffset(account.CreatedOn.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
            var row = new Dictionary<string, object?>
            {
                ["Name"] = account.Name, ["ParentId"] = account.ParentKey is null ? null : ids[account.ParentKey], ["Industry"] = account.Industry,
                ["BillingCity"] = account.City, ["BillingCountry"] = account.Country, ["OwnerId"] = ids[account.OwnerKey],
                ["ERP_Customer_Keys__c"] = account.ErpKeys, ["CreatedDate"] = created, ["LastModifiedDate"] = created, ["SystemModstamp"] = created,
            };
            if (currencies)
                row["CurrencyIsoCode"] = account.Currency;
            ids[account.Key] = org.Seed("Account", [row])[0];
        }
    }

    private static void SeedDeals(SandboxOrg org, SampleCompany company, Dictionary<string, string> ids)
    {
        var currencies = org.FieldNames("Opportunity").Contains("CurrencyIsoCode");
        foreach (var deal in company.Opportunities)
        {
            var first = deal.History[0];
            var row = At(first.At, new()
            {
                ["Name"] = deal.Name, ["AccountId"] = ids[deal.AccountKey], ["OwnerId"] = ids[deal.OwnerKey], ["StageName"] = first.Stage,
                ["Amount"] = first.Amount, ["CloseDate"] = deal.CloseDate, ["CreatedDate"] = first.At,
            });
            if (currencies)
                row["CurrencyIsoCode"] = deal.Currency;
            ids[deal.Key] = org.Seed("Opportunity", [row])[0];
            // The org writes the stage history itself, from the changes, as it does when people make them.
            foreach (var change in deal.History.Skip(1))
                org.Update(ids[deal.Key], At(change.At, new() { ["StageName"] = change.Stage, ["Amount"] = change.Amount }));
            if (deal.RequestedTerms is not null)
                org.Update(ids[deal.Key], At(deal.History[^1].At, new() { ["Requested_Payment_Terms__c"] = deal.RequestedTerms }));
        }
    }

    private static Dictionary<string, object?> At(DateTimeOffset moment, Dictionary<string, object?> row)
    {
        row["LastModifiedDate"] = moment;
        row["SystemModstamp"] = moment;
        return row;
    }
}
