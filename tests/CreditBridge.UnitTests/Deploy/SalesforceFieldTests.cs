using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>What a deployment of the fields would be refused for, and what a person who looks at a field is told.</summary>
public sealed class SalesforceFieldTests
{
    public static TheoryData<string> FieldNames => [.. SalesforceSource.Fields.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(FieldNames))]
    public void Field_IsShapedAsItsTypeDemands(string name)
    {
        var field = SalesforceSource.Fields[name];
        var developerName = field.Value("fullName")!;

        name.Split('.')[1].ShouldBe(developerName, "the file is named after the field");
        developerName[..^3].Length.ShouldBeLessThanOrEqualTo(40);
        developerName[..^3].ShouldNotContain("__");
        field.Value("label")!.Length.ShouldBeLessThanOrEqualTo(40);
        field.Value("description")!.Length.ShouldBeInRange(10, 1000);
        // Fields of events have no help text.
        if (!name.Contains("__e.", StringComparison.Ordinal)) field.Value("inlineHelpText")!.Length.ShouldBeInRange(15, 510);
        foreach (var element in Needed(field.Value("type")!, field.Value("formula") is not null))
            field.Value(element).ShouldNotBeNull($"{name} needs {element}");
    }

    [Theory, MemberData(nameof(FieldNames))]
    public void Number_FitsIntoEighteenDigits(string name)
    {
        var field = SalesforceSource.Fields[name];

        if (field.Value("precision") is { } precision) int.Parse(precision).ShouldBeInRange(int.Parse(field.Value("scale")!) + 1, 18);
        if (field.Value("type") == "Text" && field.Value("length") is { } length) int.Parse(length).ShouldBeInRange(1, 255);
        if (field.Value("type") == "LongTextArea") int.Parse(field.Value("length")!).ShouldBeInRange(256, 131_072);
    }

    [Fact]
    public void Picklist_OffersEachValueOnce()
    {
        foreach (var (name, field) in SalesforceSource.Fields.Where(field => field.Value.Value("type") == "Picklist"))
        {
            var values = field.All("value").ToList();
            values.Select(value => value.Value("fullName")).ShouldBeUnique(name);
            values.Count(value => value.Is("default")).ShouldBeLessThanOrEqualTo(1, name);
        }
    }

    private static string[] Needed(string type, bool isFormula) => (type, isFormula) switch
    {
        (_, true) => ["formulaTreatBlanksAs"],
        ("Checkbox", _) => ["defaultValue"],
        ("Currency" or "Number" or "Percent", _) => ["precision", "scale"],
        ("Text", _) => ["length"],
        ("LongTextArea", _) => ["length", "visibleLines"],
        ("Picklist", _) => ["valueSet"],
        ("Lookup", _) => ["referenceTo", "relationshipName", "relationshipLabel"],
        ("Date" or "DateTime" or "Url", _) => [],
        var other => throw new InvalidOperationException($"no rule for {other}"),
    };
}
