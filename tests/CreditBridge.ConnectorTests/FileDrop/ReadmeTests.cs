using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(DropTestFolder.Repository, "connectors/FileDrop/README.md"));

    [Fact]
    public async Task WorkedExample_Works()
    {
        using var folder = new DropTestFolder();
        File.WriteAllText(folder.MappingPath, Block("yaml"));
        folder.Write("customers-20250131.csv", Block("csv"));
        await folder.ReadAsync();
        folder.Rejected.ShouldBeEmpty();
        folder.State.Count.ShouldBe(3);
        var findings = new List<string>();
        await foreach (var finding in folder.Connect().CheckAsync(default))
            findings.Add(finding.Message);
        findings.ShouldContain("Zero limit means no credit: 1 of 3 customers would have no credit; is that so?");
    }

    [Fact]
    public async Task ExampleOfABureau_Works()
    {
        using var folder = new DropTestFolder();
        File.WriteAllText(folder.MappingPath, Block("yaml", 2));
        folder.Write("bureau-reports-20250131.csv", Block("csv", 2));
        await folder.ReadAsync(RecordKind.BureauReport);
        folder.Rejected.ShouldBeEmpty();
        folder.State.Values.Cast<BureauReportRecord>().Select(r => (r.Score, string.Join(',', r.Codes))).ShouldBe([(72m, ""), (null, "no_data"), (null, "bankruptcy")]);
        var findings = new List<string>();
        await foreach (var finding in folder.Connect().CheckAsync(default))
            findings.Add(finding.Message);
        var said = findings.Single(f => f.StartsWith("meridian failure-2:", StringComparison.Ordinal));
        Readme.ShouldContain($"*{said}*");
    }

    [Fact]
    public void EveryOption_IsDescribed()
    {
        foreach (var option in typeof(FileDropOptions).GetProperties())
            Readme.ShouldContain($"| `{option.Name}` |");
    }

    [Fact]
    public void EveryKeyAndField_IsDescribed()
    {
        var kinds = new[] { "customers", "open_items", "paid_items", "rates", "orders", "bureau_reports", "statements", "securities", "signals", "overrides" };
        foreach (var name in kinds.SelectMany(k => KnownKeys("\n    zzz: 1", k)).Concat(kinds.SelectMany(k => KnownKeys("\n    fields:\n      zzzzzz: 1", k))).Distinct())
            Readme.ShouldContain($"`{name}`");
    }

    // A key that nobody can have meant is answered with the list of those there are.
    private static string[] KnownKeys(string unknown, string kind)
    {
        var problems = new List<MappingProblem>();
        MappingFile<FileLayout>.Parse(new FileDialect(), "m.yaml", $"connector: FileDrop\nsystem: erp\nrecords:\n  {kind}:\n    read: {{pattern: x, set: full}}{unknown}\n{(unknown.Contains("fields", StringComparison.Ordinal) ? "" : "    fields: {zzzzzz: 1}\n")}", problems);
        var path = $"records.{kind}.{(unknown.Contains("fields", StringComparison.Ordinal) ? "fields.zzzzzz" : "zzz")}";
        var list = problems.Single(p => p.Path == path).Suggestion;
        list.ShouldStartWith("There are: ");
        return list["There are: ".Length..].TrimEnd('.').Split(", ");
    }

    private static string Block(string language, int number = 1)
    {
        var text = Regex.Matches(Readme, $"```{language}\n(.*?)```", RegexOptions.Singleline)[number - 1].Groups[1].Value;
        // The first example stands indented below a numbered step.
        return (number == 1 ? text.Replace("\n   ", "\n", StringComparison.Ordinal) : text).Trim() + "\n";
    }
}
