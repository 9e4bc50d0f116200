namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads one of the changes that may be offered for a deal that does not fit.</summary>
internal static class AlternativeSection
{
    private const decimal SmallestStep = 0.5m;
    private const int MostDocuments = 50;
    private const int UsualDocuments = 10;

    public static AlternativePolicy? Read(SectionReader section)
    {
        var problemsBefore = section.Problems.Count;
        section.Require("offer", "what may be offered: deposit, shorter_terms, smaller_first_order, letter_of_credit, insured_part, guarantee or pay_previous_first");
        AlternativePolicy? alternative = section.Choice<Kind>("offer") switch
        {
            Kind.Deposit => Deposit(section),
            Kind.ShorterTerms => new ShorterTermsAlternative(ProposalSection.Ladder(section, "ladder", "the payment terms that may be offered, the shortest first")),
            Kind.SmallerFirstOrder => new SmallerFirstOrderAlternative(
                section.RequiredNumber("min_percent", 0.01m, 99.99m, "the smallest first order that makes sense"), Step(section), section.Flag("releases", false)),
            Kind.LetterOfCredit => Secured(section, SecurityOffer.LetterOfCredit),
            Kind.InsuredPart => Secured(section, SecurityOffer.InsuredPart),
            Kind.Guarantee => Secured(section, SecurityOffer.Guarantee),
            Kind.PayPreviousFirst => new PayPreviousFirstAlternative(section.Integer("most_documents", 1, MostDocuments, UsualDocuments)),
            _ => null,
        };
        // An alternative that could not be read may have keys that nobody asked for; only its real mistake is reported.
        if (alternative is not null || section.Problems.Count == problemsBefore)
            section.Close();
        return alternative;
    }

    /// <summary>What tells two alternatives apart: a policy may name each once.</summary>
    public static string KindOf(AlternativePolicy alternative) => alternative is SecuredAlternative secured ? secured.Offer.ToString() : alternative.GetType().Name;

    private static DepositAlternative Deposit(SectionReader section)
    {
        var most = section.RequiredNumber("max_percent", 0.01m, 100m, "the largest deposit that may be asked for");
        var step = Step(section);
        WarnIfNeverOffered(section, most, step);
        return new DepositAlternative(most, step);
    }

    private static SecuredAlternative Secured(SectionReader section, SecurityOffer offer)
    {
        var most = section.Number("max_percent", 0.01m, 100m, 100m);
        var step = Step(section);
        WarnIfNeverOffered(section, most, step);
        return new SecuredAlternative(offer, section.Number("cover_percent", 0.01m, 100m, 100m), most, step);
    }

    private static decimal Step(SectionReader section) => section.Number("step_percent", SmallestStep, 100m, 5m);

    private static void WarnIfNeverOffered(SectionReader section, decimal most, decimal step)
    {
        if (step > most && section.Find("step_percent") is { } node)
            section.Problems.Warning(node, section.At("step_percent"), $"This is never offered: one step of {SectionReader.Plain(step)} % is more than the {SectionReader.Plain(most)} % that are possible.");
    }

    private enum Kind
    {
        Deposit = 1,
        ShorterTerms,
        SmallerFirstOrder,
        LetterOfCredit,
        InsuredPart,
        Guarantee,
        PayPreviousFirst,
    }
}
