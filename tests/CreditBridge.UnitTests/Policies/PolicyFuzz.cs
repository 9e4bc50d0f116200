using System.Text.RegularExpressions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

/// <summary>The starter policy and the complete one, damaged at random: whatever is left either gives problems or a policy that works.</summary>
public sealed class PolicyFuzz
{
    private static readonly string[] Pieces =
    [
        "0", "-1", "1", "99.5", "1_000_000_000_000", "79228162514264337593543950335", "1e9", "~", "", "yes", "no", "[]", "{}", "[1, 2]", "{ a: b }", "\"", ":", "- ", "*x", "&x ", "{", "}", "\t", "none", "unlimited",
        "lower_inclusive", "sum_of_points", "first_match", "policy_wins", "zero", "ignore", "fail", "Prepaid", "Net 30", "score", "band", "on_hold", "headroom", "past_due_amount", "country", "min(1, 2)", "if(erp_hold, 1, 2)", "é😀",
    ];

    private static readonly string[] Numbers = ["0", "1", "5", "33.3", "50", "80", "100", "365", "1_000_000_000"];

    [Fact]
    public void DamagedPolicy_GivesProblemsOrAPolicyThatNeverThrows()
    {
        var usable = 0;
        Check.One(Cases.Of(1000), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (Action<int>)(seed =>
        {
            var result = CreditPolicyParser.Parse(Damaged(seed), "policy.yaml");
            if (result.Policy is not { } policy)
            {
                result.Problems.ShouldContain(p => p.Severity == ProblemSeverity.Error);
                return;
            }

            usable++;
            for (var i = 0; i < 3; i++)
                CreditEvaluator.Evaluate(RandomFiles.Absurd(unchecked(seed + i) & int.MaxValue), policy);
        })));
        usable.ShouldBeGreaterThan(100);
    }

    private static string Damaged(int seed)
    {
        var random = new Random(seed);
        var lines = (seed % 2 == 0 ? StarterPolicy.Yaml : CompletePolicy.Yaml).Split('\n').Where(l => l.Trim() is { Length: > 0 } text && text[0] != '#').ToList();
        for (var damages = random.Next(1, 3); damages > 0; damages--)
        {
            var at = random.Next(lines.Count);
            var words = lines[at].Split(' ');
            switch (random.Next(9))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case >= 4:
                    // Numbers against numbers leave many policies readable: those have to work.
                    lines[at] = Regex.Replace(lines[at], @"(?<![\w.-])\d[\d_]*", _ => Numbers[random.Next(Numbers.Length)]);
                    break;
                default:
                    words[random.Next(words.Length)] = Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? "," : "");
                    lines[at] = string.Join(' ', words);
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
