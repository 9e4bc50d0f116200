using CreditBridge.Sandbox.Schema;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Schema;

public sealed class MetadataReaderTests
{
    private const string Fields = "objects/Account/fields/";

    [Fact]
    public void Shipped_Metadata_GivesTheCreditFields()
    {
        var account = OrgSchema.Load(MetadataFile.Shipped(), multiCurrency: false)["Account"];

        var limit = account.Field("Credit_Limit__c")!;
        (limit.Type, limit.Precision, limit.Scale, limit.Custom).ShouldBe((FieldType.Currency, 18, 2, true));
        account.Field("Credit_Limit_Status__c")!.PicklistValues.Select(value => value.Value).ShouldBe(["Not set", "None", "Unlimited", "Amount"], ignoreOrder: true);
        account.Field("Credit_Hold__c")!.DefaultValue.ShouldBe(false);
    }

    [Theory]
    [InlineData("<type>Number</type><precision>5</precision>", "<scale> is missing")]
    [InlineData("<type>Checkbox</type>", "<defaultValue> is missing")]
    [InlineData("<type>Picklist</type>", "a picklist needs a <valueSet>")]
    [InlineData("<type>Hologram</type>", "field type Hologram is not known")]
    [InlineData("<type>Text</type>", "<length> is missing")]
    public void Field_ThatADeploymentRefuses_NamesFileAndProblem(string content, string problem)
    {
        var file = Field("Account", "X__c", content);

        var error = Should.Throw<MetadataException>(() => OrgSchema.Load([file], false));

        error.Message.ShouldContain(file.Path);
        error.Message.ShouldContain(problem);
    }

    [Fact]
    public void Field_OfAnUnknownObject_IsRefused() => Should.Throw<MetadataException>(() =>
        OrgSchema.Load([Field("Spaceship", "X__c", "<type>Date</type>")], false)).Message.ShouldContain("no object Spaceship");

    [Fact]
    public void Field_ThatIsNotXml_IsRefused() => Should.Throw<MetadataException>(() =>
        OrgSchema.Load([new MetadataFile(Fields + "X__c.field-meta.xml", "<CustomField")], false)).Message.ShouldContain("not XML");

    [Theory]
    [InlineData("Account.Nope__c", "no field Account.Nope__c found")]
    [InlineData("Account.Name", "You cannot deploy to a required field: Account.Name")]
    [InlineData("Opportunity.ExpectedRevenue", "computed by the platform")]
    public void PermissionSet_ThatADeploymentRefuses_IsRefused(string field, string problem)
    {
        var set = new MetadataFile("permissionsets/P.permissionset-meta.xml", $"""
            <PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>P</label>
            <fieldPermissions><editable>true</editable><field>{field}</field><readable>true</readable></fieldPermissions></PermissionSet>
            """);

        Should.Throw<MetadataException>(() => OrgSchema.Load([set], false)).Message.ShouldContain(problem);
    }

    [Fact]
    public void CustomObject_HasIdentityNameOwnerAndAudit()
    {
        var file = new MetadataFile("objects/Case_Note__c/Case_Note__c.object-meta.xml", """
            <CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Note</label><pluralLabel>Notes</pluralLabel>
            <nameField><label>Number</label><type>AutoNumber</type></nameField></CustomObject>
            """);

        var schema = OrgSchema.Load([file, Field("Case_Note__c", "Account__c", "<type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Notes</relationshipName>")], false);

        var note = schema["Case_Note__c"];
        (note.KeyPrefix, note.Label, note.Field("Name")!.Createable, note.NumberedName(7)).ShouldBe(("a00", "Note", false, "Note-0007"));
        schema.Children(schema["Account"]).ShouldContain(child => child.Name == "Notes__r");
    }

    private static MetadataFile Field(string item, string name, string content) => new($"objects/{item}/fields/{name}.field-meta.xml",
        $"""<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>{name}</fullName><label>X</label>{content}</CustomField>""");
}
