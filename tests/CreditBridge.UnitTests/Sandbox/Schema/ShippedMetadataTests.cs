using CreditBridge.Sandbox.Schema;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Schema;

/// <summary>The org works with everything that is shipped: custom objects, formulas, events.</summary>
public sealed class ShippedMetadataTests
{
    private readonly TestOrg org = new();

    [Theory]
    [InlineData(false, 0, null, "Not checked", "/s.gif")]
    [InlineData(true, 500, "Review needed", "On hold", "/img/samples/light_red.gif")]
    [InlineData(false, 500, "Prequalified", "Past due", "/img/samples/light_yellow.gif")]
    [InlineData(false, 0, "Prequalified", "Prequalified", "/img/samples/light_green.gif")]
    [InlineData(false, 0, "Review needed", "Review needed", "/img/samples/light_yellow.gif")]
    public void TrafficLight_SaysTheWorst(bool hold, int pastDue, string? prequalification, string standing, string image)
    {
        var account = org.Org.Find(org.Account("A", ("Credit_Hold__c", hold), ("Past_Due_Amount__c", (decimal)pastDue), ("Prequalification__c", prequalification),
            ("Credit_Checked_At__c", prequalification is null ? null : org.Clock.GetUtcNow())))!;

        account["Credit_Standing__c"].ShouldBe(standing);
        account.Text("Credit_Traffic_Light__c").ShouldBe($"<img src=\"{image}\" alt=\"Credit standing: {standing}\" border=\"0\"/>");
        org.Names($"SELECT Name FROM Account WHERE Credit_Standing__c = '{standing}'").ShouldBe(["A"]);
    }

    [Fact]
    public void Records_AreNumberedAsThePackageSays() =>
        org.Org.Find(org.Org.Create("Credit_Review__c", ("Account__c", org.Account("A")), ("Reason__c", "Periodic review")))!.Text("Name").ShouldBe("CR-000001");

    [Fact]
    public void Formula_LooksAtTheParent()
    {
        var deal = org.Opportunity("D", org.Account("A", ("Credit_Hold__c", true), ("Past_Due_Amount__c", 12.5m)));

        (org.Org.Find(deal)!["Account_On_Credit_Hold__c"], org.Org.Find(deal)!["Account_Past_Due_Amount__c"]).ShouldBe((true, 12.5m));
        org.Org.Find(org.Opportunity("E"))!["Account_On_Credit_Hold__c"].ShouldBe(false);
    }

    [Fact]
    public void Formula_IsDescribedAsComputed()
    {
        var field = org.Org.Schema["Account"].Field("Credit_Standing__c")!;

        (field.Calculated, field.Createable, field.Updateable).ShouldBe((true, false, false));
    }

    [Theory]
    [InlineData("New", 60, 1, "On time")]
    [InlineData("New", 7, 1, "On time")]
    [InlineData("New", 60, -1, "At risk")]
    [InlineData("New", 7, null, "On time")]
    [InlineData("In review", -1, -9, "Breached")]
    [InlineData("Waiting for documents", -1, -9, "Paused")]
    [InlineData("Withdrawn", -1, -9, "Withdrawn")]
    public void Review_ShowsTheClockOfThePolicy_NotEightHoursOfItsOwn(string status, int hoursLeft, int? hoursUntilAtRisk, string state)
    {
        var review = org.Org.Create("Credit_Review__c", ("Account__c", org.Account("A")), ("Reason__c", "Periodic review"), ("Status__c", status),
            ("Due_At__c", org.Clock.GetUtcNow().AddHours(hoursLeft)),
            ("At_Risk_At__c", hoursUntilAtRisk is { } hours ? org.Clock.GetUtcNow().AddHours(hours) : null));

        org.Org.Find(review)!["SLA_State__c"].ShouldBe(state);
        org.Org.Find(review)!["Priority__c"].ShouldBe("Normal");
        org.Names($"SELECT Name FROM Credit_Review__c WHERE Account__r.Name = 'A' AND SLA_State__c = '{state}'").Count.ShouldBe(1);
    }

    [Fact]
    public void ReviewThatIsSetInReviewThroughTheApi_SaysWhenItWasBegun()
    {
        var review = org.Org.Create("Credit_Review__c", ("Account__c", org.Account("A")), ("Reason__c", "Periodic review"));
        org.Org.Find(review)!["Started_At__c"].ShouldBeNull();
        org.Org.Update(review, ("Status__c", "In review"));
        org.Org.Find(review)!["Started_At__c"].ShouldNotBeNull();

        var given = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        org.Org.Update(review, ("Status__c", "Waiting for documents"), ("Started_At__c", given));
        org.Org.Update(review, ("Status__c", "In review"));
        org.Org.Find(review)!["Started_At__c"].ShouldBe(given, "it was begun once");
    }

    [Theory]
    [InlineData("Decided")]
    [InlineData("Withdrawn")]
    public void ReviewThatIsOpenedAgain_KeptTheStartOfTheWorkBefore_AndSaysWhenItWasBegunAnew(string closed)
    {
        var before = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        var review = org.Org.Create("Credit_Review__c", ("Account__c", org.Account("A")), ("Reason__c", "Periodic review"), ("Status__c", "In review"), ("Decision__c", "No change"), ("Started_At__c", before));
        org.Org.Find(review)!["Started_At__c"].ShouldBe(before);
        org.Org.Update(review, ("Status__c", closed));
        org.Org.Find(review)!["Started_At__c"].ShouldBe(before);
        org.Org.Update(review, ("Status__c", "New"));
        org.Org.Find(review)!["Started_At__c"].ShouldBeNull("nobody has begun anew");
        org.Org.Update(review, ("Status__c", "In review"));
        var anew = org.Org.Find(review)!["Started_At__c"].ShouldBeOfType<DateTimeOffset>();
        anew.ShouldBeGreaterThan(before);

        org.Org.Update(review, ("Status__c", closed), ("Started_At__c", before));
        org.Org.Update(review, ("Status__c", "In review"));
        org.Org.Find(review)!["Started_At__c"].ShouldBeOfType<DateTimeOffset>().ShouldBeGreaterThanOrEqualTo(anew);
        org.Org.Update(review, ("Status__c", closed));
        org.Org.Update(review, ("Status__c", "In review"), ("Started_At__c", before.AddDays(1)));
        org.Org.Find(review)!["Started_At__c"].ShouldBe(before.AddDays(1), "a time that was given stays");
    }

    [Fact]
    public void Forecast_ShowsTheGap()
    {
        var forecast = org.Org.Find(org.Org.Create("Credit_Review_Forecast__c", ("Period_Start__c", new DateOnly(2026, 3, 2)), ("Workload_Hours__c", 50m), ("Capacity_Hours__c", 40m)))!;

        (forecast.Number("Gap_Hours__c"), forecast.Number("Utilisation__c")).ShouldBe((10m, 125m));
        org.Org.Update(forecast.Id, ("Carried_Hours__c", 6m));
        forecast = org.Org.Find(forecast.Id)!;
        (forecast.Number("Load_Hours__c"), forecast.Number("Gap_Hours__c"), forecast.Number("Utilisation__c")).ShouldBe((56m, 16m, 140m), "what is there already is work as well");
    }

    [Fact]
    public void Event_IsPublishedAndNeitherReadNorChanged()
    {
        var id = org.Org.Create("Credit_Alert__e", ("Account_Id__c", org.Account("A")), ("Alert_Type__c", "Hold set"));

        Should.Throw<ArgumentException>(() => org.Org.Query("SELECT Id FROM Credit_Alert__e")).Message.ShouldContain("is not supported");
        id.ShouldStartWith("e00");
    }

    [Fact]
    public void PermissionSet_WithAnUnknownCustomPermission_IsRefused()
    {
        var set = new MetadataFile("permissionsets/P.permissionset-meta.xml", """
            <PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>P</label>
            <customPermissions><enabled>true</enabled><name>Nope</name></customPermissions></PermissionSet>
            """);

        Should.Throw<MetadataException>(() => OrgSchema.Load([set], false)).Message.ShouldContain("no custom permission Nope found");
    }

    [Fact]
    public void Formula_ThatTheSandboxCannotEvaluate_IsRefusedWithItsFile()
    {
        var field = new MetadataFile("objects/Account/fields/X__c.field-meta.xml", """
            <CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>X__c</fullName><label>X</label><type>Text</type><formula>VLOOKUP(1)</formula></CustomField>
            """);

        Should.Throw<MetadataException>(() => OrgSchema.Load([field], false)).Message.ShouldContain("X__c.field-meta.xml: the sandbox does not know the function VLOOKUP");
    }
}
