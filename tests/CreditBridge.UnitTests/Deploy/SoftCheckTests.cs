using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Worker.Http.Api;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>The registration in Salesforce, the OpenAPI document and the API say the same.</summary>
public sealed class SoftCheckTests
{
    private static readonly JsonNode Document = JsonNode.Parse(OpenApiDocument.Text)!;
    private static readonly Component Registration = SalesforceSource.Single("ExternalServiceRegistration", "CreditBridge");

    [Fact]
    public void Registration_HoldsTheDocumentOfTheService()
    {
        JsonNode.DeepEquals(JsonNode.Parse(Registration.Xml!.Value("schema")!), Document).ShouldBeTrue("put in what 'creditbridge config openapi' prints");
        Registration.Xml!.All("operations").Select(operation => operation.Value("name")).ShouldBe(Operations().Select(operation => (string?)operation["operationId"]), ignoreOrder: true);
        SalesforceSource.Single("NamedCredential", Registration.Xml!.Value("namedCredentialReference")!).Xml!.All("namedCredentialParameters")
            .ShouldContain(parameter => parameter.Value("externalCredential") == "CreditBridge");
        SalesforceSource.Single("ExternalCredential", "CreditBridge").Xml!.All("externalCredentialParameters")
            .ShouldContain(parameter => parameter.Value("parameterName") == ApiKey.Header && parameter.Value("parameterType") == "AuthHeader");
    }

    [Fact]
    public void Document_KeepsToWhatExternalServicesTake()
    {
        ((string?)Document["openapi"])!.ShouldStartWith("3.0.");
        Operations().Select(operation => (string?)operation["operationId"]).ShouldBeUnique();
        foreach (var node in Nodes(Document).OfType<JsonObject>())
        {
            new[] { "oneOf", "anyOf", "allOf", "not", "nullable", "additionalProperties", "discriminator", "const", "callbacks", "links" }.ShouldAllBe(word => !node.ContainsKey(word));
            if ((string?)(node["$ref"] as JsonValue) is { } reference)
                Document["components"]!["schemas"]![reference["#/components/schemas/".Length..]].ShouldNotBeNull(reference);
            if (node["required"] is JsonArray required)
                required.Select(name => (string)name!).Except(node["properties"]!.AsObject().Select(property => property.Key)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("CreditCheck", typeof(CreditCheck))]
    [InlineData("CreditCheckRequest", typeof(CreditCheckRequest))]
    [InlineData("CheckProblem", typeof(CheckProblem))]
    public void Schema_HasTheMembersOfTheAnswer(string schema, Type type)
    {
        var members = type.GetProperties().Where(property => property.Name != "EqualityContract").Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        Document["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(property => property.Key).ShouldBe(members, ignoreOrder: true);
    }

    [Fact]
    public void Document_NamesEveryStatusThatIsAnswered()
    {
        var answers = typeof(CheckAnswer).GetFields().Select(field => ((CheckAnswer)field.GetValue(null)!).Status).Append(200).Distinct();

        Operations().First(operation => (string?)operation["operationId"] == "checkCredit")["responses"]!.AsObject().Select(response => int.Parse(response.Key))
            .ShouldBe(answers, ignoreOrder: true);
    }

    [Fact]
    public void Flow_CallsAnOperationWithTheTypesOfTheDocument()
    {
        var flow = SalesforceSource.Single("Flow", "Check_Credit").Xml!;
        var call = flow.All("actionCalls").ShouldHaveSingleItem();

        call.Value("actionName")!.Split('.').ShouldBe(["CreditBridge", "checkCredit"]);
        call.All("faultConnector").ShouldHaveSingleItem("a failure is shown, and not a broken screen");
        foreach (var type in flow.All("apexClass").Select(type => type.Value["ExternalService__CreditBridge_".Length..]))
            Document["components"]!["schemas"]![type].ShouldNotBeNull(type);
        var members = Document["components"]!["schemas"]!["CreditCheck"]!["properties"]!.AsObject();
        foreach (var used in flow.All("fieldText").SelectMany(text => text.Value.Split("{!answer.").Skip(1)).Select(text => text[..text.IndexOf('}', StringComparison.Ordinal)]))
            members.ShouldContainKey(used);
    }

    private static IEnumerable<JsonObject> Operations() => Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject());

    private static IEnumerable<JsonNode> Nodes(JsonNode? node)
    {
        if (node is null) yield break;
        yield return node;
        var children = node switch { JsonObject item => item.Select(member => member.Value), JsonArray list => list, _ => [] };
        foreach (var child in children.SelectMany(Nodes)) yield return child;
    }
}
