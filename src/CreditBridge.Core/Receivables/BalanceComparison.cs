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

    /// <summary>Balances of the list; lines of one customer and currency are one.</summary>
    public int Stated { get; private init; }

    /// <summary>Lines of the list that were added to an earlier one of the same customer and currency.</summary>
    public int AddedUp { get; private init; }

    /// <summary>Compares.</summary>
    /// <param name="ours">What was read.</param>
    /// <param name="stated">What the ERP's list says.</param>
    public static BalanceComparison Of(IReadOnlyList<CustomerBalance> ours, IReadOnlyList<StatedBalance> stated)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(stated);
        var matches = BalanceMatch.Of(ours, stated);
        var withPastDue = matches.Where(m => m.Stated.PastDue is not null && m.IsClear).ToList();
        PastDueCount? count = withPastDue.Count == 0 ? null
            : Enum.GetValues<PastDueCount>().OrderByDescending(c => withPastDue.Count(m => m.PastDue(c) == m.Stated.PastDue)).First();

        // A list is about the systems whose customers it names: those of another ERP are not missing from it.
        var systems = matches.Where(m => m.Ours.Count == 1).Select(m => m.Ours[0].Customer.System).ToHashSet(StringComparer.Ordinal);
        var listed = matches.SelectMany(m => m.Ours.Count > 0 ? m.Ours : m.Near).ToHashSet();
        var missing = ours.Where(o => !listed.Contains(o) && o.Items > 0 && (systems.Count == 0 || systems.Contains(o.Customer.System)));
        return new BalanceComparison
        {
            Stated = matches.Count,
            AddedUp = stated.Count - matches.Count,
            OpenAgrees = matches.Count(m => DifferencesOf(m, null).All(d => d.Kind == BalanceDifferenceKind.PastDue)),
            PastDueAgrees = count is { } best ? withPastDue.Count(m => m.PastDue(best) == m.Stated.PastDue) : 0,
            PastDueStated = matches.Count(m => m.Stated.PastDue is not null),
            Count = count,
            Differences =
            [
                .. matches.SelectMany(m => DifferencesOf(m, count)),
                .. missing.Select(o => new BalanceDifference([], o.Customer.ToString(), BalanceDifferenceKind.NotInTheList) { Ours = o.Open }),
            ],
        };
    }

    private static IEnumerable<BalanceDifference> DifferencesOf(BalanceMatch match, PastDueCount? count)
    {
        var stated = match.Stated;
        IReadOnlyList<int> lines = [stated.Line, .. stated.Further];
        if (!match.IsClear)
        {
            yield return new BalanceDifference(lines, match.Customer, BalanceDifferenceKind.Ambiguous) { Theirs = stated.Open };
            yield break;
        }

        // A customer without open items may have no line of its own; what the ERP states as zero agrees with that.
        if (match.Ours.Count == 0 && (stated.Open != 0 || stated.PastDue is not (null or 0)))
        {
            var deviation = match.Deviation();
            yield return new BalanceDifference(lines, match.Customer, deviation is null ? BalanceDifferenceKind.Unknown : BalanceDifferenceKind.Elsewhere) { Theirs = stated.Open, Detail = deviation };
            yield break;
        }

        if (match.Open != stated.Open)
            yield return new BalanceDifference(lines, match.Customer, BalanceDifferenceKind.Open) { Ours = match.Open, Theirs = stated.Open };
        if (count is { } best && stated.PastDue is { } pastDue && match.PastDue(best) is var ours && ours != pastDue)
            yield return new BalanceDifference(lines, match.Customer, BalanceDifferenceKind.PastDue) { Ours = ours, Theirs = pastDue };
    }
}

/// <summary>Something that does not agree.</summary>
/// <param name="Lines">Lines of the ERP's list, added up; none when the list lacks the customer.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Kind">What does not agree.</param>
public sealed record BalanceDifference(IReadOnlyList<int> Lines, string Customer, BalanceDifferenceKind Kind)
{
    /// <summary>What was read; null when nothing was.</summary>
    public decimal? Ours { get; init; }

    /// <summary>What the list says; null when it says nothing.</summary>
    public decimal? Theirs { get; init; }

    /// <summary>More about it, in words; null when there is nothing more to say.</summary>
    public string? Detail { get; init; }
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

    /// <summary>The customer was read, but in another system, company or currency than the list says.</summary>
    Elsewhere,

    /// <summary>Open items were read of a customer that the list lacks.</summary>
    NotInTheList,

    /// <summary>The line fits several systems, companies or currencies; the list needs a column that tells them apart.</summary>
    Ambiguous,
}
