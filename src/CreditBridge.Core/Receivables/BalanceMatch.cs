namespace CreditBridge.Core.Receivables;

/// <summary>A balance of the ERP's list, and what was read of the customer that it names.</summary>
/// <param name="Stated">What the list says; several lines of one customer are added up.</param>
/// <param name="Ours">What was read of it, one for each currency; several customers when the list does not tell which is meant.</param>
/// <param name="Near">What was read under the same number, but in another system, company or currency than the list says.</param>
internal sealed record BalanceMatch(StatedBalance Stated, IReadOnlyList<CustomerBalance> Ours, IReadOnlyList<CustomerBalance> Near)
{
    /// <summary>Whether it is clear what the list means. Two companies or two currencies behind one line: nobody can say which, and currencies are not added.</summary>
    public bool IsClear => Ours.Count <= 1 || (Ours.DistinctBy(o => o.Customer).Count() == 1 && Ours.Count(o => o.Items > 0) <= 1);

    /// <summary>The customer, as it is known here where it is clear.</summary>
    public string Customer => Ours.Count > 0 && IsClear ? Ours[0].Customer.ToString() : Stated.Customer;

    /// <summary>What is open by its documents.</summary>
    public decimal Open => Ours.Sum(o => o.Open);

    /// <summary>What is past due by one way of counting.</summary>
    public decimal PastDue(PastDueCount count) => Ours.Sum(o => o.PastDue.By(count));

    /// <summary>Matches every line with what was read, and adds up the lines of one customer.</summary>
    public static IReadOnlyList<BalanceMatch> Of(IReadOnlyList<CustomerBalance> ours, IReadOnlyList<StatedBalance> stated)
    {
        var byNumber = ours.ToLookup(o => o.Customer.Number, StringComparer.OrdinalIgnoreCase);
        var byKey = ours.ToLookup(o => o.Customer.ToString(), StringComparer.OrdinalIgnoreCase);
        var matches = new Dictionary<(string, string?, string?, string?), BalanceMatch>();
        foreach (var line in stated)
        {
            // A number may look like a key, so what is a number here counts as one.
            var named = byNumber.Contains(line.Customer) ? byNumber[line.Customer] : byKey[line.Customer];
            var match = new BalanceMatch(line, [.. named.Where(o => Fits(o, line))], [.. named.Where(o => !Fits(o, line))]);
            var isKnown = match.Ours.Count > 0 && match.IsClear;
            var identity = (match.Customer.ToUpperInvariant(), isKnown ? null : line.System, isKnown ? null : line.Company, line.Currency?.Code);
            matches[identity] = matches.TryGetValue(identity, out var earlier) ? earlier with { Stated = earlier.Stated.With(line) } : match;
        }

        return [.. matches.Values.OrderBy(m => m.Stated.Line)];
    }

    /// <summary>In what the list differs from everything that was read under this number, in words; null when the number was never read.</summary>
    public string? Deviation()
    {
        if (Near.Count == 0)
            return null;
        var parts = new List<string>();
        Note("system", Stated.System, o => o.Customer.System);
        Note("company", Stated.Company, o => o.Customer.Company);
        Note("currency", Stated.Currency?.Code, o => o.Currency.Code);
        return string.Join("; ", parts);

        void Note(string what, string? said, Func<CustomerBalance, string> of)
        {
            var read = Near.Select(of).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList();
            if (said is not null && !read.Contains(said, StringComparer.OrdinalIgnoreCase))
                parts.Add($"{what} '{said}' in the list, {string.Join(" and ", read.Take(3).Select(r => $"'{r}'"))} as read");
        }
    }

    private static bool Fits(CustomerBalance ours, StatedBalance stated) =>
        (stated.System is null || stated.System.Equals(ours.Customer.System, StringComparison.OrdinalIgnoreCase))
        && (stated.Company is null || stated.Company.Equals(ours.Customer.Company, StringComparison.OrdinalIgnoreCase)) && (stated.Currency is null || stated.Currency == ours.Currency);
}
