using System.Xml.Linq;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Writing;
using CreditBridge.Core.Decisions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>What the service writes by default and what the package ships agree, field by field.</summary>
public sealed class MappingTests
{
    private static readonly string[] FilledInByPeople = ["Account.ERP_Customer_Keys__c", "Opportunity.Requested_Payment_Terms__c"];

    public static TheoryData<string> Written => [.. CreditFields.All.Select(credit => credit.FullName)];

    [Theory, MemberData(nameof(Written))]
    public void CreditField_HasAShippedFieldOfItsTypeAndSize(string fullName)
    {
        CreditFields.TryGet(fullName, out var credit).ShouldBeTrue();
        var mapped = DefaultFieldMapping.Of(credit!).ShouldNotBeNull();
        if (IsStandard(mapped))
            return;
        var field = Shipped(mapped).ShouldNotBeNull($"{mapped.ApiName} is not in the package");

        field.Value("formula").ShouldBeNull("a formula cannot be written");
        field.Is("required").ShouldBeFalse();
        (mapped.IsReference ? ["Lookup"] : TypesFor(credit!.Type)).ShouldContain(field.Value("type"));
        switch (field.Value("type"))
        {
            case "Text" or "LongTextArea":
                int.Parse(field.Value("length")!).ShouldBe(mapped.Length);
                break;
            case "Picklist" when field.Is("restricted") || field.All("restricted").Any(r => r.Value == "true"):
                credit.Values.Except(field.All("value").Select(v => v.Value("fullName"))).ShouldBeEmpty("a value that the picklist lacks is refused");
                break;
            case "Number" or "Currency":
                int.Parse(field.Value("scale")!).ShouldBe(mapped.Scale);
                if (field.Value("type") == "Currency") int.Parse(field.Value("precision")!).ShouldBe(18, "amounts of every currency fit");
                break;
        }
    }

    [Theory, MemberData(nameof(Written))]
    public void CreditField_MayBeWrittenByTheService(string fullName)
    {
        CreditFields.TryGet(fullName, out var credit).ShouldBeTrue();
        var mapped = DefaultFieldMapping.Of(credit!)!;
        if (IsStandard(mapped))
            return;

        SalesforceSource.Single("PermissionSet", "CreditBridge_Integration").Xml!.All("fieldPermissions")
            .Single(field => field.Value("field") == $"{ObjectOf(mapped.Field.Target)}.{mapped.ApiName}").Is("editable").ShouldBeTrue();
    }

    [Theory]
    [InlineData(RecordKind.Review)]
    [InlineData(RecordKind.ReviewDocument)]
    [InlineData(RecordKind.ReviewForecast)]
    public void RecordsOfOurs_AreFoundByAUniqueExternalId(RecordKind kind)
    {
        var target = WrittenObject.All(new SalesforceOptions()).Single(o => o.Kind == kind);
        var key = SalesforceSource.Fields[$"{target.Name}.{target.KeyField}"];

        key.Is("externalId").ShouldBeTrue();
        key.Is("unique").ShouldBeTrue();
        key.Is("caseSensitive").ShouldBeTrue("our keys differ by case");
    }

    [Fact]
    public void Answers_AreReadAndNeverWritten()
    {
        var permissions = SalesforceSource.Single("PermissionSet", "CreditBridge_Integration").Xml!.All("fieldPermissions").ToDictionary(field => field.Value("field")!);
        foreach (var name in AnswerFields.Names)
        {
            var field = $"{ObjectOf(Enum.Parse<RecordKind>(name.Split('.')[0]))}.{AnswerFields.NameOf(new SalesforceOptions(), name)}";
            SalesforceSource.Fields.Keys.ShouldContain(field);
            permissions[field].Is("editable").ShouldBeFalse("the service cannot decide");
        }
    }

    [Fact]
    public void Verdicts_AreTheWordsOfThePicklist() =>
        SalesforceSource.Fields["Credit_Review__c.Decision__c"].All("value").Select(value => ReviewWords.Verdict(value.Value("fullName")!)).Distinct().Count().ShouldBe(Enum.GetValues<ReviewVerdict>().Length);

    [Fact]
    public void ShippedFields_AreAllWrittenOrFilledInByPeopleOrComputed()
    {
        var written = CreditFields.All.Select(field => $"{ObjectOf(field.Target)}.{DefaultFieldMapping.Of(field)!.ApiName}").ToList();

        written.ShouldBeUnique();
        SalesforceSource.Fields.Where(field => field.Key.StartsWith("Account.", StringComparison.Ordinal) || field.Key.StartsWith("Opportunity.", StringComparison.Ordinal))
            .Where(field => field.Value.Value("formula") is null).Select(field => field.Key)
            .ShouldBe(written.Where(field => !field.StartsWith("Credit_", StringComparison.Ordinal)).Concat(FilledInByPeople), ignoreOrder: true);
    }

    [Fact]
    public void LimitStatus_OffersEveryKindOfLimitAndNothingElse() =>
        SalesforceSource.Fields["Account.Credit_Limit_Status__c"].All("value").Select(value => value.Value("fullName"))
            .ShouldBe(Enum.GetValues<CreditBridge.Abstractions.Values.CreditLimitKind>().Select(DecisionFields.StatusText), ignoreOrder: true);

    [Fact]
    public void TrafficLight_KnowsEveryResultOfACheck()
    {
        var formula = SalesforceSource.Fields["Opportunity.Credit_Traffic_Light__c"].Value("formula")!;

        foreach (var status in Enum.GetValues<DealStatus>())
            formula.ShouldContain($"\"{DecisionFields.StatusText(status)}\", \"/img/samples/light_");
    }

    private static XElement? Shipped(ShippedField mapped) =>
        SalesforceSource.Fields.GetValueOrDefault($"{ObjectOf(mapped.Field.Target)}.{mapped.ApiName}");

    private static string ObjectOf(RecordKind kind) => WrittenObject.All(new SalesforceOptions()).Single(o => o.Kind == kind).Name;

    // The platform has it on every object.
    private static bool IsStandard(ShippedField mapped) => mapped.ApiName == "OwnerId";

    private static string[] TypesFor(FieldType type) => type switch
    {
        FieldType.Text => ["Text", "Picklist"],
        FieldType.LongText => ["LongTextArea"],
        FieldType.Number => ["Number"],
        FieldType.Amount => ["Currency"],
        FieldType.Flag => ["Checkbox"],
        FieldType.Date => ["Date"],
        FieldType.Instant => ["DateTime"],
        _ => throw new InvalidOperationException($"no rule for {type}"),
    };
}
