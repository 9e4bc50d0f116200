namespace CreditBridge.Core.Receivables;

/// <summary>
/// The ERP's own list beside what was read from it, customer by customer and to the last digit. What is past due is compared by each way of counting; the one with the
/// fewest differences is the ERP's own, and named.
/// </summary>
public sealed record BalanceComparison
{
    /// <summary>Customers of the list whose open balance agrees.</summary>
    public int OpenAgrees { get; private init; }

    /// <summary>Customers of the list whose past due agrees, of <see cref="PastDueStated"/>.</summary>
    public int PastDueAgrees { get; private init; }

    /// <summary>Customers for which the list states what is past due.</summary>
    public int PastDueStated { get; private init; }

    /// <summary>The way of counting past due by which they agree best; null when the list states none.</summary>
    public PastDueCount? Count { get; private init; }

    /// <summary>Everything that does not agree, by line of the list; customers that the list lacks come last.</summary>
    public IReadOnlyList<BalanceDifference> Differences { get; private init; } = [];

    /// <summary>Lines of the list.</summary>
    public int Stated { get; private init; }

    /// <summary>Compares.</summary>
    /// <param name="ours">What was read.</param>
    /// <param name="stated">What the ERP's list says.</param>
    public static BalanceComparison Of(IReadOnlyList<CustomerBalance> ours, IReadOnlyList<StatedBalance> stated)
    {
        var byNumber = ours.ToLookup(o => o.Customer.Number, StringComparer.OrdinalIgnoreCase);
        var pairs = stated.Select(s => (Stated: s, Ours: byNumber[s.Number].Where(o => Fits(o, s)).ToList())).ToList();
        var withPastDue = pairs.Where(p => p.Stated.PastDue is not null && IsClear(p.Ours)).ToList();
        PastDueCount? count = withPastDue.Count == 0 ? null
            : Enum.GetValues<PastDueCount>().OrderByDescending(c => withPastDue.Count(p => PastDue(p.Ours, c) == p.Stated.PastDue)).First();
        var differences = new List<BalanceDifference>();
        // A list is about the systems whose customers it names: those of another ERP are not missing from it.
        var systems = pairs.Where(p => p.Ours.Count == 1).Select(p => p.Ours[0].Customer.System).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, candidates) in pairs)
            differences.AddRange(DifferencesOf(line, candidates, count));
        var listed = pairs.SelectMany(p => p.Ours).ToHashSet();
        differences.AddRange(ours.Where(o => !listed.Contains(o) && o.Items > 0 && (systems.Count == 0 || systems.Contains(o.Customer.System)))
            .Select(o => new BalanceDifference(null, o.Customer.ToString(), BalanceDifferenceKind.NotInTheList) { Ours = o.Open }));
        return new BalanceComparison
        {
            Stated = stated.Count,
            OpenAgrees = pairs.Count(p => IsClear(p.Ours) && p.Ours.Sum(o => o.Open) == p.Stated.Open),
            PastDueAgrees = count is { } best ? withPastDue.Count(p => PastDue(p.Ours, best) == p.Stated.PastDue) : 0,
            PastDueStated = pairs.Count(p => p.Stated.PastDue is not null),
            Count = count,
            Differences = differences,
        };
    }

    private static IEnumerable<BalanceDifference> DifferencesOf(StatedBalance line, List<CustomerBalance> candidates, PastDueCount? count)
    {
        var name = candidates.Count > 0 && IsClear(candidates) ? candidates[0].Customer.ToString() : line.Number;
        if (!IsClear(candidates))
        {
            yield return new BalanceDifference(line.Line, name, BalanceDifferenceKind.Ambiguous) { Theirs = line.Open };
            yield break;
        }

        // A customer without open items may have no line of its own; what the ERP states as zero agrees with that.
        if (candidates.Count == 0 && (line.Open != 0 || line.PastDue is not (null or 0)))
        {
            yield return new BalanceDifference(line.Line, name, BalanceDifferenceKind.Unknown) { Theirs = line.Open };
            yield break;
        }

        var open = candidates.Sum(o => o.Open);
        if (open != line.Open)
            yield return new BalanceDifference(line.Line, name, BalanceDifferenceKind.Open) { Ours = open, Theirs = line.Open };
        if (count is { } best && line.PastDue is { } pastDue && PastDue(candidates, best) is var ours && ours != pastDue)
            yield return new BalanceDifference(line.Line, name, BalanceDifferenceKind.PastDue) { Ours = ours, Theirs = pastDue };
    }

    private static bool Fits(CustomerBalance ours, StatedBalance stated) =>
        (stated.System is null || stated.System.Equals(ours.Customer.System, StringComparison.OrdinalIgnoreCase))
        && (stated.Company is null || stated.Company.Equals(ours.Customer.Company, StringComparison.OrdinalIgnoreCase)) && (stated.Currency is null || stated.Currency == ours.Currency);

    // Two companies or two currencies behind one line of the list: nobody can say which is meant, and currencies are not added.
    private static bool IsClear(List<CustomerBalance> candidates) => candidates.Count <= 1 || (candidates.DistinctBy(c => c.Customer).Count() == 1 && candidates.Count(c => c.Items > 0) <= 1);

    private static decimal PastDue(List<CustomerBalance> candidates, PastDueCount count) => candidates.Sum(o => o.PastDue.By(count));
}

/// <summary>Something that does not agree.</summary>
/// <param name="Line">Line of the ERP's list; null when the list lacks the customer.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Kind">What does not agree.</param>
public sealed record BalanceDifference(int? Line, string Customer, BalanceDifferenceKind Kind)
{
    /// <summary>What was read; null when nothing was.</summary>
    public decimal? Ours { get; init; }

    /// <summary>What the list says; null when it says nothing.</summary>
    public decimal? Theirs { get; init; }
}

/// <summary>What does not agree.</summary>
public enum BalanceDifferenceKind
{
    /// <summary>The open balance.</summary>
    Open = 0,

    /// <summary>What is past due.</summary>
    PastDue,

    /// <summary>The list has a customer of whom nothing was read.</summary>
    Unknown,

    /// <summary>Open items were read of a customer that the list lacks.</summary>
    NotInTheList,

    /// <summary>The line fits several systems, companies or currencies; the list needs a column that tells them apart.</summary>
    Ambiguous,
}
