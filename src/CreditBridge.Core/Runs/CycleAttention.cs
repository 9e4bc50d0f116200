using System.Globalization;

namespace CreditBridge.Core.Runs;

/// <summary>Something in a cycle that needs a person.</summary>
/// <param name="Where">What it is about: a source, an account, a part of the work.</param>
/// <param name="What">What happened.</param>
/// <param name="NextStep">What to do; null when what happened says it.</param>
public sealed record AttentionLine(string Where, string What, string? NextStep);

/// <summary>
/// Everything in a cycle that needs a person, in the order in which it is shown. The only place that decides it: where there is a line, the command ends with exit code 3 or worse,
/// and where there is none, nothing is asked of anybody.
/// </summary>
internal static class CycleAttention
{
    private const int MostListed = 10;

    public static IReadOnlyList<AttentionLine> Of(CycleReport report) =>
        [.. Reading(report), .. Customers(report), .. Writing(report), .. Verification(report), .. Waiting(report), .. Defects(report)];

    private static IEnumerable<AttentionLine> Reading(CycleReport report)
    {
        foreach (var stop in report.Sync.Stops)
            yield return new($"{stop.Connection} {stop.KindsInWords}".TrimEnd(), stop.What, stop.Failure.NextStep);

        foreach (var source in report.Verification?.Sources ?? [])
        {
            if (source.Failure is { } failure)
                yield return new($"{source.Connection} {KindWords.Plural(source.Kind)}", $"Not verified: {failure.Message}", failure.NextStep);
            if (source.Found.RemovalWithheld is { } withheld)
                yield return new($"verification of {source.Connection} {KindWords.Plural(source.Kind)}", withheld, null);
        }

        if (report.NeverRead.Count > 0)
        {
            yield return new("nothing decided", $"Never read to the end: {report.NeverReadInWords}.{UnreadableSources(report)}",
                "A customer whose open items are unknown is not free of debt: nothing is decided or written before all of this was read once.");
        }

        if (report.Evaluation.UnknownStages.Count > 0)
        {
            yield return new("policy", $"It checks deals in stages that the CRM does not have: {string.Join(", ", report.Evaluation.UnknownStages)}.",
                "Correct proposals.check_deals in the policy; 'creditbridge check' lists the CRM's stages. Deals keep the check that they show.");
        }

        foreach (var unknown in report.Evaluation.Reviews.UnknownPeople.Take(MostListed))
        {
            yield return new("policy", unknown, "Correct the section 'reviews' of the policy, or the name or address in the CRM; 'creditbridge check' compares them. Until then nobody gets, hears of or may decide what is theirs.");
        }

        foreach (var (team, reviews) in report.ReviewsOfNobody.Take(MostListed))
        {
            yield return new($"team {team}", string.Create(CultureInfo.InvariantCulture, $"{Count(reviews, "open review")} {(reviews == 1 ? "is" : "are")} given to nobody: of the analysts whom the policy names, none was there to take {(reviews == 1 ? "it" : "them")}."),
                $"Make somebody their owner in the CRM, or correct 'reviews.teams' in the policy; 'creditbridge reviews --team \"{team}\"' lists them.");
        }

        if (report.Evaluation.CustomersFromTwoConnections.Count > 0)
        {
            yield return new("customers", $"Delivered by two connections under one key, so that their items count twice: {string.Join(", ", report.Evaluation.CustomersFromTwoConnections.Take(5))}.",
                "Give each ERP's mapping a 'system:' of its own.");
        }

        foreach (var trouble in report.Bureaus.Troubles.Take(MostListed))
            yield return new("bureaus", trouble, "'creditbridge bureaus' lists the orders and what became of them.");
        foreach (var problem in (report.Links?.Problems ?? []).Take(MostListed))
            yield return new("links", $"{problem} The links that were good last count.", "Correct the line; the file is read again by itself.");
        foreach (var warning in (report.Links?.Warnings ?? []).Take(MostListed))
            yield return new("links", warning, null);
        if (report.Unreadable is > 0 and var unreadable)
            yield return new("unreadable", $"{Unreadable(unreadable, report.UnreadableFiles)} could not be read, now or earlier.{First(report)}", "'creditbridge status' lists them with their reasons.");
        foreach (var source in report.Sync.Sources)
        {
            if (source.Result.RemovalWithheld is { } withheld)
                yield return new($"{source.Connection} {KindWords.Plural(source.Kind)}", withheld, null);
        }
    }

    private static IEnumerable<AttentionLine> Customers(CycleReport report)
    {
        foreach (var finding in report.Findings.Lines)
            yield return new(finding.Subject, finding.What, finding.NextStep);
        var (carried, lost) = (report.Evaluation.CarriedClaims, report.Evaluation.LostClaims);
        foreach (var claim in carried.Take(MostListed))
            yield return new($"account {claim.AccountKey}", claim.What, claim.NextStep);
        if (carried.Count > MostListed)
            yield return new("", string.Create(CultureInfo.InvariantCulture, $"… and {carried.Count - MostListed:N0} more customers of merged accounts."), "'creditbridge status' lists them.");
        foreach (var claim in lost.Take(MostListed))
            yield return new($"account {claim.AccountKey}", claim.What, claim.NextStep);
        if (lost.Count > MostListed)
            yield return new("", string.Create(CultureInfo.InvariantCulture, $"… and {lost.Count - MostListed:N0} more customers that are no longer in the ERP."), "'creditbridge customers lost' lists them.");
        var kept = report.Evaluation.KeptClaims;
        foreach (var claim in kept.Take(MostListed))
            yield return new($"account {claim.AccountKey}", claim.What, claim.NextStep);
        if (kept.Count > MostListed)
            yield return new("", string.Create(CultureInfo.InvariantCulture, $"… and {kept.Count - MostListed:N0} more customers whose keys were taken out."), "'creditbridge customers kept' lists them.");
        if (report.Evaluation.UndeliveredKeys is { Accounts: > 0 } undelivered)
            yield return new("customer keys", undelivered.What, Accounts.UndeliveredKeys.NextStep);
    }

    private static IEnumerable<AttentionLine> Writing(CycleReport report)
    {
        if (report.Sync.Total.Drifted is > 0 and var drifted)
        {
            yield return new("typed over", string.Create(CultureInfo.InvariantCulture, $"{drifted:N0} credit {(drifted == 1 ? "field shows" : "fields show")} something else in the CRM than what was written."),
                "'creditbridge drift list' shows who changed them and what is done about it.");
        }

        foreach (var problem in report.FieldProblems)
            yield return new(problem.Subject, problem.Message, problem.NextStep);
        if (report.Dispatch is not { } dispatch)
            yield break;
        if (dispatch.Stopped is { } stopped)
            yield return new("writing", stopped.Message, stopped.NextStep);
        if (dispatch.HeldBack is { } held)
            yield return new("held back", held.Message, held.NextStep);
        foreach (var cause in RefusalCause.Of(dispatch))
            yield return new(cause.Who, cause.Example.Message, cause.Example.NextStep);
        if (dispatch.ParkedCount > 3)
            yield return new("refused", $"{Count(dispatch.ParkedCount, "record")} in all.", "'creditbridge outbox list' shows each with the CRM's own words.");
    }

    private static IEnumerable<AttentionLine> Verification(CycleReport report)
    {
        if (report.Verification is { Missed: > 0 and var missed })
        {
            yield return new("verification", $"{Count(missed, "record")} had been missed by reading and {(missed == 1 ? "was" : "were")} made up for now.",
                "If it happens again, raise OverlapMinutes of the connection: transactions of the org take longer than it allows for.");
        }
    }

    private static IEnumerable<AttentionLine> Waiting(CycleReport report)
    {
        if (report.Dispatch is null)
            yield break;
        if (report.Outbox.Retrying is > 0 and var retrying)
        {
            yield return new("writing", $"{Count(retrying, "record")} {(retrying == 1 ? "waits" : "wait")} to be written again after a failure.",
                "They are sent by themselves; 'creditbridge outbox list' shows when and why, 'creditbridge outbox retry' hurries them.");
        }

        if (report.Outbox.Parked is > 0 and var parked && report.Dispatch.ParkedCount == 0)
            yield return new("writing", $"{Count(parked, "record")} {(parked == 1 ? "was" : "were")} refused earlier and {(parked == 1 ? "waits" : "wait")} for a person.", "'creditbridge outbox list' shows each with the CRM's own words.");
    }

    private static IEnumerable<AttentionLine> Defects(CycleReport report) =>
        report.Evaluation.Defects.Take(5).Select(d => new AttentionLine($"account {d.AccountKey}", $"Could not be evaluated: {d.Reason}", "This is a defect; please report it."))
            .Concat(report.Evaluation.Reviews.Defects.Take(5).Select(d => new AttentionLine($"account {d.AccountKey}", $"Its reviews could not be worked out: {d.Reason}", "This is a defect; please report it. They stay as they are and are tried again.")));

    private static string UnreadableSources(CycleReport report) => report.NeverRead.Where(n => n.IsUnreadable).Select(n => $"{n.Connection} {KindWords.Plural(n.Kind)}").ToList() is { Count: > 0 } unreadable
        ? $" Of the first listing of {string.Join(", ", unreadable)}, too little could be read to know what anybody owes: correct what 'creditbridge status' lists, and deliver the listing again."
        : "";

    private static string First(CycleReport report) => report.FirstUnreadable is { } first ? $" {(report.Unreadable == 1 ? "" : "The first: ")}{first.InWords}" : "";

    private static string Unreadable(long all, long files) =>
        files == 0 ? Count(all, "record") : files >= all ? Count(all, "file") : $"{Count(all - files, "record")} and {Count(files, "file")}";

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
