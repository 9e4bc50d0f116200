using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>Who may see and do what.</summary>
public sealed class PermissionSetTests
{
    private const string Integration = "CreditBridge_Integration";
    private const string Sales = "CreditBridge_Sales";
    private const string Credit = "CreditBridge_Credit";

    private static readonly string[] FilledInByPeople = ["Account.ERP_Customer_Keys__c", "Opportunity.Requested_Payment_Terms__c"];

    /// <summary>What people say on a review or a document; the service must not be able to.</summary>
    private static readonly string[] Answers =
    [
        .. new[] { "Decision__c", "Approved_Limit__c", "Approved_Terms__c", "Conditions__c", "Decision_Notes__c", "Valid_Until__c", "Spent_Hours__c", "Started_At__c", "Decided_At__c", "Decided_By__c" }
            .Select(field => $"Credit_Review__c.{field}"),
        .. new[] { "As_Of__c", "Covered_Amount__c", "Covered_Currency__c", "Location__c", "Notes__c", "Received_At__c", "Source__c", "Valid_Until__c" }.Select(field => $"Credit_Document__c.{field}"),
    ];

    public static TheoryData<string> All => [Integration, Sales, Credit, "CreditBridge_Check"];

    [Theory, MemberData(nameof(All))]
    public void FieldPermissions_NameOnlyFieldsThatADeploymentTakes(string name)
    {
        var set = Set(name);
        var fields = Fields(set);

        set.Value("description")!.Length.ShouldBeLessThanOrEqualTo(255);
        fields.Values.ShouldAllBe(field => field.Read, "edit needs read");
        foreach (var (field, (_, edit)) in fields)
        {
            field.ShouldNotContain("__e.", customMessage: "events have no field permissions");
            if (!SalesforceSource.Fields.TryGetValue(field, out var shipped)) continue;
            shipped.Is("required").ShouldBeFalse($"{field} is required: naming it fails the deployment");
            if (edit) shipped.Value("formula").ShouldBeNull($"{field} is a formula and cannot be editable");
        }

        fields.Keys.Except(SalesforceSource.Fields.Keys).ShouldBeSubsetOf(
            ["Account.BillingAddress", "Account.Industry", "Account.ParentId", "Opportunity.AccountId", "Opportunity.Amount", "Opportunity.Probability"],
            "naming a required field fails the deployment");
    }

    [Theory, MemberData(nameof(All))]
    public void FieldPermissions_HaveTheirObjectPermission(string name)
    {
        var set = Set(name);
        var objects = Objects(set);

        foreach (var (field, (_, edit)) in Fields(set))
        {
            var item = objects[field.Split('.')[0]];
            item.Is("allowRead").ShouldBeTrue(field);
            if (edit) item.Is("allowEdit").ShouldBeTrue(field);
        }

        objects.Values.ShouldAllBe(item => !item.Is("allowDelete") && !item.Is("modifyAllRecords"));
    }

    [Fact]
    public void Integration_EditsWhatItOwnsAndSeesWhatItReads()
    {
        var set = Set(Integration);
        var fields = Fields(set);
        var plain = SalesforceSource.Fields.Where(field => field.Value.Value("formula") is null && !field.Key.Contains("__e.", StringComparison.Ordinal)).Select(field => field.Key).ToList();

        fields.Where(field => field.Value.Edit).Select(field => field.Key).ShouldBe(plain.Except(FilledInByPeople).Except(Answers), ignoreOrder: true);
        fields.Keys.ShouldContain(field => Answers.Contains(field), Answers.Length, "what people answer is read");
        plain.Except(fields.Keys).ShouldBeEmpty("a field without a permission is not there for the service");
        Created(set).ShouldBe(["Credit_Alert__e", "Credit_Document__c", "Credit_Review_Forecast__c", "Credit_Review__c"], ignoreOrder: true);
        set.All("customPermissions").ShouldBeEmpty();
    }

    [Fact]
    public void Sales_SeesTheCreditFieldsAndFillsInTheTerms()
    {
        var set = Set(Sales);
        var fields = Fields(set);

        SalesforceSource.Fields.Keys.Where(field => field.StartsWith("Account.", StringComparison.Ordinal) || field.StartsWith("Opportunity.", StringComparison.Ordinal))
            .Except(fields.Keys).ShouldBeEmpty("a field without a permission is visible to nobody");
        fields.Where(field => field.Value.Edit).Select(field => field.Key).ShouldBe([FilledInByPeople[1]]);
        Objects(set).Keys.ShouldBe(["Account", "Opportunity", "Credit_Review__c", "Credit_Document__c"], ignoreOrder: true, "forecasts are the credit team's");
        fields.Keys.ShouldNotContain("Credit_Review__c.Decision_Notes__c", "the notes are for the credit team");
        Objects(set).Values.ShouldAllBe(item => !item.Is("viewAllRecords"));
        Created(set).ShouldBeEmpty();
    }

    [Fact]
    public void Credit_SeesEverythingAndMayCloseDealsOfHeldCustomers()
    {
        var set = Set(Credit);
        var fields = Fields(set);

        SalesforceSource.Fields.Keys.Where(field => !field.Contains("__e.", StringComparison.Ordinal)).Except(fields.Keys).ShouldBeEmpty();
        fields.Where(field => field.Value.Edit && field.Key.StartsWith("Account.", StringComparison.Ordinal)).Select(field => field.Key).ShouldBe([FilledInByPeople[0]]);
        fields["Credit_Review__c.Decision__c"].Edit.ShouldBeTrue("credit decides");
        fields["Credit_Review__c.Decided_By__c"].Edit.ShouldBeFalse("nobody may say that somebody else decided");
        set.All("customPermissions").Select(item => item.Value("name")).ShouldBe(["CreditBridge_Bypass_Hold"]);
        Created(set).ShouldBe(["Credit_Document__c", "Credit_Review__c"], ignoreOrder: true);
    }

    private static XElement Set(string name) => SalesforceSource.Single("PermissionSet", name).Xml!;

    private static Dictionary<string, (bool Read, bool Edit)> Fields(XElement set) =>
        set.All("fieldPermissions").ToDictionary(field => field.Value("field")!, field => (field.Is("readable"), field.Is("editable")));

    private static Dictionary<string, XElement> Objects(XElement set) => set.All("objectPermissions").ToDictionary(item => item.Value("object")!);

    private static IEnumerable<string> Created(XElement set) => Objects(set).Where(item => item.Value.Is("allowCreate")).Select(item => item.Key);
}
