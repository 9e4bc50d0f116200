using System.Globalization;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Comparison;

/// <summary>The words in which differences between policies are told.</summary>
internal static class PolicyWords
{
    private const int LongestValue = 160;

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["factors"] = "factor",
        ["bands"] = "band",
        ["vetoes"] = "veto",
        ["methods"] = "method",
        ["rules"] = "rule",
        ["criteria"] = "criterion",
        ["alternatives"] = "alternative",
        ["ranges"] = "range",
        ["values"] = "value",
        ["inputs"] = "input",
        ["adjustments"] = "adjustment",
        ["exclusions"] = "exclusion",
        ["checkpoints"] = "checkpoint",
        ["examples"] = "example",
        ["end_when"] = "trigger",
        ["securities"] = "security",
        ["rows"] = "row",
        ["causes"] = "cause",
        ["effort"] = "class of effort",
        ["windows"] = "window",
        ["teams"] = "team",
        ["analysts"] = "analyst",
        ["escalation"] = "step",
        ["authority"] = "authority of",
    };

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["when"] = "the condition",
        ["release_when"] = "the condition of release",
        ["require"] = "the condition",
        ["points"] = "the points",
        ["missing"] = "what becomes of it when the input is missing",
        ["limit_percent"] = "the share of the limit that is granted (percent)",
        ["terms"] = "the longest terms",
        ["review_every_days"] = "the days between reviews",
        ["past_due_after_days"] = "the days of grace after the due date",
        ["ignore_up_to"] = "the amount up to which nothing is past due",
        ["not_set_means"] = "what a limit that nobody has set counts as",
        ["erp"] = "which limit wins against the ERP's",
        ["combine"] = "how results are combined",
        ["highest"] = "the highest that is possible",
    };

    public static string SectionName(string key) => key switch
    {
        "check_deals" => "which deals are checked",
        "scale" => "scale",
        _ => key.Replace('_', ' '),
    };

    public static string Member(string list, string name) => $"{Members.GetValueOrDefault(list, Singular(list))} '{name}'";

    public static string MemberAdded(string list, string name, PolicyMap node)
    {
        var details = node.Entries.Where(e => e.Key.Value is not ("name" or "offer" or "is") && e.Value is PolicyText { IsEmpty: false }).Select(e => $"{e.Key.Value.Replace('_', ' ')} {Plain(e.Value)}");
        return $"new {Member(list, name)}{Cut(string.Join("; ", details)) switch { "" => "", var text => $" ({text})" }}";
    }

    public static string MemberRemoved(string list, string name) => $"{Member(list, name)} is gone";

    public static string Moved(string list, IEnumerable<string> order) => $"the order of the {list.Replace('_', ' ')} is now: {string.Join(", ", order)}";

    public static string Added(string key, PolicyNode value) => $"new: {Key(key)} {Cut(Plain(value))}";

    public static string Removed(string key, PolicyNode value) => $"no longer there: {Key(key)} {Cut(Plain(value))}";

    public static string Changed(string key, PolicyNode a, PolicyNode b)
    {
        if (a is PolicyList x && b is PolicyList y)
        {
            var gone = x.Items.Select(Plain).Except(y.Items.Select(Plain), StringComparer.Ordinal).ToList();
            var added = y.Items.Select(Plain).Except(x.Items.Select(Plain), StringComparer.Ordinal).ToList();
            var parts = new[] { added.Count > 0 ? $"now with {string.Join(", ", added)}" : "", gone.Count > 0 ? $"now without {string.Join(", ", gone)}" : "" }.Where(p => p.Length > 0).ToList();
            return parts.Count == 0 ? $"{Key(key)}: the order is now {string.Join(", ", y.Items.Select(Plain))}" : $"{Key(key)}: {string.Join("; ", parts)}";
        }

        if (Number(a) is { } from && Number(b) is { } to)
            return $"{Key(key)}: now {Plain(b)}, {(to > from ? "up" : "down")} from {Plain(a)}";
        return $"{Key(key)}: now {Quoted(key, b)}, was {Quoted(key, a)}";
    }

    public static bool Same(PolicyNode a, PolicyNode b) => (a, b) switch
    {
        (PolicyText x, PolicyText y) => Normal(x) == Normal(y),
        (PolicyList x, PolicyList y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
        (PolicyMap x, PolicyMap y) => x.ContentHash() == y.ContentHash(),
        _ => false,
    };

    public static string Range(PolicyNode? from, PolicyNode? to) => (from, to) switch
    {
        (null, null) => "everything",
        (null, { } end) => $"up to {Plain(end)}",
        ({ } start, null) => $"from {Plain(start)}",
        ({ } start, { } end) => $"{Plain(start)} to {Plain(end)}",
    };

    public static string Plain(PolicyNode node) => node switch
    {
        PolicyText text => text.Value,
        PolicyList list => "[" + string.Join(", ", list.Items.Select(Plain)) + "]",
        PolicyMap map => "{ " + string.Join(", ", map.Entries.Select(e => $"{e.Key.Value}: {Plain(e.Value)}")) + " }",
        _ => "",
    };

    private static string Key(string key) => Keys.GetValueOrDefault(key) ?? "the " + key.Replace('_', ' ');

    private static string Quoted(string key, PolicyNode node) => key is "when" or "require" or "release_when" or "formula" or "reason" or "release" or "otherwise" or "points" ? $"\"{Plain(node)}\"" : Cut(Plain(node));

    private static decimal? Number(PolicyNode node) => node is PolicyText text && SectionReader.TryNumber(text.Value, out var number) ? number : null;

    private static string Normal(PolicyText text) => text.Value.ToLowerInvariant() switch
    {
        "true" => "yes",
        "false" => "no",
        _ when Number(text) is { } number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        _ => text.Value,
    };

    private static string Singular(string list) => list.EndsWith('s') ? list[..^1].Replace('_', ' ') : list.Replace('_', ' ');

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..(LongestValue - 1)] + "…";
}
