using System.Collections.Frozen;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Examples;
using CreditBridge.Core.Policies.Grammar;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies;

/// <summary>Reads policy documents (YAML) and checks them completely: all problems are reported at once, each with its place and, where possible, what was meant.</summary>
public static class CreditPolicyParser
{
    /// <summary>Reads a policy.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="fileName">Its name, for messages.</param>
    /// <returns>The policy, unless there is an error; and every problem found.</returns>
    public static PolicyParseResult Parse(string yaml, string fileName) => Parse(yaml, fileName, null);

    /// <summary>Reads a policy and gathers which keys the reader asks for.</summary>
    internal static PolicyParseResult Parse(string yaml, string fileName, PolicyGrammar? grammar)
    {
        var problems = new ProblemList(fileName) { Grammar = grammar };
        grammar?.Visit("");
        var policy = PolicyYaml.Read(yaml, problems) is { } root ? Read(root, problems) : null;
        return new PolicyParseResult(problems.HasErrors ? null : policy, problems.InOrder);
    }

    private static CreditPolicy Read(PolicyMap root, ProblemList problems)
    {
        var inputs = new InputScope();
        var document = new SectionReader(root, "", problems, inputs);
        var name = Identifier(document, "name", "the name of the policy, such as 'starter'");
        var version = Identifier(document, "version", "a number that you raise with every change");
        var currency = Currency(document);
        var calendar = CalendarSection.Read(document.Section("calendar", null));
        var receivablesSection = document.Section("receivables", null);
        var receivables = Receivables(receivablesSection);
        var payments = Payments(document.Section("payments", null));
        var customers = CustomersSection.Read(document.Section("customers", null));
        var trend = Trend(document.Section("trend", null));
        InputSection.Read(document);
        var (score, reachable) = ScoreSection.Read(document.Section("score", "how the score is made"));
        var bands = BandSection.Read(document, score, reachable);
        var proposals = ProposalSection.Read(document.Section("proposals", "how deals are checked"));
        var exposure = ExposureSection.Read(document.Section("exposure", null), receivables, receivablesSection, proposals.OtherDealsFromProbability);
        receivables = receivables with { DisputedCounts = exposure.Counts(BucketKind.Disputed), CreditsReduceExposure = exposure.Counts(BucketKind.Credits) };
        var policy = new CreditPolicy
        {
            Name = name,
            Version = version,
            ContentHash = root.ContentHash(),
            Currency = currency,
            Inputs = inputs,
            Calendar = calendar,
            Receivables = receivables,
            Payments = payments,
            Customers = customers,
            Trend = trend,
            Score = score,
            Bands = bands,
            Vetoes = VetoSection.Read(document, bands),
            Limit = LimitSection.Read(document.Section("limit", "how the credit limit is found"), bands, currency),
            Hold = RuleSections.Hold(document.Section("hold", "when an account is on hold; 'rules: []' for never")),
            Prequalification = RuleSections.Prequalification(document.Section("prequalification", "which accounts' deals need no review; 'criteria: []' for all")),
            Proposals = proposals,
            Exposure = exposure,
            Group = GroupSection.Read(document.Section("group", null), currency),
            Overrides = OverrideSection.Read(document.Section("overrides", null)),
            Bureaus = BureauSection.Read(document.Section("bureaus", null), root),
            Reviews = ReviewSection.Read(document.Section("reviews", null), bands),
        };
        policy = policy with { Examples = new ExampleSection(currency, policy.Proposals).Read(document) };
        document.Close();
        inputs.Close();
        return policy;
    }

    private static string Identifier(SectionReader document, string key, string meaning)
    {
        var text = document.RequiredText(key, meaning);
        if (text.Length > 0 && (text.Length > 60 || text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))))
            document.Error(key, $"'{text}' can be at most 60 letters, digits, '-', '_' and '.'.");
        return text;
    }

    private static CurrencyCode Currency(SectionReader document)
    {
        var text = document.RequiredText("currency", "the currency of the amounts in this policy, such as EUR");
        if (CurrencyCode.TryParse(text, out var currency))
            return currency;
        if (text.Length > 0)
            document.Error("currency", $"'{text}' is not a currency code: three letters such as EUR are expected.");
        return CurrencyCode.Parse("XXX");
    }

    private static ReceivablesPolicy Receivables(SectionReader? section)
    {
        if (section is null)
            return new ReceivablesPolicy();
        var policy = new ReceivablesPolicy
        {
            PastDueAfterDays = section.Integer("past_due_after_days", -1, 365, 0),
            IgnoreUpTo = section.Amount("ignore_up_to") ?? 0m,
            DisputedIsPastDue = section.Flag("disputed_is_past_due", false),
            DisputedCounts = section.Flag("disputed_counts_as_exposure", true),
            CreditsReduceExposure = section.Flag("credits_reduce_exposure", true),
            CreditsReducePastDue = section.Flag("credits_reduce_past_due", false),
        };
        section.Close();
        return policy;
    }

    private static PaymentsPolicy Payments(SectionReader? section)
    {
        if (section is null)
            return new PaymentsPolicy();
        var policy = new PaymentsPolicy { DisputedDelaysCount = section.Flag("disputed_delays_count", true), DsoDays = section.Integer("dso_days", 30, 730, 365) };
        section.Close();
        return policy;
    }

    private static TrendPolicy Trend(SectionReader? section)
    {
        var policy = new TrendPolicy(section?.Number("days", 0.01m, 365m) ?? 5m);
        section?.Close();
        return policy;
    }
}
