using CreditBridge.Core.Engine;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.Findings;

/// <summary>The open findings as people are told of them: the same words in every summary, in <c>status</c>, in <c>check</c> and on the status page.</summary>
/// <param name="Lines">The findings, those that concern most first; empty when there is none.</param>
public sealed record FindingSummary(IReadOnlyList<FindingLine> Lines)
{
    private const int MostRead = 1_000;
    private const int MostNamed = 5;

    /// <summary>There is none.</summary>
    public static FindingSummary Nothing { get; } = new([]);

    /// <summary>Reads the findings that are open now.</summary>
    /// <param name="engine">Where they are kept.</param>
    /// <param name="today">The business date.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<FindingSummary> ReadAsync(IEngineStore engine, DateOnly today, CancellationToken cancellationToken)
    {
        var lines = new List<FindingLine>();
        if (await engine.ListFindingsAsync(FindingKind.ExchangeRate, MostRead, cancellationToken) is { Count: > 0 } rates)
            lines.Add(Rates(rates, await engine.CountFindingsAsync(FindingKind.ExchangeRate, cancellationToken), today));
        if (await engine.ListFindingsAsync(FindingKind.Balance, MostNamed, cancellationToken) is { Count: > 0 } balances)
            lines.AddRange(Balances(balances, await engine.CountFindingsAsync(FindingKind.Balance, cancellationToken)));
        if (await engine.FindUnlistedCustomersAsync(MostNamed, cancellationToken) is { Count: > 0 } unlisted)
            lines.Add(Unlisted(unlisted));
        if (await engine.ListFindingsAsync(FindingKind.Unreadable, MostNamed, cancellationToken) is { Count: > 0 } unreadable)
            lines.AddRange(Unreadable(unreadable, await engine.CountFindingsAsync(FindingKind.Unreadable, cancellationToken)));
        foreach (var repeated in await engine.FindRepetitionsAsync(MostNamed, cancellationToken))
            lines.AddRange(Repeated(repeated));
        if (await engine.FindUnfollowedReviewsAsync(MostNamed, cancellationToken) is { Count: > 0 } unfollowed)
            lines.Add(Unfollowed(unfollowed));
        return new FindingSummary(lines);
    }

    private static FindingLine Unlisted(UnlistedCustomers found)
    {
        var named = string.Join(", ", found.First.Select(u => $"{u.Customer} ({u.Items:N0} {(u.Items == 1 ? "item" : "items")})")) + (found.Count > found.First.Count ? ", …" : "");
        return new FindingLine("open items",
            $"{(found.Count == 1 ? "1 customer has" : $"{found.Count:N0} customers have")} open items and no entry in the list of customers: {named}. What they owe counts only with an account that names exactly that key.",
            "Look at how customers and open items are mapped: a filter leaves the customer out, or its number is spelled differently in the two (leading zeros, letters, company).");
    }

    private static FindingLine Unfollowed(UnfollowedReviews found) => new(
        "reviews",
        $"{(found.Count == 1 ? "1 review" : $"{found.Count:N0} reviews")} that people created in the CRM {(found.Count == 1 ? "has" : "have")} no team and no clock: "
        + $"{string.Join(", ", found.First)}{(found.Count > found.First.Count ? ", …" : "")}.",
        "Choose the account on the record, or withdraw or delete what nobody needs; the message on the record says what is missing.");

    private static FindingLine Rates(IReadOnlyList<OpenFinding> found, long count, DateOnly today)
    {
        var pairs = found.SelectMany(f => f.Detail.Split(", ")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var named = string.Join(", ", found.Take(MostNamed).Select(f => f.AccountKey)) + (count > MostNamed ? ", …" : "");
        return new FindingLine("exchange rates",
            $"{(count == 1 ? "1 account has" : $"{count:N0} accounts have")} amounts that cannot be converted: no exchange rate {string.Join(", ", pairs)} on or before {today:yyyy-MM-dd}. "
            + $"What rests on them is unknown, and no such account is prequalified ({named}).",
            "Add 'rates:' to a mapping, or the rate to the list that delivers them; 'creditbridge explain ACCOUNT' names the documents.");
    }

    private static IEnumerable<FindingLine> Unreadable(IReadOnlyList<OpenFinding> found, long count)
    {
        yield return new FindingLine("unreadable records",
            $"Records about {(count == 1 ? "1 customer" : $"{count:N0} customers")} cannot be read: what rests on them is not known, no account of theirs is prequalified, and no hold is released.",
            "Correct the records in the ERP, or how the mapping reads them; they count as soon as they arrive well.");
        foreach (var finding in found)
            yield return new FindingLine($"customer {finding.CustomerKey}", finding.Detail, null);
        if (count > found.Count)
            yield return new FindingLine("", $"… and {count - found.Count:N0} more customers.", "'creditbridge status' lists the records with their reasons.");
    }

    private static IEnumerable<FindingLine> Repeated(RepeatedRecords found)
    {
        var several = found.Count != 1;
        yield return new FindingLine($"{found.Connection} {KindWords.Plural(found.Kind)}",
            $"{(several ? $"{found.Count:N0} {KindWords.Plural(found.Kind)} stand" : $"1 {KindWords.Singular(found.Kind)} stands")} more than once with the same key and the same values: {(several ? "each counts" : "it counts")} once. "
            + $"Whether {(several ? "they are" : "it is")} owed once or twice is not known: no account of {(several ? "their customers" : "its customer")} is prequalified, and no hold is released.",
            "If these are different things, give the mapping another column for 'line' or 'key:'. If they are one, remove the repetition, or write 'repeated: once' in the mapping.");
        foreach (var first in found.First)
            yield return new FindingLine(first.Where, first.Reason, null);
        if (found.Count > found.First.Count)
            yield return new FindingLine("", $"… and {found.Count - found.First.Count:N0} more.", null);
    }

    private static IEnumerable<FindingLine> Balances(IReadOnlyList<OpenFinding> found, long count)
    {
        yield return new FindingLine("balances",
            $"The open items of {(count == 1 ? "1 customer do" : $"{count:N0} customers do")} not add up to the balance that the ERP gives; no account of theirs is prequalified.",
            "Look at one of these customers in the ERP: an item is missing, comes twice, is left out by the mapping, or has another sign.");
        foreach (var finding in found)
            yield return new FindingLine($"customer {finding.CustomerKey}", finding.Detail, null);
        if (count > found.Count)
            yield return new FindingLine("", $"… and {count - found.Count:N0} more customers.", "'creditbridge check' compares them all.");
    }
}

/// <summary>A line of a summary.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="What">What was found.</param>
/// <param name="NextStep">What to do about it; null when the line before said so.</param>
public sealed record FindingLine(string Subject, string What, string? NextStep);
