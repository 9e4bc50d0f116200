using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CreditBridge.Core.Policies;

namespace CreditBridge.UnitTests.Policies;

/// <summary>The policy that ships with the product, and variations of it.</summary>
internal static class StarterPolicy
{
    // Sections that tests bring along themselves.
    private static readonly string[] Optional = ["vetoes", "exposure", "overrides", "examples"];

    private static readonly string[] Lines = ["release_when:", "little payment history yet", "offer: pay_previous_first", "offer: letter_of_credit"];

    /// <summary>The document as it ships.</summary>
    public static string Shipped { get; } = File.ReadAllText(Path.Combine(RepositoryRoot(), "deploy", "config", "policies", "starter.yaml"));

    /// <summary>The document without the sections and lines that tests bring along themselves: they would stand in it twice.</summary>
    public static string Yaml { get; } = Lines.Aggregate(Optional.Aggregate(Shipped, Without), (yaml, line) => Regex.Replace(yaml, $@"^.*{line}.*\n", "", RegexOptions.Multiline));

    public static CreditPolicy Policy { get; } = Parse(Yaml);

    /// <summary>The starter policy with a piece of its text replaced; the piece must be there.</summary>
    public static CreditPolicy With(string piece, string replacement) => Parse(Replace(piece, replacement));

    public static string Replace(string piece, string replacement) =>
        Yaml.Contains(piece, StringComparison.Ordinal) ? Yaml.Replace(piece, replacement, StringComparison.Ordinal) : throw new InvalidOperationException($"The starter policy has no '{piece}'.");

    public static CreditPolicy Parse(string yaml)
    {
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        return result.Policy ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Problems));
    }

    private static string Without(string yaml, string section) => Regex.Replace(yaml, $@"^{section}:\n([ \t].*\n|\n)*", "", RegexOptions.Multiline);

    private static string RepositoryRoot([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
