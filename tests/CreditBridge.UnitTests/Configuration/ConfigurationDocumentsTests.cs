using System.Text;
using System.Text.Json.Nodes;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Configuration.Catalogue;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Configuration;

public class ConfigurationDocumentsTests
{
    private static readonly SampleConnector s_connector = new();
    private static readonly OptionCatalogue s_catalogue = new([s_connector, new OtherConnector()]);

    private static string Written(Action<OptionCatalogue, TextWriter> write, OptionCatalogue catalogue)
    {
        var output = new StringWriter();
        write(catalogue, output);
        return output.ToString();
    }

    private static LoadResult Load(string json) =>
        new ConfigurationLoader([s_connector, new OtherConnector()]).LoadText(Encoding.UTF8.GetBytes(json), "sample", new Dictionary<string, string>());

    [Fact]
    public void Sample_AsItIs_LacksOnlyTheRequiredSecret() =>
        Load(Written(SampleConfiguration.Write, s_catalogue)).Problems.Select(problem => problem.Key).ShouldBe(["Connections:sample:Password"]);

    [Fact]
    public void Sample_WithEveryCommentedOptionTakenIn_IsReadWithoutProblem() =>
        Load(Written(SampleConfiguration.Write, s_catalogue).Replace("// \"", "\"")).Problems.ShouldBeEmpty();

    [Fact]
    public void Sample_Always_NamesEveryOptionWithItsMeaning()
    {
        var sample = Written(SampleConfiguration.Write, s_catalogue);
        sample.ShouldContain("// Rows of a page.\n        // Whole number, 1 to 2000. Default: 500.\n        \"Size\": 500,");
        sample.ShouldContain("\n      // \"Objects\": [\"Account\", \"Opportunity\"],", Case.Sensitive, "an example is commented out, the default stays");
        sample.ShouldContain("\"Type\": \"Sample\",");
        sample.ShouldContain("\n        \"Field12\": \"Credit_12__c\"\n      },\n", Case.Sensitive, "a long map has a line per entry");
        sample.ShouldContain("environment variable CREDITBRIDGE_Connections__sample__Password.");
        sample.ShouldContain("// \"Address\": \"https://example.my.salesforce.com\"");
        sample.ShouldContain("\n      \"Folder\": \"/srv/erp\",", Case.Sensitive, "what must be given is not commented out");
    }

    [Fact]
    public void Schema_Always_IsClosedAndComplete()
    {
        var schema = JsonNode.Parse(Written(ConfigurationSchema.Write, s_catalogue))!;

        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        var poll = schema["properties"]!["Schedule"]!["properties"]!["PollSeconds"]!;
        poll["type"]!.GetValue<string>().ShouldBe("integer");
        poll["minimum"]!.GetValue<decimal>().ShouldBe(1);
        poll["maximum"]!.GetValue<decimal>().ShouldBe(86_400);
        poll["default"]!.GetValue<int>().ShouldBe(60);
        poll["description"]!.GetValue<string>().ShouldStartWith("Seconds between");
        var sample = schema["$defs"]!["Sample"]!;
        sample["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        sample["properties"]!["Type"]!["const"]!.GetValue<string>().ShouldBe("Sample");
        sample["properties"]!["Login"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["Jwt", "ClientCredentials"]);
        sample["properties"]!["Password"]!["writeOnly"]!.GetValue<bool>().ShouldBeTrue();
        sample["required"].ShouldBeNull("the only required option is a secret, which the environment may give");
        schema["$defs"]!["Other"]!["required"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("Folder");
        schema["properties"]!["Connections"]!["additionalProperties"]!["allOf"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public void Reference_Always_HasATablePerSectionAndConnector()
    {
        var page = Written(ConfigurationReference.Write, s_catalogue);
        foreach (var option in s_catalogue.Root.Options)
            page.ShouldContain($"\n## {option.Name}\n");
        page.ShouldContain("### Connections of type Sample");
        page.ShouldContain("| `Paging:Size` | Rows of a page. | whole number, 1 to 2000 | `500` |");
        page.ShouldContain("| `Stages:0:Size` |");
        page.ShouldContain("| `Password` | Password. | text, **secret** | **required** |");
    }

    [Fact]
    public void CommittedSample_Always_IsCurrent() =>
        IsCurrent("appsettings.sample.json", SampleConfiguration.Write, "creditbridge config sample > appsettings.sample.json");

    [Fact]
    public void CommittedReference_Always_IsCurrent() =>
        IsCurrent("docs/configuration.md", ConfigurationReference.Write, "creditbridge config docs > docs/configuration.md");

    private static void IsCurrent(string file, Action<OptionCatalogue, TextWriter> write, string command)
    {
        var path = Path.Combine(Repository(), file);
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        var current = Written(write, new OptionCatalogue(KnownConnectors.All));
        if (committed == current)
            return;
        var expected = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file) + ".current");
        File.WriteAllText(expected, current);
        Assert.Fail($"{file} does not say what the code says. Write it anew with: {command} (or take {expected})");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CreditBridge.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"CreditBridge.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
