using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "reviews".</summary>
internal static class ReviewSection
{
    private const int MostHours = 2_000;

    public static ReviewPolicy Read(SectionReader? section, IReadOnlyList<Band> bands)
    {
        if (section is null)
            return new ReviewPolicy(2);
        var policy = new ReviewPolicy(section.Integer("deal_due_in_business_days", 0, 60) ?? 2)
        {
            AtRiskPercent = section.Number("at_risk_percent", 1m, 99m, 75m),
            QuietDays = section.Integer("quiet_days", 0, 3650, 30),
            TermsMustBeNamed = section.Flag("terms_must_be_named", false),
            RegionAttribute = section.Text("region_attribute"),
        };
        if (section.Has("causes"))
            policy = policy with { Causes = Named(section, "causes", Cause) };
        policy = policy with { Effort = Named(section, "effort", Effort) };
        policy = policy with
        {
            Windows = Named(section, "windows", Window),
            Documents = Documents(section),
            Teams = Named(section, "teams", Team),
            Escalation = Named(section, "escalation", Step),
            Authority = [.. section.Sections("authority").Select(s => Authority(s, bands))],
        };
        CheckEffort(section, policy);
        section.Close();
        return policy;
    }

    private static List<T> Named<T>(SectionReader section, string key, Func<SectionReader, string, T> read)
    {
        var names = new List<string>();
        var all = new List<T>();
        foreach (var member in section.Sections(key))
        {
            var name = RuleSections.UniqueName(member, names);
            names.Add(name);
            all.Add(read(member, name));
            member.Close();
        }

        return all;
    }

    private static ReviewRule Cause(SectionReader section, string name)
    {
        section.Require("cause", "what kind of reason it is: deal, limit_change, deterioration, bureau_change, news, warn_notice, cover_change, expiry, periodic or hold");
        var cause = section.Choice<ReviewCause>("cause") ?? ReviewCause.Deal;
        if (cause is ReviewCause.Asked or ReviewCause.MissingInformation)
            section.Error("cause", cause == ReviewCause.Asked ? "Reviews that people ask for in the CRM need no rule." : "What is missing is added to every review by itself; deals that cannot be judged for it are a matter of 'deal'.");
        var usual = new ReviewRule(name, cause);
        var rule = usual with
        {
            When = section.Expression("when", InputStage.Hold, ExpressionType.Condition),
            Priority = (int)(section.Choice<ReviewPriority>("priority") ?? ReviewPriority.Normal),
            Statuses = section.Choices<DealStatus>("statuses") is { Count: > 0 } statuses ? statuses : usual.Statuses,
            Types = section.OneOrMore("types"),
            Severity = section.Choice<SignalSeverity>("severity") ?? (cause is ReviewCause.WarnNotice or ReviewCause.CoverChange ? SignalSeverity.Information : SignalSeverity.Warning),
            WithinDays = section.Integer("within_days", 1, 3650, 30),
            WorseByClasses = section.Integer("worse_by_classes", 1, 4),
            WorseByPoints = section.Number("worse_by_points", 0.01m, 1_000_000m),
            Of = section.Choices<ExpiringThing>("of") is { Count: > 0 } of ? of : [ExpiringThing.Limit, ExpiringThing.Exceptions, ExpiringThing.Securities],
            LeadDays = section.Integer("lead_days", 0, 365, cause == ReviewCause.Expiry ? 30 : 0),
            AfterDays = section.Integer("after_days", 0, 365, 0),
            Holds = section.Texts("holds"),
        };
        OnlyFor(section, cause, "statuses", ReviewCause.Deal);
        OnlyFor(section, cause, "types", ReviewCause.News, ReviewCause.WarnNotice, ReviewCause.CoverChange);
        OnlyFor(section, cause, "severity", ReviewCause.News, ReviewCause.WarnNotice, ReviewCause.CoverChange);
        OnlyFor(section, cause, "within_days", ReviewCause.News, ReviewCause.WarnNotice, ReviewCause.CoverChange, ReviewCause.BureauChange);
        OnlyFor(section, cause, "worse_by_classes", ReviewCause.BureauChange);
        OnlyFor(section, cause, "worse_by_points", ReviewCause.BureauChange);
        OnlyFor(section, cause, "of", ReviewCause.Expiry);
        OnlyFor(section, cause, "lead_days", ReviewCause.Expiry, ReviewCause.Periodic);
        OnlyFor(section, cause, "after_days", ReviewCause.Hold);
        OnlyFor(section, cause, "holds", ReviewCause.Hold);
        if (cause is ReviewCause.WarnNotice && rule.Types.Count == 0)
            section.Error("types", "Which events are such notices has to be said: 'types', as the connector names them.");
        return rule;
    }

    private static void OnlyFor(SectionReader section, ReviewCause cause, string key, params ReviewCause[] causes)
    {
        if (section.Has(key) && !causes.Contains(cause))
            section.Error(key, $"'{key}' has no meaning for cause {SectionReader.Word(cause.ToString())}; it is for {string.Join(", ", causes.Select(c => SectionReader.Word(c.ToString())))}.");
    }

    private static EffortClass Effort(SectionReader section, string name) =>
        new(name, section.RequiredNumber("hours", 0.01m, MostHours, "the expected work in hours"), Selection(section, withEffort: false));

    private static ReviewWindow Window(SectionReader section, string name)
    {
        var decide = Minutes(section.RequiredNumber("decide_in_hours", 0.25m, MostHours, "business hours to the decision"));
        var first = section.Number("first_response_in_hours", 0.25m, MostHours) is { } hours ? Minutes(hours) : (int?)null;
        if (first > decide)
            section.Error("first_response_in_hours", "It is later than the decision.");
        return new ReviewWindow(name, decide, Selection(section)) { FirstResponseMinutes = first, Priority = (int?)section.Choice<ReviewPriority>("priority") };
    }

    private static List<DocumentRule> Documents(SectionReader section)
    {
        var documents = new List<DocumentRule>();
        foreach (var document in section.Sections("documents"))
        {
            var type = document.RequiredText("type", "the kind of document, as the CRM names it");
            if (documents.Exists(d => string.Equals(d.Type, type, StringComparison.OrdinalIgnoreCase)))
                document.Error("type", $"'{type}' stands here twice.");
            documents.Add(new DocumentRule(type, document.RequiredText("why", "why it is needed, in words for sales"), Selection(document))
            {
                ValidMonths = document.Integer("valid_months", 1, 120),
                PausesClock = document.Flag("pauses_clock", true),
            });
            document.Close();
        }

        return documents;
    }

    private static ReviewTeam Team(SectionReader section, string name)
    {
        var analysts = new List<ReviewAnalyst>();
        foreach (var person in section.Sections("analysts"))
        {
            var user = person.RequiredText("user", "the key, e-mail address or name of a user in the CRM");
            if (analysts.Exists(a => string.Equals(a.User, user, StringComparison.OrdinalIgnoreCase)))
                person.Error("user", $"'{user}' stands here twice.");
            var away = new List<Absence>();
            foreach (var absence in person.Sections("away"))
            {
                var from = absence.RequiredDay("from", "the first day");
                var to = absence.RequiredDay("to", "the last day");
                if (to < from)
                    absence.Error("to", "It is before the first day.");
                away.Add(new Absence(from, to));
                absence.Close();
            }

            analysts.Add(new ReviewAnalyst(user, person.RequiredNumber("hours_per_week", 0.5m, 168m, "hours for reviews in an ordinary week"), away));
            person.Close();
        }

        return new ReviewTeam(name, analysts, Selection(section));
    }

    private static EscalationStep Step(SectionReader section, string name)
    {
        section.Require("at", "when: at_risk or breached");
        section.Require("to", "whom it goes to: an e-mail address, a name, or owner");
        var to = section.OneOrMore("to");
        return new EscalationStep(name, section.Choice<EscalationMoment>("at") ?? EscalationMoment.Breached, to) { AfterMinutes = Minutes(section.Number("after_hours", 0m, MostHours, 0m)) };
    }

    private static AuthorityRule Authority(SectionReader section, IReadOnlyList<Band> bands)
    {
        section.Require("users", "whose authority it is: keys, e-mail addresses or names of users in the CRM");
        var rule = new AuthorityRule(section.OneOrMore("users")) { UpTo = section.Amount("up_to"), Bands = section.Texts("bands"), Verdicts = section.Choices<ReviewVerdict>("verdicts") };
        foreach (var band in rule.Bands.Where(b => bands.Count > 0 && !bands.Any(x => x.Name == b)))
            section.Error("bands", $"There is no band '{band}'.", Spelling.Nearest(band, bands.Select(b => b.Name)));
        section.Close();
        return rule;
    }

    private static ReviewSelection Selection(SectionReader section, bool withEffort = true)
    {
        var selection = new ReviewSelection
        {
            Causes = section.Choices<ReviewCause>("causes"),
            AmountUpTo = section.Amount("amount_up_to"),
            AmountAbove = section.Amount("amount_above"),
            Regions = section.Texts("regions"),
            Effort = withEffort ? section.Texts("effort") : [],
            When = section.Expression("when", InputStage.Hold, ExpressionType.Condition),
        };
        if (selection.AmountUpTo <= selection.AmountAbove)
            section.Error("amount_up_to", "Nothing is up to this and above 'amount_above'.");
        return selection;
    }

    private static void CheckEffort(SectionReader section, ReviewPolicy policy)
    {
        var known = policy.Effort.Select(e => e.Name).Append(ReviewPolicy.StandardEffort.Name).ToList();
        foreach (var name in policy.Windows.SelectMany(w => w.For.Effort).Concat(policy.Documents.SelectMany(d => d.For.Effort)).Concat(policy.Teams.SelectMany(t => t.For.Effort)).Distinct())
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                section.Error("effort", $"There is no class of effort '{name}'; there are {string.Join(", ", known)}.", Spelling.Nearest(name, known));
        }
    }

    private static int Minutes(decimal hours) => (int)Math.Round(hours * 60m, MidpointRounding.AwayFromZero);
}

/// <summary>Order of the queue, in words of the policy.</summary>
internal enum ReviewPriority
{
    Urgent = 0,
    High,
    Normal,
    Low,
}
