using System.Text;
using CreditBridge.Worker.Configuration;
using Serilog.Events;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Configuration;

public class ConfigurationLoaderTests
{
    private const string Connections = """ "Connections": { "crm": { "Type": "Sample", "Password": "hunter2!" } } """;

    private static LoadResult Load(string json, params (string Name, string Value)[] environment) =>
        new ConfigurationLoader([new SampleConnector(), new OtherConnector()]).LoadText(
            Encoding.UTF8.GetBytes(json), "bridge.json", environment.ToDictionary(pair => pair.Name, pair => pair.Value));

    private static LoadResult LoadCrm(string options, params (string Name, string Value)[] environment) =>
        Load($$"""
            { "Connections": { "crm": { "Type": "Sample", "Password": "hunter2!",
            {{options}}
            } } }
            """, environment);

    private static ConfigurationProblem OnlyProblem(LoadResult result)
    {
        result.Options.ShouldBeNull();
        return result.Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void Minimal_OneConnection_HasAllDefaults()
    {
        var options = Load($"{{ {Connections} }}").Options.ShouldNotBeNull();

        options.Schedule.PollSeconds.ShouldBe(60);
        options.Runs.EvaluationBatchSize.ShouldBe(200);
        options.Http.Urls.ShouldBe("http://127.0.0.1:5080");
        options.Bridge.Zone.ShouldBe(TimeZoneInfo.Utc);
        options.Bridge.NodeName.ShouldBe(Environment.MachineName);
        var crm = options.Connections["CRM"];
        crm.Name.ShouldBe("crm");
        crm.Connector.ShouldBeOfType<SampleConnector>();
        crm.Options.ShouldBeOfType<SampleConnectorOptions>().Objects.ShouldBe(["Account"]);
    }

    [Fact]
    public void EveryForm_Given_IsBound()
    {
        var result = Load("""
            // comment
            {
              "$schema": "./schema.json",
              "Bridge": { "TimeZone": "Europe/Berlin", "Node": "n1", },
              "Logging": { "Overrides": { "Quartz": "Error" } }, /* and another */
              "Connections": {
                "crm": {
                  "type": "sample", "password": "p", "Address": "https://a.example.com/x", "Login": "clientcredentials", "ReadDeleted": false,
                  "Share": 0.25, "Overlap": "00:10:00", "MaxRows": 5000000000, "Objects": ["A", "B"], "Companies": [100, 200],
                  "Fields": { "Band": "B__c" }, "Paging": { "Size": 10 }, "Stages": [ { "Size": 1 }, { "Column": "Name" } ], "Pin": 7
                },
              },
            }
            """);

        result.Problems.ShouldBeEmpty();
        var options = result.Options.ShouldNotBeNull();
        options.Bridge.Zone.Id.ShouldBe("Europe/Berlin");
        options.Bridge.NodeName.ShouldBe("n1");
        options.Logging.Overrides["Quartz"].ShouldBe(LogEventLevel.Error);
        options.Logging.Overrides["Microsoft"].ShouldBe(LogEventLevel.Warning, "the default entries stay");
        var crm = (SampleConnectorOptions)options.Connections["crm"].Options;
        crm.Address.ShouldBe(new Uri("https://a.example.com/x"));
        crm.Login.ShouldBe(SampleLogin.ClientCredentials);
        crm.ReadDeleted.ShouldBeFalse();
        crm.Share.ShouldBe(0.25m);
        crm.Overlap.ShouldBe(TimeSpan.FromMinutes(10));
        crm.MaxRows.ShouldBe(5_000_000_000);
        crm.Objects.ShouldBe(["A", "B"]);
        crm.Companies.ShouldBe([100, 200]);
        crm.Fields["Band"].ShouldBe("B__c");
        crm.Fields["score"].ShouldBe("Credit_Score__c");
        (crm.Paging.Size, crm.Paging.Column).ShouldBe((10, "Id"));
        crm.Stages.Select(stage => (stage.Size, stage.Column)).ShouldBe([(1, "Id"), (500, "Name")]);
        crm.Pin.ShouldBe(7);
        result.Secrets.ShouldBe(["p", "7"]);
    }

    [Fact]
    public void Null_OnNullableOption_TakesTheDefaultAway() =>
        ((SampleConnectorOptions)LoadCrm(""" "Overlap": null """).Options!.Connections["crm"].Options).Overlap.ShouldBeNull();

    [Fact]
    public void Null_OnOtherOption_IsAProblem() => OnlyProblem(LoadCrm(""" "Share": null """)).Problem.ShouldBe("has no value.");

    [Fact]
    public void Environment_OverFile_WinsWithoutRegardToCase()
    {
        var result = Load($"{{ \"Schedule\": {{ \"PollSeconds\": 5 }}, {Connections} }}",
            ("CREDITBRIDGE_SCHEDULE__POLLSECONDS", "120"), ("CREDITBRIDGE_CONNECTIONS__CRM__PASSWORD", "from outside"), ("CREDITBRIDGE_Connections__crm__Objects__0", "X"),
            ("CREDITBRIDGE_Connections__crm__Overlap", ""), ("CREDITBRIDGE_TEST_POSTGRES", "Host=x"), ("PATH", "/bin"));

        result.Problems.ShouldBeEmpty();
        result.Options!.Schedule.PollSeconds.ShouldBe(120);
        var crm = result.Options.Connections["crm"];
        crm.Name.ShouldBe("crm");
        var options = (SampleConnectorOptions)crm.Options;
        options.Password.ShouldBe("from outside");
        options.Objects.ShouldBe(["X"]);
        options.Overlap.ShouldBeNull();
    }

    [Fact]
    public void Environment_Alone_IsEnough()
    {
        var options = Load("{}", ("CREDITBRIDGE_Connections__erp__Type", "Other"), ("CREDITBRIDGE_Connections__erp__Folder", "/srv")).Options.ShouldNotBeNull();
        ((OtherConnectorOptions)options.Connections["erp"].Options).Folder.ShouldBe("/srv");
    }

    [Fact]
    public void Environment_OneUnderscore_IsReported()
    {
        var problem = OnlyProblem(Load($"{{ {Connections} }}", ("CREDITBRIDGE_Schedule_PollSeconds", "120")));
        problem.Key.ShouldBe("CREDITBRIDGE_Schedule_PollSeconds");
        problem.NextStep.ShouldContain("two underscores");
    }

    [Fact]
    public void Mistakes_Many_AreAllReportedWithKeyAndLine()
    {
        var result = Load("""
            {
              "Schedul": { },
              "Schedule": { "PolSeconds": 5, "PollSeconds": 0 },
              "Runs": { "RetryMinSeconds": 100, "RetryMaxSeconds": 50, "EvaluationBatchSize": "200" },
              "Bridge": { "TimeZone": "Mars/Olympus" },
              "Logging": { "Level": "Warnin", "Console": "yes", "RetainedDays": 1.5 },
              "Http": { "Urls": "http://127.0.0.1:5080;nonsense;https://127.0.0.1:1" },
              "Connections": {
                "crm": { "Type": "Sampel" },
                "erp": { "Type": "Other" },
                "a b": { "Folder": "x" },
                "list": []
              }
            }
            """);

        result.Options.ShouldBeNull();
        result.Problems.Select(problem => $"{problem.Source} {problem.Key}").ShouldBe([
            "bridge.json:2 Schedul",
            "bridge.json:5 Bridge:TimeZone",
            "bridge.json:3 Schedule:PolSeconds",
            "bridge.json:3 Schedule:PollSeconds",
            "bridge.json:4 Runs:EvaluationBatchSize",
            "bridge.json:4 Runs:RetryMaxSeconds",
            "bridge.json:7 Http:Urls",
            "bridge.json:7 Http:Urls",
            "bridge.json:6 Logging:Level",
            "bridge.json:6 Logging:Console",
            "bridge.json:6 Logging:RetainedDays",
            "bridge.json:9 Connections:crm:Type",
            "bridge.json:10 Connections:erp:Folder",
            "bridge.json:11 Connections:a b",
            "bridge.json:11 Connections:a b:Type",
            "bridge.json:12 Connections:list",
        ], ignoreOrder: false);
        string NextStep(string key) => result.Problems.First(problem => problem.Key == key).NextStep;
        NextStep("Schedul").ShouldContain("Did you mean Schedule?");
        NextStep("Schedule:PolSeconds").ShouldContain("Did you mean PollSeconds?");
        NextStep("Logging:Level").ShouldContain("one of Verbose, Debug, Information, Warning, Error, Fatal. Did you mean Warning?");
        NextStep("Connections:crm:Type").ShouldBe("Did you mean Sample? Known types: Sample, Other.");
        NextStep("Connections:erp:Folder").ShouldContain("CREDITBRIDGE_Connections__erp__Folder");
        result.Problems.First(problem => problem.Key == "Schedule:PollSeconds").Problem.ShouldBe("is 0; allowed: 1 to 86400.");
        result.Problems.First(problem => problem.Key == "Runs:EvaluationBatchSize").ToString().ShouldBe(
            "bridge.json:4: Runs:EvaluationBatchSize cannot be read: \"200\" (text) does not fit. Write a whole number, such as 60.");
    }

    [Theory]
    [InlineData("\"Address\": \"/etc\"", "Address", "a whole address")]
    [InlineData("\"Overlap\": \"60\"", "Overlap", "hours, minutes and seconds")]
    [InlineData("\"Overlap\": \"2.00:00:00\"", "Overlap", null)]
    [InlineData("\"Share\": 1.01", "Share", null)]
    [InlineData("\"Login\": \"1\"", "Login", "one of Jwt, ClientCredentials")]
    [InlineData("\"Objects\": []", "Objects", null)]
    [InlineData("\"Objects\": \"Account\"", "Objects", "a list in square brackets")]
    [InlineData("\"Objects\": [\"A\", 5]", "Objects:1", "text in quotation marks")]
    [InlineData("\"Companies\": [1, 99999999999]", "Companies:1", "a whole number")]
    [InlineData("\"Fields\": [\"A\"]", "Fields", "a section in braces")]
    [InlineData("\"Fields\": { \"A\": { } }", "Fields:A", "text in quotation marks")]
    [InlineData("\"Paging\": 5", "Paging", "a section in braces")]
    [InlineData("\"Paging\": { \"Size\": 5, \"Colum\": \"x\" }", "Paging:Colum", "Did you mean Column?")]
    [InlineData("\"Paging\": { \"Column\": \"a; b\" }", "Paging:Column", null)]
    [InlineData("\"Stages\": [ { }, { \"Size\": 0 } ]", "Stages:1:Size", null)]
    public void Value_Wrong_IsReportedWhereItIs(string option, string key, string? nextStep)
    {
        var problem = OnlyProblem(LoadCrm(option));
        problem.Key.ShouldBe("Connections:crm:" + key);
        problem.Source.ShouldBe("bridge.json:2");
        if (nextStep is not null)
            problem.NextStep.ShouldContain(nextStep);
    }

    [Fact]
    public void Secret_InEveryKindOfProblem_IsNotShown()
    {
        var results = new[]
        {
            LoadCrm(""" "Pin": "13371337" """),
            LoadCrm(""" "Pin": 1.3371337 """),
            LoadCrm(""" "Login": "ClientCredentials" """),
            LoadCrm(""" "Pasword": "hunter2!" """),
            Load("""{ "Connections": { "crm": { "Type": "Sample", "Password": hunter2! } } }"""),
            Load("""{ "Connections": { "crm": { "Type": "Sample", "Password": nhunter2! } } }"""),
            Load("""{ "Storage": { "Provider": "PostgreSql", "ConnectionString": ["Password=hunter2!"] } }"""),
        };

        foreach (var result in results)
        {
            result.Problems.ShouldNotBeEmpty();
            var text = string.Join('\n', result.Problems);
            text.ShouldNotContain("hunter2!");
            text.ShouldNotContain("3371337");
        }
    }

    [Fact]
    public void Secret_Missing_PointsToTheEnvironment()
    {
        var problem = OnlyProblem(Load("""{ "Connections": { "crm": { "Type": "Sample" } } }"""));
        problem.Problem.ShouldBe("is missing.");
        problem.NextStep.ShouldContain("CREDITBRIDGE_Connections__crm__Password");
    }

    [Theory]
    [InlineData("{ \"Schedule\": { \n\n \"PollSeconds\" 5 } }", "bridge.json:3")]
    [InlineData("{ \n\"Schedule\": {", "bridge.json:2")]
    [InlineData("[]", "bridge.json:1")]
    [InlineData("\n5", "bridge.json:2")]
    [InlineData("", "bridge.json:1")]
    public void Syntax_Broken_NamesTheLine(string json, string source)
    {
        var problem = OnlyProblem(Load(json));
        problem.Source.ShouldBe(source);
        problem.ToString().ShouldContain("The configuration is not valid JSON");
    }

    [Fact]
    public void Key_GivenTwice_NamesBothLines()
    {
        var problem = OnlyProblem(Load($"{{ {Connections},\n\"Http\": {{}},\n\"http\": {{}} }}"));
        problem.Problem.ShouldBe("is given twice; the first time at bridge.json:2.");
        problem.Source.ShouldBe("bridge.json:3");
    }

    [Fact]
    public void Connections_None_AreAskedFor() => OnlyProblem(Load("{}")).Key.ShouldBe("Connections");

    [Fact]
    public void File_ThatIsNotThere_IsReportedByItsPath()
    {
        var loader = new ConfigurationLoader([]);
        var problem = OnlyProblem(loader.Load("nowhere/at-all.json", new Dictionary<string, string>()));
        problem.Source.ShouldBe(Path.GetFullPath("nowhere/at-all.json"));
        problem.NextStep.ShouldContain("--config");
    }

    [Fact]
    public void File_InAnotherFolder_IsTheBaseOfRelativePaths()
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-config");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.json"), $"{{ {Connections} }}");
            var loader = new ConfigurationLoader([new SampleConnector()]);

            var found = loader.Load(null, new Dictionary<string, string>(), folder.FullName);
            var named = loader.Load(Path.Combine(folder.FullName, "appsettings.json"), new Dictionary<string, string>());

            found.Problems.ShouldBeEmpty();
            found.BaseDirectory.ShouldBe(folder.FullName);
            named.BaseDirectory.ShouldBe(folder.FullName);
            named.File.ShouldBe(Path.Combine(folder.FullName, "appsettings.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void File_NoneAtAll_SaysHowToBegin()
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-config");
        try
        {
            OnlyProblem(new ConfigurationLoader([]).Load(null, new Dictionary<string, string>(), folder.FullName)).NextStep.ShouldContain("creditbridge config sample");
        }
        finally
        {
            folder.Delete();
        }
    }
}
