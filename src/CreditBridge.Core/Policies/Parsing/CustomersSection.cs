namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "customers".</summary>
internal static class CustomersSection
{
    public static CustomersPolicy Read(SectionReader? section)
    {
        if (section is null)
            return new CustomersPolicy();
        var policy = new CustomersPolicy
        {
            Limits = section.Choice<SeveralLimits>("limits") ?? SeveralLimits.Sum,
            Holds = section.Choice<SeveralHolds>("holds") ?? SeveralHolds.Any,
            Terms = section.Choice<SeveralTerms>("terms") ?? SeveralTerms.Shortest,
            Order = Order(section),
        };
        var first = policy.Limits == SeveralLimits.First ? "limits" : policy.Holds == SeveralHolds.First ? "holds" : policy.Terms == SeveralTerms.First ? "terms" : null;
        if (first is not null && policy.Order.Count == 0)
            section.Error(first, "'first' needs 'order': the systems or companies of which the first counts, such as [sap:1000, sap].");
        if (first is null && policy.Order.Count > 0)
            section.Error("order", "It has no effect: none of 'limits', 'holds' and 'terms' says 'first'. Remove it, or let one of them say so.");
        section.Close();
        return policy;
    }

    private static IReadOnlyList<string> Order(SectionReader section)
    {
        var order = section.Texts("order");
        foreach (var name in order)
        {
            if (name.Contains('/', StringComparison.Ordinal) || name.Split(':') is not ([{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]))
                section.Error("order", $"'{name}' is neither a system nor a company of one: 'sap' or 'sap:1000' is expected.");
        }

        if (order.Distinct(StringComparer.Ordinal).Count() < order.Count)
            section.Error("order", "A system or company stands here twice.");
        return order;
    }
}
