using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Examples;

/// <summary>Reads the section "examples": each becomes a small credit file, values that stand in for it, and what is expected.</summary>
internal sealed class ExampleSection(CurrencyCode currency, ProposalPolicy proposals)
{
    private const string AccountKey = "example";
    private const string DealKey = "deal";

    private static readonly DateOnly UsualDay = new(2026, 6, 30);
    private static readonly CustomerKey Customer = CustomerKey.Parse("erp:1/1");

    /// <summary>What can be expected, apart from inputs.</summary>
    public static readonly IReadOnlyList<string> Expectable =
    [
        "score", "score_lowest", "score_highest", "band", "lowest_band", "highest_band", "most_telling", "vetoes", "limit", "proposed_limit", "exposure", "headroom", "group_headroom",
        "hold", "prequalified", "terms", "deal", "alternatives", "first_alternative", "trend", "next_review",
    ];

    /// <summary>All examples of a document.</summary>
    public IReadOnlyList<PolicyExample> Read(SectionReader document)
    {
        var examples = new List<PolicyExample>();
        foreach (var section in document.Sections("examples"))
        {
            if (Example(section) is { } example)
                examples.Add(example);
        }

        foreach (var twice in examples.GroupBy(e => e.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            document.Error("examples", $"Two examples are called '{twice.Key}'; names have to differ.");
        return examples;
    }

    private PolicyExample? Example(SectionReader section)
    {
        var problemsBefore = section.Problems.Count;
        var name = section.RequiredText("name", "the name of the example, for people");
        var on = section.Day("on") ?? UsualDay;
        var account = Account(section.Section("account", null));
        var customers = section.Sections("erp").Select(ErpCustomer).ToList();
        if (customers.Count > 0)
            account = account with { CustomerKeys = [.. customers.Select(c => c.Customer)] };
        var file = new CreditFile(new AsOf(new DateTimeOffset(on, new TimeOnly(12, 0), TimeSpan.Zero), on, "UTC"), account)
        {
            Customers = customers,
            OpenItems = [.. section.Sections("items").Select(OpenItem)],
            Payments = [.. section.Sections("paid").Select(Paid)],
            Group = Group(section.Section("group", null)),
            Prior = Prior(section.Section("previous", null), on),
        };
        if (section.Section("deal", null) is { } deal)
            file = WithDeal(file, deal, on);
        var given = Given(section.Section("given", null));
        var expected = section.Section("expect", "what has to come out, such as 'score: 80'") is { } expect ? Expected(expect) : [];
        section.Close();
        return section.Problems.Count > problemsBefore ? null : new PolicyExample(name, section.Map.Line, file, given, expected);
    }

    private AccountRecord Account(SectionReader? section)
    {
        var account = new AccountRecord(AccountKey, "Example") { Currency = currency };
        if (section is null)
            return account;
        account = account with
        {
            Country = section.Text("country"),
            Industry = section.Text("industry"),
            CreatedOn = section.Day("created_on"),
            Attributes = section.Section("attributes", null) is { } attributes
                ? attributes.Map.Entries.ToDictionary(e => e.Key.Value, e => attributes.Text(e.Key.Value) ?? "", StringComparer.Ordinal)
                : null,
        };
        section.Close();
        return account;
    }

    private ErpCustomerRecord ErpCustomer(SectionReader section, int index)
    {
        var customer = new ErpCustomerRecord(CustomerKey.Parse($"erp:1/{index + 1}"), "Example")
        {
            Limit = section.Limit("limit", currency) ?? CreditLimit.NotSet,
            OnHold = section.Has("hold") ? section.Flag("hold", false) : null,
            Terms = section.Terms("terms"),
            CustomerSince = section.Day("customer_since"),
        };
        section.Close();
        return customer;
    }

    private ReceivableRecord OpenItem(SectionReader section, int index)
    {
        var due = section.RequiredDay("due", "the day on which it has to be paid");
        var open = section.RequiredNumber("open", -1_000_000_000_000m, 1_000_000_000_000m, "what is open; below zero for credits");
        var item = new ReceivableRecord($"item-{index + 1:0000}", Customer, section.Text("document") ?? $"I-{index + 1}", section.Day("issued") ?? due.AddDays(-30), due, new Money(open, currency))
        {
            Type = section.Choice<DocumentType>("type") ?? (open < 0m ? DocumentType.CreditNote : DocumentType.Invoice),
            Disputed = section.Flag("disputed", false),
            PromisedOn = section.Day("promised"),
            OriginalAmount = section.Amount("original") is { } original ? new Money(original, currency) : null,
        };
        section.Close();
        return item;
    }

    private PaymentRecord Paid(SectionReader section, int index)
    {
        var due = section.RequiredDay("due", "the day on which it had to be paid");
        var paid = section.RequiredDay("paid", "the day on which it was paid");
        var amount = section.RequiredNumber("amount", 0.01m, 1_000_000_000_000m, "the amount of the invoice");
        var payment = new PaymentRecord($"paid-{index + 1:0000}", Customer, $"P-{index + 1}", section.Day("issued") ?? due.AddDays(-30), due, paid, new Money(amount, currency))
        {
            PromisedOn = section.Day("promised"),
            WasDisputed = section.Flag("disputed", false),
        };
        section.Close();
        return payment;
    }

    private GroupStanding? Group(SectionReader? section)
    {
        if (section is null)
            return null;
        var owed = section.Amount("others_owe") ?? 0m;
        var zero = Money.Zero(currency);
        var group = new GroupStanding("example-top", "Example Group", [new GroupMember("example-other", "Other", [new GroupSum(new Money(owed, currency), zero, zero, zero, zero)])])
        {
            TopLimits = section.Limit("limit", currency) is { } limit ? [limit] : [],
        };
        section.Close();
        return group;
    }

    private PriorStanding Prior(SectionReader? section, DateOnly on)
    {
        if (section is null)
            return PriorStanding.None;
        var since = section.Day("on") ?? on.AddDays(-1);
        var prior = new PriorStanding
        {
            DecidedOn = since,
            Band = section.Text("band"),
            Limit = section.Limit("limit", currency) ?? CreditLimit.NotSet,
            Passed = Passed(section.Section("passed", null)),
            Holds = section.Texts("holds").Distinct(StringComparer.Ordinal).ToDictionary(h => h, _ => since, StringComparer.Ordinal),
        };
        section.Close();
        return prior;
    }

    // The deal that passed is the example's own, with the amount and terms that it had then.
    private Dictionary<string, PassedCheckpoint> Passed(SectionReader? section)
    {
        if (section is null)
            return [];
        var name = section.RequiredText("checkpoint", "the name of the checkpoint that the deal passed");
        var checkpoint = proposals.Checkpoints.FirstOrDefault(c => c.Name == name);
        if (name.Length > 0 && checkpoint is null)
            section.Error("checkpoint", $"There is no checkpoint '{name}'.", Spelling.Nearest(name, proposals.Checkpoints.Select(c => c.Name)));
        var on = section.RequiredDay("on", "the day on which it passed");
        var amount = section.RequiredNumber("amount", 0.01m, 1_000_000_000_000m, "the amount that passed");
        var terms = section.Terms("terms") ?? proposals.DefaultTerms;
        section.Close();
        return new() { [DealKey] = new PassedCheckpoint(name, on, new Money(amount, currency), terms, on.AddDays((checkpoint?.GraceDays ?? 0) + 1)) };
    }

    // The deal stands in a stage that the policy checks, whatever that is called in a CRM.
    private CreditFile WithDeal(CreditFile file, SectionReader section, DateOnly on)
    {
        var stage = section.Text("stage") ?? (proposals.Checked.Stages.Count > 0 ? proposals.Checked.Stages[0] : proposals.Checked.FromStage) ?? "Proposal";
        var inDays = section.Integer("closes_in_days", 0, 3650);
        var closes = section.Day("closes_on") ?? on.AddDays(inDays ?? 14);
        var deal = new OpportunityRecord(DealKey, "Example deal", stage, closes)
        {
            AccountKey = AccountKey,
            Currency = currency,
            Amount = section.Amount("amount", 0.01m) is { } amount ? new Money(amount, currency) : null,
            RequestedTerms = section.Terms("terms"),
        };
        section.Close();
        return file with { Opportunities = [deal], Stages = [new StageRecord(stage) { SortOrder = 1, DefaultProbabilityPercent = 100m }] };
    }

    private static Dictionary<CreditInput, Reading> Given(SectionReader? section)
    {
        var given = new Dictionary<CreditInput, Reading>();
        foreach (var (key, value) in section?.Map.Entries ?? [])
        {
            var text = section!.Text(key.Value) ?? "unknown";
            if (!section.Inputs.TryGet(key.Value, out var input))
                section.Problems.Error(key, section.At(key.Value), $"There is no input '{key.Value}'.", Spelling.Nearest(key.Value, section.Inputs.All.Select(i => i.Name)));
            else if (ReadingOf(input, text) is { } reading)
                given[input] = reading.Number is { } number && input.Source == InputSource.Policy && (number < input.Lowest || number > input.Highest) ? Reading.Missing : reading;
            else
                section.Problems.Error(value, section.At(key.Value), $"'{text}' is not a value of '{input.Name}', which is {(input.Unit == InputUnit.Flag ? "yes or no" : "a number")}. 'unknown' is possible everywhere.");
        }

        section?.Close();
        return given;
    }

    private static Reading? ReadingOf(CreditInput input, string text) => (input.Unit, text.ToLowerInvariant()) switch
    {
        (_, "unknown") => Reading.Missing,
        (InputUnit.Text, _) => Reading.Of(text),
        (InputUnit.Flag, "yes" or "true") => Reading.Of(true),
        (InputUnit.Flag, "no" or "false") => Reading.Of(false),
        (InputUnit.Flag, _) => null,
        _ => SectionReader.TryNumber(text, out var number) ? Reading.Of(number) : null,
    };

    private static List<Expectation> Expected(SectionReader section)
    {
        var expected = new List<Expectation>();
        void Add(string what, PolicyNode node, string path)
        {
            var value = node is PolicyList list ? string.Join(", ", list.Items.OfType<PolicyText>().Select(t => t.Value)) : node is PolicyText text ? text.Value : "";
            expected.Add(new Expectation(what, value, node.Line, node.Column, path));
        }

        foreach (var key in Expectable)
        {
            if (section.Find(key) is { } node)
                Add(key, node, section.At(key));
        }

        if (section.Section("inputs", null) is { } inputs)
        {
            foreach (var (key, value) in inputs.Map.Entries)
            {
                if (inputs.Find(key.Value) is not null && !inputs.Inputs.TryGet(key.Value, out _))
                    inputs.Error(key.Value, $"There is no input '{key.Value}'.", Spelling.Nearest(key.Value, inputs.Inputs.All.Select(i => i.Name)));
                Add("input:" + key.Value, value, inputs.At(key.Value));
            }
        }

        if (expected.Count == 0)
            section.Problems.Error(section.Map, section.Path, $"Nothing is expected. Name one of: {string.Join(", ", Expectable)}, or inputs.");
        section.Close();
        return expected;
    }
}
