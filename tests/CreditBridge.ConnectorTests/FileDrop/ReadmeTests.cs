using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Connectors.FileDrop.Files;
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
            Readme.ShouldContain($"`{option.Name}`");
    }

    [Fact]
    public void EveryKeyOfFiles_HasItsMeaningInAReferenceDocument()
    {
        var grammar = new MappingGrammar();
        foreach (var document in new FileDialect().ReferenceDocuments)
        {
            var problems = new List<MappingProblem>();
            var records = MappingSection.Parse("reference.yaml", document, problems, grammar)!.Section("records")!;
            foreach (var kind in MappedKinds.All)
            {
                if (records.Section(kind.Name)?.Section("read", "read") is { } read)
                {
                    new FileDialect().ReadKind(read, kind);
                    read.Close();
                }
            }

            problems.ShouldBeEmpty();
        }

        var own = grammar.Sections.Where(s => s.Name.StartsWith("$read", StringComparison.Ordinal)).ToList();
        own.Count.ShouldBe(4);
        own.SelectMany(s => s.Keys.Where(k => string.IsNullOrEmpty(k.Meaning)).Select(k => $"{s.Name}.{k.Name}")).ShouldBeEmpty();
        own.SelectMany(s => s.Keys).Count().ShouldBeGreaterThan(30);
    }

    // What the story names in code must exist: a key of files, a field, an option, or a word of a mapping.
    [Fact]
    public void EveryKeyThatIsTold_Exists()
    {
        var known = string.Join('\n', new FileDialect().ReferenceDocuments) + DropTestFolder.SampleMapping
            + File.ReadAllText(Path.Combine(DropTestFolder.Repository, "src/CreditBridge.Mapping/Reference/reference.yaml"));
        foreach (Match key in Regex.Matches(Readme, "`([a-z_]+):"))
            known.ShouldContain(key.Groups[1].Value + ":");
    }

    private static string Block(string language, int number = 1)
    {
        var text = Regex.Matches(Readme, $"```{language}\n(.*?)```", RegexOptions.Singleline)[number - 1].Groups[1].Value;
        // The first example stands indented below a numbered step.
        return (number == 1 ? text.Replace("\n   ", "\n", StringComparison.Ordinal) : text).Trim() + "\n";
    }
}
