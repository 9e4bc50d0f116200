using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Examples;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Lint;

/// <summary>
/// Looks for what is allowed and yet hardly meant: conditions that nothing can meet or everything meets, words that no band is called by, inputs that are defined and
/// never used. Reading a policy finds what is wrong; this finds what is odd.
/// </summary>
public static class PolicyLint
{
    private static readonly string[] Conditions = ["when", "require", "release_when"];

    /// <summary>Reads a policy, looks it over and runs its examples.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="fileName">Its name, for messages.</param>
    public static LintResult Check(string yaml, string fileName)
    {
        var parsed = CreditPolicyParser.Parse(yaml, fileName);
        if (parsed.Policy is not { } policy || PolicyYaml.Read(yaml, new ProblemList(fileName)) is not { } document)
            return new LintResult(null, parsed.Problems, []);
        var problems = new ProblemList(fileName);
        foreach (var (node, key, path) in Texts(document, ""))
        {
            if (Conditions.Contains(key) && !path.StartsWith("examples", StringComparison.Ordinal))
                CheckCondition(problems, policy, node, path);
        }

        CheckRanges(problems, policy, document);
        CheckReleases(problems, policy, document);
        CheckTerms(problems, policy, document);
        CheckReviews(problems, policy, document);
        WorkingTimeLint.Check(problems, policy, document);
        CheckUse(problems, policy, document);
        var examples = ExampleRunner.Run(policy);
        foreach (var mismatch in examples.SelectMany(e => e.Mismatches.Select(m => (e.Example, Mismatch: m))))
        {
            var (example, (expected, actual)) = mismatch;
            problems.Error(expected.Line, expected.Column, expected.Path, $"Example '{example.Name}' expects {expected.What.Replace("input:", "", StringComparison.Ordinal)} {expected.Value}, and the policy gives {(actual.Length == 0 ? "nothing" : actual)}.");
        }

        return new LintResult(policy, [.. parsed.Problems.Concat(problems.InOrder).OrderBy(p => p.Line).ThenBy(p => p.Column)], examples);
    }

    private static void CheckCondition(ProblemList problems, CreditPolicy policy, PolicyText node, string path)
    {
        var expression = Parsed(node.Value, policy.Inputs);
        if (expression is null)
            return;
        CheckBandNames(problems, policy, node, path);
        switch (ConditionProbe.Try(expression, policy))
        {
            case ConditionOutcome.NeverTrue:
                problems.Warning(node, path, $"No values of {Names(expression)} were found that make '{node.Value}' true: {Consequence(path, never: true)}");
                break;
            case ConditionOutcome.AlwaysTrue:
                problems.Warning(node, path, $"'{node.Value}' is true for every value of {Names(expression)} that was tried: {Consequence(path, never: false)}");
                break;
        }
    }

    private static string Consequence(string path, bool never) => (path.StartsWith("prequalification", StringComparison.Ordinal), never) switch
    {
        (true, true) => "no account is ever prequalified.",
        (true, false) => "this criterion asks for nothing.",
        (false, true) => "this never applies.",
        (false, false) => "this applies to every account.",
    };

    private static string Names(Expression expression) => expression.Inputs.Count == 0 ? "anything" : string.Join(" and ", expression.Inputs.Select(i => $"'{i.Name}'"));

    // "band in ("Lw")": a band that does not exist, which would silently never match.
    private static void CheckBandNames(ProblemList problems, CreditPolicy policy, PolicyText node, string path)
    {
        var tokens = Token.Split(node.Value);
        for (var i = 0; i < tokens.Count - 2; i++)
        {
            if (tokens[i] is not { Kind: TokenKind.Name, Text: "band" or "previous_band" })
                continue;
            var next = i + 1;
            while (next < tokens.Count && tokens[next] is { Kind: TokenKind.Name, Text: "in" or "not" } or { Kind: TokenKind.Symbol, Text: "(" or "=" or "!=" })
                next++;
            for (; next < tokens.Count && tokens[next] is { Kind: TokenKind.Text } or { Kind: TokenKind.Symbol, Text: "," }; next++)
            {
                if (tokens[next].Kind == TokenKind.Text && !policy.Bands.Any(b => string.Equals(b.Name, tokens[next].Text, StringComparison.OrdinalIgnoreCase)))
                {
                    problems.Warning(node.Line, node.TextColumn + tokens[next].Position, path,
                        $"No band is called '{tokens[next].Text}'; there are {string.Join(", ", policy.Bands.Select(b => b.Name))}.", Spelling.Nearest(tokens[next].Text, policy.Bands.Select(b => b.Name)));
                }
            }
        }
    }

    private static void CheckRanges(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        foreach (var (map, path) in Maps(document, ""))
        {
            if (Child(map, "input") is not PolicyText named || !policy.Inputs.TryGet(named.Value, out var input) || Child(map, "ranges") is not PolicyList ranges)
                continue;
            for (var i = 0; i < ranges.Items.Count; i++)
            {
                if (ranges.Items[i] is not PolicyMap range)
                    continue;
                var isBelow = input.Lowest is { } lowest && Number(Child(range, "to")) is { } to && to < lowest;
                var isAbove = input.Highest is { } highest && Number(Child(range, "from")) is { } from && from > highest;
                if (isBelow || isAbove)
                    problems.Warning(range, $"{path}.ranges[{i}]", $"'{input.Name}' is never {(isBelow ? $"below {SectionReader.Plain(input.Lowest!.Value)}" : $"above {SectionReader.Plain(input.Highest!.Value)}")}: this range is never reached.");
            }
        }
    }

    private static void CheckReleases(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        if (Child(document, "hold") is not PolicyMap hold || Child(hold, "rules") is not PolicyList rules)
            return;
        var checkpoints = policy.Proposals.Checkpoints.Select(c => c.Name).ToList();
        foreach (var (rule, index) in rules.Items.OfType<PolicyMap>().Select((r, i) => (r, i)))
        {
            if (Child(rule, "when") is PolicyText when && Child(rule, "release_when") is PolicyText release
                && Parsed($"not ({when.Value}) and ({release.Value})", policy.Inputs) is { } ends && ConditionProbe.Try(ends, policy) == ConditionOutcome.NeverTrue)
                problems.Warning(release, $"hold.rules[{index}].release_when", $"No values were found with which this rule is over: '{release.Value}' never holds while '{when.Value}' does not. Once held, always held.");
            foreach (var (key, _) in (Child(rule, "checkpoints") as PolicyMap)?.Entries ?? [])
            {
                if (!checkpoints.Contains(key.Value))
                    problems.Warning(key.Line, key.Column, $"hold.rules[{index}].checkpoints.{key.Value}", $"There is no checkpoint '{key.Value}' under 'proposals.checkpoints'.", Spelling.Nearest(key.Value, checkpoints));
            }
        }
    }

    private static void CheckReviews(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        if (Child(document, "reviews") is not PolicyMap reviews)
            return;
        var holds = policy.Hold.Rules.Select(r => r.Name).Concat(policy.Exposure.Buckets.Select(b => RuleSections.BucketPrefix + b.Name)).ToList();
        foreach (var (rule, index) in policy.Reviews.Causes.Select((r, i) => (r, i)))
        {
            foreach (var hold in rule.Holds.Where(h => !holds.Contains(h, StringComparer.Ordinal)))
                problems.Warning(reviews.Line, reviews.Column, $"reviews.causes[{index}].holds", $"There is no hold '{hold}'.", Spelling.Nearest(hold, holds));
        }

        if (policy.Reviews.Escalation.Any(s => s.To.Count == 0))
            problems.Warning(reviews, "reviews.escalation", "A step goes to nobody: name somebody under 'to'.");
        foreach (var (person, what, suggestion) in PolicyPeople.Oddities(policy.Reviews))
            problems.Warning(reviews.Line, reviews.Column, person.Path, what, suggestion);
        foreach (var team in policy.Reviews.Teams.Take(Math.Max(0, policy.Reviews.Teams.Count - 1)).Where(t => t.For == new ReviewSelection()))
            problems.Warning(reviews, "reviews.teams", $"Team '{team.Name}' gets every review, so that the teams behind it get none: put it last, or say what it is for.");
    }

    private static void CheckTerms(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        if (Child(document, "bands") is not PolicyList bands)
            return;
        foreach (var (band, index) in bands.Items.OfType<PolicyMap>().Select((b, i) => (b, i)))
        {
            var read = policy.Bands.FirstOrDefault(b => b.Name == (Child(band, "name") as PolicyText)?.Value);
            if (read is not null && policy.LongestTerms(read) is var longest && longest != read.Terms && Child(band, "terms") is { } terms)
                problems.Warning(terms, $"bands[{index}].terms", $"{read.Terms} is not on the ladder of terms; {longest} is the longest of it that band '{read.Name}' gets.");
        }
    }

    private static void CheckUse(ProblemList problems, CreditPolicy policy, PolicyMap document)
    {
        foreach (var (defined, index) in policy.Inputs.Defined.Select((d, i) => (d, i)))
        {
            var uses = Texts(document, "").Count(t => !(t.Path == $"inputs[{index}].name") && Words(t.Node.Value).Contains(defined.Name, StringComparer.Ordinal));
            var expected = policy.Examples.Any(e => e.Expected.Any(x => x.What == "input:" + defined.Name));
            if (uses == 0 && !expected && Child(document, "inputs") is PolicyList list && list.Items.Count > index)
                problems.Warning(list.Items[index], $"inputs[{index}]", $"'{defined.Name}' is defined and never used.");
        }
    }

    private static Expression? Parsed(string text, InputScope scope)
    {
        try
        {
            return ExpressionParser.Parse(text, InputStage.Hold, ExpressionType.Condition, scope);
        }
        catch (ExpressionException)
        {
            return null;
        }
    }

    private static IEnumerable<(PolicyText Node, string Key, string Path)> Texts(PolicyNode node, string path, string key = "") => node switch
    {
        PolicyText text => [(text, key, path)],
        PolicyList list => list.Items.SelectMany((item, i) => Texts(item, $"{path}[{i}]", key)),
        PolicyMap map => map.Entries.SelectMany(e => Texts(e.Value, path.Length == 0 ? e.Key.Value : $"{path}.{e.Key.Value}", e.Key.Value)),
        _ => [],
    };

    private static IEnumerable<(PolicyMap Node, string Path)> Maps(PolicyNode node, string path) => node switch
    {
        PolicyMap map => map.Entries.SelectMany(e => Maps(e.Value, path.Length == 0 ? e.Key.Value : $"{path}.{e.Key.Value}")).Prepend((map, path)),
        PolicyList list => list.Items.SelectMany((item, i) => Maps(item, $"{path}[{i}]")),
        _ => [],
    };

    private static PolicyNode? Child(PolicyMap map, string key) => map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value;

    private static decimal? Number(PolicyNode? node) => node is PolicyText text && SectionReader.TryNumber(text.Value, out var number) ? number : null;

    private static string[] Words(string text) => text.Split([' ', '(', ')', ',', '+', '-', '*', '/', '<', '>', '=', '!', '{', '}', '"'], StringSplitOptions.RemoveEmptyEntries);
}
