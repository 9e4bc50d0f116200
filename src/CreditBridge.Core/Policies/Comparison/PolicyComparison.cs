using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Comparison;

/// <summary>
/// Says in words what is different between two policy documents. Comments, layout and the order of keys do not count; the members of a list are known by their
/// names, so that a new rule in the middle is one change and not many.
/// </summary>
public sealed class PolicyComparison
{
    // Lists of members without names, and what a member is known by.
    private static readonly string[] Identities = ["name", "offer", "is", "provider", "user", "users"];
    private static readonly string[] OrderMatters = ["methods", "alternatives", "adjustments", "exclusions", "causes", "effort", "windows", "teams"];

    private readonly List<PolicyChange> _changes = [];

    private PolicyComparison()
    {
    }

    /// <summary>The differences, in the order of the documents; empty when they say the same.</summary>
    /// <param name="before">The old document.</param>
    /// <param name="after">The new document.</param>
    /// <returns>Null when one of the documents is not readable at all; parse it to learn why.</returns>
    public static IReadOnlyList<PolicyChange>? Compare(string before, string after)
    {
        if (PolicyYaml.Read(before, new ProblemList("")) is not { } a || PolicyYaml.Read(after, new ProblemList("")) is not { } b)
            return null;
        var comparison = new PolicyComparison();
        foreach (var key in Keys(a, b))
            comparison.Compare(new Place(key, ""), key, Value(a, key), Value(b, key));
        return comparison._changes;
    }

    private void Compare(Place place, string key, PolicyNode? a, PolicyNode? b)
    {
        switch (a, b)
        {
            case (null, null):
                return;
            case (null, PolicyList { Items: [PolicyMap, ..] } y) when y.Items.All(i => i is PolicyMap):
                CompareMembers(place, key, new PolicyList(y.Line, y.Column, []), y);
                return;
            case (PolicyList { Items: [PolicyMap, ..] } x, null) when x.Items.All(i => i is PolicyMap):
                CompareMembers(place, key, x, new PolicyList(x.Line, x.Column, []));
                return;
            case (null, { } added):
                Add(ChangeKind.Added, place, PolicyWords.Added(key, added), null, added.Line);
                return;
            case ({ } removed, null):
                Add(ChangeKind.Removed, place, PolicyWords.Removed(key, removed), removed.Line, null);
                return;
            case (PolicyMap x, PolicyMap y):
                var inside = place.Within(PolicyWords.SectionName(key), isTop: key == place.Section);
                foreach (var inner in Keys(x, y))
                    Compare(inside, inner, Value(x, inner), Value(y, inner));
                return;
            case (PolicyList x, PolicyList y) when x.Items.Concat(y.Items).All(i => i is PolicyMap):
                CompareMembers(place, key, x, y);
                return;
            default:
                if (!PolicyWords.Same(a!, b!))
                    Add(ChangeKind.Changed, place, PolicyWords.Changed(key, a!, b!), a!.Line, b!.Line);
                return;
        }
    }

    private void CompareMembers(Place place, string key, PolicyList a, PolicyList b)
    {
        var old = Members(a);
        var current = Members(b);
        foreach (var (name, node) in old.Where(o => !current.ContainsKey(o.Key)))
            Add(ChangeKind.Removed, place, PolicyWords.MemberRemoved(key, name), node.Line, null);
        foreach (var (name, node) in current)
        {
            if (!old.TryGetValue(name, out var before))
            {
                Add(ChangeKind.Added, place, PolicyWords.MemberAdded(key, name, node), null, node.Line);
                continue;
            }

            var inside = place.Within(PolicyWords.Member(key, name), isTop: false);
            foreach (var inner in Keys(before, node).Where(k => !Identities.Contains(k)))
                Compare(inside, inner, Value(before, inner), Value(node, inner));
        }

        if (OrderMatters.Contains(key) && !old.Keys.Where(current.ContainsKey).SequenceEqual(current.Keys.Where(old.ContainsKey)))
            Add(ChangeKind.Moved, place, PolicyWords.Moved(key, current.Keys), a.Line, b.Line);
    }

    private static OrderedDictionary<string, PolicyMap> Members(PolicyList list)
    {
        var members = new OrderedDictionary<string, PolicyMap>(StringComparer.Ordinal);
        foreach (var map in list.Items.OfType<PolicyMap>())
        {
            var name = Identity(map);
            for (var i = 2; !members.TryAdd(name, map); i++)
                name = $"{Identity(map)} ({i})";
        }

        return members;
    }

    private static string Identity(PolicyMap map) =>
        Identities.Select(k => Value(map, k)).FirstOrDefault(v => v is not null) is { } named ? PolicyWords.Plain(named) : PolicyWords.Range(Value(map, "from"), Value(map, "to"));

    private static IEnumerable<string> Keys(PolicyMap a, PolicyMap b) => a.Entries.Select(e => e.Key.Value).Union(b.Entries.Select(e => e.Key.Value), StringComparer.Ordinal);

    private static PolicyNode? Value(PolicyMap map, string key) =>
        map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value is { } value and not PolicyText { IsEmpty: true } ? value : null;

    private void Add(ChangeKind kind, Place place, string text, int? oldLine, int? newLine)
    {
        var sentence = place.Words.Length == 0 ? text : $"{place.Words}: {text}";
        _changes.Add(new PolicyChange(kind, place.Section, char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".", oldLine, newLine));
    }

    /// <summary>Where in the document, in words.</summary>
    private sealed record Place(string Section, string Words)
    {
        public Place Within(string words, bool isTop) => isTop || words.Length == 0 ? this : this with { Words = Words.Length == 0 ? words : $"{Words}, {words}" };
    }
}
