using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies.Parsing;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Policies;

/// <summary>A person whom the policy names.</summary>
/// <param name="Name">Key, e-mail address or name, as it stands there.</param>
/// <param name="Where">The rule, in words for people: "team 'Credit'".</param>
/// <param name="Path">Place in the document.</param>
/// <param name="MustBeUser">Whether only a user of the CRM will do; an address is enough for whoever is only told of something.</param>
public sealed record NamedPerson(string Name, string Where, string Path, bool MustBeUser);

/// <summary>The people whom the section "reviews" names: who gets reviews, who hears of late ones, who may decide. Pure.</summary>
public static class PolicyPeople
{
    /// <summary>All of them, in the order of the document; <see cref="EscalationStep.Owner"/> is nobody by name.</summary>
    public static IReadOnlyList<NamedPerson> Of(ReviewPolicy rules) =>
    [
        .. rules.Teams.SelectMany((t, i) => t.Analysts.Select((a, j) => new NamedPerson(a.User, $"team '{t.Name}'", $"reviews.teams[{i}].analysts[{j}].user", true))),
        .. rules.Escalation.SelectMany((s, i) => s.To.Where(t => t != EscalationStep.Owner)
            .Select(t => new NamedPerson(t, $"escalation '{s.Name}'", $"reviews.escalation[{i}].to", !t.Contains('@', StringComparison.Ordinal)))),
        .. rules.Authority.SelectMany((r, i) => r.Users.Select(u => new NamedPerson(u, "authority", $"reviews.authority[{i}].users", true))),
    ];

    /// <summary>Those who are no users of the CRM, each in a sentence with the places that name them; empty while no user is known.</summary>
    public static IReadOnlyList<string> Unknown(ReviewPolicy rules, IReadOnlyCollection<UserRecord> users) => users.Count == 0 ? [] : Sentences(
        Of(rules).Where(p => p.MustBeUser && !users.Any(u => CrmUsers.IsNamed(u, p.Name))), "is no user of the CRM");

    /// <summary>Those who are users and no longer active ones, each in a sentence with the places that name them.</summary>
    public static IReadOnlyList<string> Inactive(ReviewPolicy rules, IReadOnlyCollection<UserRecord> users) => Sentences(
        Of(rules).Where(p => users.Any(u => CrmUsers.IsNamed(u, p.Name)) && !users.Any(u => u.IsActive && CrmUsers.IsNamed(u, p.Name))), "is no longer an active user of the CRM");

    /// <summary>The team with those of its people who can be given reviews: active users of the CRM; all of them while no user is known.</summary>
    public static ReviewTeam Present(ReviewTeam team, IReadOnlyCollection<UserRecord> users) =>
        users.Count == 0 ? team : team with { Analysts = [.. team.Analysts.Where(a => users.Any(u => u.IsActive && CrmUsers.IsNamed(u, a.User)))] };

    /// <summary>What is odd about the names by the policy alone: a team in the place of a person, and what is hardly meant to be another name.</summary>
    internal static IEnumerable<(NamedPerson Person, string What, string? Suggestion)> Oddities(ReviewPolicy rules)
    {
        var people = Of(rules);
        foreach (var person in people)
        {
            if (string.Equals(person.Name, EscalationStep.Owner, StringComparison.OrdinalIgnoreCase))
                yield return (person, $"'{person.Name}' is taken for a name. Whoever works on the review is called 'owner', in small letters.", EscalationStep.Owner);
            else if (rules.Teams.FirstOrDefault(t => string.Equals(t.Name, person.Name, StringComparison.OrdinalIgnoreCase)) is { } team && team.Analysts.All(a => a.User != person.Name))
                yield return (person, $"'{person.Name}' is a team; {person.Where} is about people. Name its people, or an address.", null);
            else if (people.TakeWhile(p => p != person).ToList() is var before && !before.Exists(p => string.Equals(p.Name, person.Name, StringComparison.OrdinalIgnoreCase))
                && before.Find(p => IsSlip(p.Name, person.Name)) is { } other)
                yield return (person, $"'{person.Name}' ({person.Where}) and '{other.Name}' ({other.Where}) differ by one letter. If they are one person, write both alike.", other.Name);
        }
    }

    // Names that are numbered differ by a digit and are two.
    private static bool IsSlip(string a, string b) =>
        a.Length > 3 && !string.Equals(a, b, StringComparison.OrdinalIgnoreCase) && Spelling.Nearest(a, [b], 1) is not null && WithoutDigits(a) is var bare && bare != WithoutDigits(b);

    private static string WithoutDigits(string text) => string.Concat(text.Where(c => !char.IsDigit(c))).ToLowerInvariant();

    private static List<string> Sentences(IEnumerable<NamedPerson> people, string what) =>
        [.. people.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(g => $"'{g.Key}' ({string.Join(", ", g.Select(p => p.Where).Distinct(StringComparer.Ordinal))}) {what}.")];
}
