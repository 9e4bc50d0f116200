using System.Xml.Linq;
using CreditBridge.Sandbox;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>What a deployment would be refused for, checked on the source that the sandbox embeds: the same files that are deployed.</summary>
public sealed class SalesforceSourceTests
{
    private static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";
    private static readonly string[] FilledInByPeople = ["Account.ERP_Customer_Keys__c", "Opportunity.Requested_Payment_Terms__c"];

    private static readonly Dictionary<string, XElement> Files = typeof(SandboxOrg).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("deploy/salesforce/", StringComparison.Ordinal))
        .ToDictionary(name => name.Replace('\\', '/'), name => XElement.Load(typeof(SandboxOrg).Assembly.GetManifestResourceStream(name)!));

    private static readonly Dictionary<string, XElement> Fields = Files.Where(file => file.Key.EndsWith(".field-meta.xml", StringComparison.Ordinal))
        .ToDictionary(file => $"{file.Key.Split('/')[^3]}.{Value(file.Value, "fullName")}", file => file.Value);

    public static TheoryData<string> FieldNames => [.. Fields.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> PermissionSets => ["CreditBridge_Credit", "CreditBridge_Integration", "CreditBridge_Sales"];

    [Theory, MemberData(nameof(FieldNames))]
    public void Field_IsShapedAsItsTypeDemands(string name)
    {
        var field = Fields[name];
        var developerName = Value(field, "fullName")!;

        Files.Keys.ShouldContain(file => file.EndsWith($"/{name.Split('.')[0]}/fields/{developerName}.field-meta.xml", StringComparison.Ordinal));
        developerName[..^3].Length.ShouldBeLessThanOrEqualTo(40);
        developerName[..^3].ShouldNotContain("__");
        Value(field, "label")!.Length.ShouldBeLessThanOrEqualTo(40);
        Value(field, "inlineHelpText")!.Length.ShouldBeInRange(20, 510);
        Value(field, "description")!.Length.ShouldBeInRange(10, 1000);
        string[] needed = Value(field, "type") switch
        {
            "Checkbox" => ["defaultValue"],
            "Currency" or "Number" => ["precision", "scale"],
            "Text" => ["length"],
            "LongTextArea" => ["length", "visibleLines"],
            "Picklist" => ["valueSet"],
            "Date" or "DateTime" => [],
            var other => throw new InvalidOperationException($"no rule for {other}"),
        };
        foreach (var element in needed)
            field.Element(Metadata + element).ShouldNotBeNull($"{name} needs {element}");
    }

    [Theory, MemberData(nameof(PermissionSets))]
    public void PermissionSet_SeesEveryFieldAndEditsOnlyWhatItsAudienceOwns(string name)
    {
        var set = Files.Single(file => file.Key.EndsWith($"/{name}.permissionset-meta.xml", StringComparison.Ordinal)).Value;
        var permissions = set.Elements(Metadata + "fieldPermissions").ToDictionary(field => Value(field, "field")!, field => (Read: Is(field, "readable"), Edit: Is(field, "editable")));
        var mayEdit = name switch
        {
            "CreditBridge_Integration" => Fields.Keys.Except(FilledInByPeople),
            "CreditBridge_Credit" => [FilledInByPeople[0]],
            _ => [FilledInByPeople[1]],
        };

        Fields.Keys.Except(permissions.Keys).ShouldBeEmpty("a new field without a permission is visible to nobody");
        permissions.Values.ShouldAllBe(field => field.Read, "edit needs read");
        permissions.Where(field => field.Value.Edit).Select(field => field.Key).ShouldBe(mayEdit, ignoreOrder: true);
        permissions.Keys.Except(Fields.Keys).ShouldBeSubsetOf(
            ["Account.BillingAddress", "Account.Industry", "Account.ParentId", "Opportunity.AccountId", "Opportunity.Amount", "Opportunity.Probability"],
            "naming a required field fails the deployment");
        Value(set, "description")!.Length.ShouldBeLessThanOrEqualTo(255);
    }

    [Theory, MemberData(nameof(PermissionSets))]
    public void PermissionSet_NeverCreatesDeletesOrOverridesSharing(string name)
    {
        var set = Files.Single(file => file.Key.EndsWith($"/{name}.permissionset-meta.xml", StringComparison.Ordinal)).Value;

        foreach (var item in set.Elements(Metadata + "objectPermissions"))
        {
            new[] { "allowCreate", "allowDelete", "modifyAllRecords" }.ShouldAllBe(right => !Is(item, right));
            Is(item, "allowRead").ShouldBeTrue("every other right needs read");
        }
    }

    [Fact]
    public void Manifest_NamesEveryFileAndNothingElse()
    {
        var manifest = Files.Single(file => file.Key.EndsWith("/package.xml", StringComparison.Ordinal)).Value;
        var members = manifest.Elements(Metadata + "types").ToDictionary(type => Value(type, "name")!, type => type.Elements(Metadata + "members").Select(member => member.Value).ToList());

        members["CustomField"].ShouldBe(Fields.Keys, ignoreOrder: true);
        members["PermissionSet"].ShouldBe(["CreditBridge_Credit", "CreditBridge_Integration", "CreditBridge_Sales"], ignoreOrder: true);
        members.Count.ShouldBe(2);
        Value(manifest, "version").ShouldBe("67.0");
    }

    private static string? Value(XElement parent, string name) => parent.Element(Metadata + name)?.Value;

    private static bool Is(XElement parent, string name) => Value(parent, name) == "true";
}
