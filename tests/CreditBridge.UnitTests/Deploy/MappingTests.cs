using System.Xml.Linq;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
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
        var field = Shipped(mapped).ShouldNotBeNull($"{mapped.ApiName} is not in the package");

        field.Value("formula").ShouldBeNull("a formula cannot be written");
        field.Is("required").ShouldBeFalse();
        new[] { TypesFor(credit!.Type) }.SelectMany(types => types).ShouldContain(field.Value("type"));
        switch (field.Value("type"))
        {
            case "Text" or "LongTextArea":
                int.Parse(field.Value("length")!).ShouldBe(mapped.Length);
                break;
            case "Number" or "Currency":
                int.Parse(field.Value("scale")!).ShouldBe(mapped.Scale);
                if (field.Value("type") == "Currency") int.Parse(field.Value("precision")!).ShouldBe(18, "amounts of every currency fit");
                break;
        }
    }

    [Fact]
    public void ShippedFields_AreAllWrittenOrFilledInByPeopleOrComputed()
    {
        var written = CreditFields.All.Select(field => $"{field.Target}.{DefaultFieldMapping.Of(field)!.ApiName}").ToList();

        written.ShouldBeUnique();
        SalesforceSource.Fields.Where(field => field.Key.StartsWith("Account.", StringComparison.Ordinal) || field.Key.StartsWith("Opportunity.", StringComparison.Ordinal))
            .Where(field => field.Value.Value("formula") is null).Select(field => field.Key)
            .ShouldBe(written.Concat(FilledInByPeople), ignoreOrder: true);
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
        SalesforceSource.Fields.GetValueOrDefault($"{(mapped.Field.Target == RecordKind.Account ? "Account" : "Opportunity")}.{mapped.ApiName}");

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
