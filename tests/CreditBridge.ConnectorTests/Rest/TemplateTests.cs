using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Rest;
using CreditBridge.Connectors.Rest.Auth;
using CreditBridge.Connectors.Rest.Http;
using CreditBridge.Connectors.Rest.Json;
using CreditBridge.Connectors.Rest.Templates;
using CreditBridge.Mapping.Grammar;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>Requests with values of others in them: none of these may become more than a value.</summary>
public sealed class TemplateTests
{
    private const string Nasty = "O'Neil\\\" OR 1=1 -- &x=/../{{secret.KEY}}";

    // The request; the address below the base, or null when it is refused.
    [Theory]
    [InlineData("{path: \"a/{{v}}/b\"}", "a/O%27Neil%5C%22%20OR%201%3D1%20--%20%26x%3D%2F..%2F%7B%7Bsecret.KEY%7D%7D/b")]
    [InlineData("{path: q, query: {x: \"{{v}}\"}}", "q?x=O%27Neil%5C%22%20OR%201%3D1%20--%20%26x%3D%2F..%2F%7B%7Bsecret.KEY%7D%7D")]
    [InlineData("{path: q, query: {x: \"a {{v | sql}}\"}}", "q?x=a%20%27O%27%27Neil%5C%22%20OR%201%3D1%20--%20%26x%3D%2F..%2F%7B%7Bsecret.KEY%7D%7D%27")]
    [InlineData("{path: q, query: {x: \"a {{v | escaped}}\"}}", "q?x=a%20%27O%5C%27Neil%5C%5C%22%20OR%201%3D1%20--%20%26x%3D%2F..%2F%7B%7Bsecret.KEY%7D%7D%27")]
    [InlineData("{path: q, query: {x: \"a {{v}}\"}}", null)]
    [InlineData("{path: q, query: {x: \"a {{v | number}}\"}}", null)]
    [InlineData("{path: q, query: {x: \"{{none}}\", y: [1, \"{{n}}\", true]}}", "q?y=%5B1%2C7%2Ctrue%5D")]
    [InlineData("{path: q, query: {x: \"n{{n}}\"}}", "q?x=n7")]
    [InlineData("{path: \"a/{{n | base64}}\", query: {x: \"b {{v | base64}}\"}}", "a/Nw%3D%3D?x=b%20TydOZWlsXCIgT1IgMT0xIC0tICZ4PS8uLi97e3NlY3JldC5LRVl9fQ%3D%3D")]
    [InlineData("{path: q, query: {x: \"{{secret.KEY}}\"}}", "q?x=s%3Dcret")]
    [InlineData("{path: \"{{dots}}\"}", null)]
    [InlineData("{path: q, query: {x: \"{{secret.OTHER}}\"}}", null)]
    public void Address_IsEncoded(string request, string? address)
    {
        if (address is null)
            Should.Throw<ConnectorException>(() => Render(request)).Failure.Kind.ShouldBe(FailureKind.Configuration);
        else
            Render(request).Address.AbsoluteUri.ShouldBe("https://api.example/v1/" + address);
    }

    [Theory]
    [InlineData("{path: q, body: {a: \"{{v}}\", b: \"{{n}}\", c: \"{{n | text}}\", d: \"{{none}}\", e: [\"{{none}}\"], f: \"x{{n}}\", g: 01, h: 1.50}}",
        """{"a":"O\u0027Neil\\\u0022 OR 1=1 -- \u0026x=/../{{secret.KEY}}","b":7,"c":"7","e":[null],"f":"x7","g":"01","h":1.50}""")]
    [InlineData("{path: q, form: {a: \"{{v}}\"}}", "a=O%27Neil%5C%22%20OR%201%3D1%20--%20%26x%3D%2F..%2F%7B%7Bsecret.KEY%7D%7D")]
    [InlineData("{path: q, text: \"id={{n}}\"}", "id=7")]
    public void Body_IsEncoded(string request, string body) => Encoding.UTF8.GetString(Render(request).Body!.Value.Span).ShouldBe(body);

    // The header as it is sent; null when it is refused.
    [Theory]
    [InlineData("Bearer {{v}}", "Bearer " + Nasty)]
    [InlineData("{{n}}/{{secret.KEY | base64}}", "7/cz1jcmV0")]
    [InlineData("{{umlaut}}", null)]
    [InlineData("{{umlaut | base64}}", "TcO8bGxlcg==")]
    [InlineData("{{none}}", null)]
    public void Header_HoldsValuesAsTheyAre(string text, string? header)
    {
        var request = $"{{path: q, headers: {{X-A: \"{text}\"}}}}";
        if (header is null)
            Should.Throw<ConnectorException>(() => Render(request)).Failure.Kind.ShouldBe(FailureKind.Configuration);
        else
            Render(request).Headers.ShouldHaveSingleItem().Value.ShouldBe(header);
    }

    [Theory]
    [InlineData("made: \"a:{{login.token}}\"", "{{login.key}}", "The login gives no value {{login.key}}.")]
    [InlineData("made: \"a:{{login.key}}\"", "{{login.token}}", "The login gives no value {{login.key}}.")]
    [InlineData("token: x", "{{login.token}}", "There is a value 'token' already.")]
    public void Login_WithAValueOfNowhere_IsRefused(string made, string value, string message) => new RestConnector().Mappings.Lint("m.yaml", $$$"""
        connector: Rest
        system: erp
        api:
          auth: {kind: session, request: {path: login}, take: {token: t}, make: { {{{made}}} }, header: H, value: "{{{value}}}"}
        records: {customers: {read: {set: full, request: {path: a}, rows: $, paging: {kind: none}}, fields: {company: {value: "1"}, number: a, name: b} } }
        """).ShouldHaveSingleItem().Message.ShouldBe(message);

    [Theory]
    [InlineData("{path: q, query: {x: \"{{offset}}\"}}", "There is no value {{offset}} here")]
    [InlineData("{path: q, query: {x: \"{{n | quoted}}\"}}", "'quoted' is not a way to write a value")]
    [InlineData("{path: q, query: {x: \"{{n\"}}", "is not closed")]
    [InlineData("{path: q, query: {x: {{n}}}}", "A key must be a plain word")]
    [InlineData("{path: q, method: DELETE}", "'DELETE' is not a method for reading")]
    [InlineData("{path: q, text: a, form: {b: c}}", "A request has one body")]
    [InlineData("{query: {}}", "The key is missing")]
    public void Request_WithAMistake_IsRefused(string request, string message) => Read(request).Problems.ShouldContain(p => p.Message.Contains(message));

    [Theory]
    [InlineData("a.b", "1")]
    [InlineData("a[\"odd.name\"]", "2")]
    [InlineData("list[1].x", "4")]
    [InlineData("list[-1].x", "5")]
    [InlineData("list[9].x", null)]
    [InlineData("a.b.c", null)]
    [InlineData("$.a.b", "1")]
    public void Path_FindsWhatItNames(string text, string? value)
    {
        using var document = JsonText.Parse("""{"a": {"b": 1, "odd.name": 2}, "list": [{"x": 3}, {"x": 4}, {"x": 5}]}"""u8.ToArray(), "t");
        JsonPath.TryParse(text, out var path, out var reason).ShouldBeTrue(reason);
        path.TextIn(document.RootElement).ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a[")]
    [InlineData("a[x]")]
    [InlineData("a]b")]
    [InlineData("a[0]b")]
    [InlineData("a.")]
    public void Path_ThatIsNone_IsRefused(string text) => JsonPath.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void ReferenceDocuments_HaveNoMistake()
    {
        var language = new RestConnector().Mappings;
        language.ReferenceDocuments.Count.ShouldBe(Directory.GetFiles(RepositoryFiles.PathOf("connectors/Rest"), "reference*.yaml").Length);
        foreach (var text in language.ReferenceDocuments)
            language.Lint("reference.yaml", text).ShouldBeEmpty();
    }

    [Fact]
    public void Secret_InAMapping_IsRefused() => new RestConnector().Mappings.Lint("m.yaml", """
        connector: Rest
        system: erp
        api: {auth: {kind: basic, user: bot, password: hunter2}}
        records: {customers: {read: {set: full, request: {path: a}, rows: $, paging: {kind: none}}, fields: {company: {value: "1"}, number: a, name: b}}}
        """).ShouldHaveSingleItem().Message.ShouldBe("A secret does not belong into a mapping.");

    private static ApiRequest Render(string request)
    {
        var endpoint = ApiEndpoint.Of("https://api.example/v1", null, new Dictionary<string, string> { ["KEY"] = "s=cret" });
        var (template, problems) = Read(request);
        problems.ShouldBeEmpty();
        return template!.Render(endpoint, ApiSession.None, new Dictionary<string, object?> { ["v"] = Nasty, ["n"] = 7m, ["dots"] = "..", ["umlaut"] = "Müller", ["none"] = null }, "test");
    }

    private static (RequestTemplate? Template, List<MappingProblem> Problems) Read(string request)
    {
        var problems = new List<MappingProblem>();
        var root = MappingSection.Parse("m.yaml", "request: " + request, problems)!;
        return (RequestTemplate.Read(root, "request", new TemplateNames("v", "n", "dots", "umlaut", "none")), problems);
    }
}
