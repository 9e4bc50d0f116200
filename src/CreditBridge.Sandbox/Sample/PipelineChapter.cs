namespace CreditBridge.Sandbox.Sample;

/// <summary>Deals in every stage, each with the way it came.</summary>
internal sealed class PipelineChapter(CompanyBook book, DateOnly today, Random random)
{
    private const int DealCount = 300;
    private const int WonCount = 85;
    private const int LostCount = 60;

    private static readonly string[] Products =
    [
        "gearbox retrofit", "pump station spares", "linear drive package", "bearing service contract", "hydraulic power unit", "conveyor extension",
        "valve manifold series", "coupling framework order", "spindle overhaul", "sensor upgrade", "press tooling", "cooling circuit renewal",
    ];

    private static readonly string[] Terms = ["Net 30", "Net 30", "Net 30", "Net 45", "Net 60", "Net 60", "Net 90", "Due on receipt", "Prepaid"];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _limits = book.Customers.Where(customer => customer.Limit is > 0 and < SampleCustomer.UnlimitedLimit)
        .ToDictionary(customer => customer.Key, customer => customer.Limit!.Value);

    public void Write()
    {
        WriteStory();
        WriteNoErpProspect();
        // The story's customer has no other open deal: nothing else competes for its headroom.
        var accounts = book.Accounts.Where(account => account.Name is not (SampleCompany.StoryAccountName or SampleCompany.NoErpAccountName)).ToList();
        for (var index = 0; book.Opportunities.Count < DealCount; index++)
        {
            // Every account has a deal; the first hundred, the busier ones, have two.
            var account = accounts[index % accounts.Count];
            var stage = index switch
            {
                < WonCount => SalesProcess.Won,
                < WonCount + LostCount => SalesProcess.Lost,
                _ => SalesProcess.OpenStages[index % SalesProcess.OpenStages.Count].Name,
            };
            Add(account, $"{ShortName(account)} — {Products[random.Next(Products.Length)]}", stage, AmountFor(account), TermsFor(stage));
        }
    }

    private void WriteStory()
    {
        var account = book.Accounts.First(account => account.Name == SampleCompany.StoryAccountName);
        Add(account, SampleCompany.StoryDealName, SalesProcess.Proposal, 210_000m, "Net 60", closesInDays: 24);
        Add(account, "Halden Fabrication — guard rail modules", SalesProcess.Won, 64_000m, "Net 30");
    }

    private void WriteNoErpProspect()
    {
        var account = book.Accounts.First(account => account.Name == SampleCompany.NoErpAccountName);
        Add(account, "Ostermoor Robotics — first linear axis order", SalesProcess.Proposal, 38_500m, "Net 30", closesInDays: 33);
    }

    private void Add(SampleAccount account, string name, string stage, decimal amount, string? terms, int? closesInDays = null)
    {
        for (var lot = 2; !_names.Add(name); lot++)
            name = $"{name.Split(" (lot ")[0]} (lot {lot})";
        var history = HistoryUpTo(stage, amount);
        var close = SalesProcess.Find(stage).IsClosed
            ? DateOnly.FromDateTime(history[^1].At.UtcDateTime)
            : today.AddDays(closesInDays ?? random.Next(-6, 120));
        book.Opportunities.Add(new($"O{book.Opportunities.Count + 1}", account.Key, name, stage, amount, account.Currency, close, terms, account.OwnerKey, history));
    }

    /// <summary>The stages passed on the way, a few skipped, days to weeks apart; the last one is where the deal stands.</summary>
    private List<SampleStageChange> HistoryUpTo(string stage, decimal amount)
    {
        var closed = SalesProcess.Find(stage).IsClosed;
        var passed = SalesProcess.OpenStages.TakeWhile(open => open.Name != stage).Select(open => open.Name)
            .Where((_, index) => index == 0 || random.Next(3) > 0).Append(stage).ToList();
        var day = today.AddDays(-(closed ? random.Next(2, 200) : random.Next(1, 35)));
        var changes = new List<SampleStageChange>();
        for (var index = passed.Count - 1; index >= 0; index--)
        {
            changes.Add(new(passed[index], At(day), index == passed.Count - 1 ? amount : Math.Round(amount * random.Next(80, 121) / 100m / 500m) * 500m));
            day = day.AddDays(-random.Next(4, 26));
        }

        changes.Reverse();
        return changes;
    }

    private DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(random.Next(7, 17), random.Next(60), random.Next(60))), TimeSpan.Zero);

    private decimal AmountFor(SampleAccount account)
    {
        var limit = account.ErpKeys?.Split(';').Sum(key => _limits.GetValueOrDefault(key)) ?? 0m;
        var amount = limit > 0m ? limit * random.Next(6, 62) / 100m : random.Next(80, 900) * 100m;
        return Math.Max(1_000m, Math.Round(amount / 500m) * 500m);
    }

    private string? TermsFor(string stage)
    {
        var probability = SalesProcess.Find(stage).Probability;
        return probability >= 75 || (probability >= 50 && random.Next(2) == 0) ? Terms[random.Next(Terms.Length)] : null;
    }

    private static string ShortName(SampleAccount account)
    {
        string[] forms = [" GmbH & Co. KG", " GmbH", " AG", " Inc.", " LLC", " Corp.", " Ltd", " plc", " SAS", " SA", " S.p.A.", " S.r.l.", " B.V.", " AB", " AS", " Sp. z o.o.", " S.L.", " S.A."];
        var form = forms.FirstOrDefault(form => account.Name.EndsWith(form, StringComparison.Ordinal));
        return form is null ? account.Name : account.Name[..^form.Length];
    }
}
