using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Connectors.Salesforce.Reading;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Reading;

/// <summary>What people wrote on a review and a document, row by row.</summary>
public sealed class ReviewReadingTests
{
    private static readonly SalesforceOptions Options = new() { OrgCurrency = "EUR" };

    [Theory]
    [InlineData("New", ReviewStatus.New)]
    [InlineData("In review", ReviewStatus.InReview)]
    [InlineData("Waiting for documents", ReviewStatus.WaitingForDocuments)]
    [InlineData("withdrawn", ReviewStatus.Withdrawn)]
    [InlineData(null, ReviewStatus.New)]
    public void Status_IsReadInTheWordsOfThePicklist(string? text, ReviewStatus status) => Review(("Status__c", text)).Status.ShouldBe(status);

    [Fact]
    public void NumberUnderWhichPeopleSeeIt_IsRead_WhereTheObjectHasOne()
    {
        Review(("Status__c", "New"), ("Name", "CR-000012")).Number.ShouldBe("CR-000012");
        Review(("Status__c", "New")).Number.ShouldBeNull();
    }

    [Theory]
    [InlineData("Approved", ReviewVerdict.Approved)]
    [InlineData("Approved with conditions", ReviewVerdict.ApprovedWithConditions)]
    [InlineData("Declined", ReviewVerdict.Declined)]
    [InlineData("No change", ReviewVerdict.NoChange)]
    [InlineData("Hold lifted", ReviewVerdict.HoldLifted)]
    public void Verdict_IsReadInTheWordsOfThePicklist(string text, ReviewVerdict verdict) => Review(("Status__c", "Decided"), ("Decision__c", text)).Verdict.ShouldBe(verdict);

    // A negative limit was thrown away with its decision: the record showed Decided for good, without a word.
    [Theory]
    [InlineData("Decision__c", "Perhaps", "The decision 'Perhaps' is none that CreditBridge knows; one of 'Approved'")]
    [InlineData("Decision__c", 7, "Decision__c is 7")]
    [InlineData("Decided_At__c", "yesterday", "Decided_At__c is 'yesterday'")]
    [InlineData("Decided_By__c", "Dana", "Decided_By__c is 'Dana', which is not a record id")]
    [InlineData("Approved_Limit__c", 1e40, "Approved_Limit__c is 1E+40; a number is expected")]
    [InlineData("Approved_Limit__c", "a lot", "Approved_Limit__c is")]
    [InlineData("Limit_Currency__c", "Euro", "The currency of the approved limit is 'Euro', which is no currency code; one such as EUR is expected.")]
    [InlineData("Limit_Currency__c", null, "The approved limit has no currency, so that nobody knows how much it is; a code such as EUR is expected.")]
    [InlineData("Approved_Terms__c", true, "Approved_Terms__c is true")]
    [InlineData("Conditions__c", 5, "Conditions__c is 5")]
    [InlineData("Valid_Until__c", "31.12.2026", "Valid_Until__c is '31.12.2026'")]
    public void DecisionWithAValueThatCannotBeRead_IsReadAsOneToRefuse(string field, object? value, string problem)
    {
        (string Field, object?)[] sound = [("Status__c", "Decided"), ("Decision__c", "Approved"), ("Approved_Limit__c", 100), ("Limit_Currency__c", "EUR")];
        var row = Row([.. sound.Where(v => v.Field != field), (field, value)]);
        var review = ReviewMapping.For(new SalesforceOptions()).Read(row).Record!;

        review.Status.ShouldBe(ReviewStatus.Decided);
        review.Unreadable.ShouldNotBeNull().ShouldStartWith(problem);
    }

    [Fact]
    public void DecisionWithoutAVerdict_IsReadAsOneToRefuse()
    {
        var review = Review(("Status__c", "Decided"), ("Decided_By__c", "005000000000001AAA"));

        (review.Status, review.Verdict, review.DecidedByKey, review.Unreadable).ShouldBe((ReviewStatus.Decided, null, "005000000000001AAA", null));
    }

    [Fact]
    public void StatusThatIsUnknown_IsRejected() =>
        Should.Throw<UnreadableValueException>(() => Review(("Status__c", "Pending"))).Message.ShouldContain("is 'Pending'");

    [Fact]
    public void HoursAndStartThatCannotBeRead_HideNoDecision()
    {
        var review = Review(("Status__c", "Decided"), ("Decision__c", "Declined"), ("Spent_Hours__c", "two"), ("Started_At__c", "early"));

        (review.Verdict, review.SpentHours, review.StartedAt, review.Unreadable).ShouldBe((ReviewVerdict.Declined, null, null, null));
    }

    [Theory]
    [InlineData(80000, "USD", "80000 USD")]
    [InlineData(0, "EUR", "0 EUR")]
    [InlineData(-5, "USD", "-5 USD")]
    [InlineData(80000, null, "80000 EUR")]
    [InlineData(null, "EUR", null)]
    public void Limit_IsAnAmountOfItsCurrency_AndNoneIsNotZero(int? amount, string? currency, string? expected) =>
        Review(("Status__c", "Decided"), ("Decision__c", "Approved"), ("Approved_Limit__c", amount), ("Limit_Currency__c", currency)).ApprovedLimit.ShouldBe(expected is null ? null : Money.Parse(expected));

    [Fact]
    public void Terms_ThatAreNoTerms_AreKeptAsText()
    {
        var review = Review(("Status__c", "Decided"), ("Decision__c", "Approved"), ("Approved_Terms__c", "when the goods are sold"));

        (review.ApprovedTerms, review.UnreadableTerms).ShouldBe((null, "when the goods are sold"));
        Review(("Status__c", "Decided"), ("Decision__c", "Approved"), ("Approved_Terms__c", "Net 45")).ApprovedTerms.ShouldBe(PaymentTerms.Parse("Net 45"));
    }

    [Fact]
    public void WhatIsTypedBeforeAVerdict_IsNoDecision()
    {
        var review = Review(("Status__c", "In review"), ("Approved_Limit__c", 5), ("Approved_Terms__c", "Net 10"), ("Decided_By__c", "005000000000001AAA"), ("Conditions__c", "a deposit"));

        (review.Verdict, review.ApprovedLimit, review.ApprovedTerms, review.DecidedByKey, review.Conditions).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void PackageThatDoesNotStampWhoDecided_SaysNobody()
    {
        var row = JsonNode.Parse(Row(("Status__c", "Decided"), ("Decision__c", "Declined")).Raw)!.AsObject();
        row.Remove("Decided_By__c");

        ReviewMapping.For(Options).Read(new JsonRow(JsonSerializer.SerializeToElement(row))).Record!.DecidedByKey.ShouldBeNull();
    }

    [Theory]
    [InlineData("Urgent", null, 0)]
    [InlineData("low", null, 3)]
    [InlineData("Whenever", null, null)]
    [InlineData("Urgent", "R-1", null)]
    public void Priority_IsThePersonsUntilTheReviewCarriesOurKey(string text, string? key, int? priority) => Review(("Priority__c", text), ("Review_Key__c", key)).Priority.ShouldBe(priority);

    [Fact]
    public void RenamedFields_AreReadUnderTheirNames()
    {
        var options = new SalesforceOptions
        {
            OrgCurrency = "EUR", Fields = new() { ["Review.Status"] = "State__c" },
            Reviews = new ReviewOptions { ReviewObject = "Kreditpruefung__c", ReviewKey = "Key__c", Answers = new() { ["review.decision"] = "Verdict__c" } },
        };
        var mapping = ReviewMapping.For(options);

        mapping.ObjectName.ShouldBe("Kreditpruefung__c");
        mapping.Fields.ShouldContain("Verdict__c");
        mapping.Fields.ShouldNotContain("Decision__c");
        var row = Row(("State__c", "Decided"), ("Verdict__c", "Declined"), ("Key__c", "r1"));
        var review = mapping.Read(row).Record!;
        (review.ReviewKey, review.Status, review.Verdict).ShouldBe(("r1", ReviewStatus.Decided, ReviewVerdict.Declined));
    }

    [Fact]
    public void Document_SaysThatItIsThere()
    {
        var read = DocumentMapping.For(Options).Read;

        var document = read(Row(("Document_Key__c", "d1"), ("Type__c", "Guarantee"), ("Status__c", "Received"), ("Credit_Review__c", "a01000000000001AAA"), ("Received_At__c", "2026-11-22T10:00:00.000+0000"), ("As_Of__c", "2025-12-31"))).Record!;
        document.SpeaksOf.ShouldBe(new DateOnly(2025, 12, 31));
        (document.DocumentKey, document.Type, document.Status, document.ReviewRecordKey).ShouldBe(("d1", "Guarantee", DocumentStatus.Received, "a01000000000001AAA"));
        document.ReceivedAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        Should.Throw<UnreadableValueException>(() => read(Row(("Status__c", "Received")))).Field.ShouldBe("Type__c");
        Should.Throw<UnreadableValueException>(() => read(Row(("Type__c", "Guarantee"), ("Status__c", "Lost")))).Field.ShouldBe("Status__c");
    }

    private static ReviewRecord Review(params (string Field, object? Value)[] values) => ReviewMapping.For(Options).Read(Row(values)).Record!;

    // Every field that is asked for is there, and empty unless it is given.
    private static JsonRow Row(params (string Field, object? Value)[] values)
    {
        var row = new JsonObject { ["Id"] = "a00000000000001AAA", ["SystemModstamp"] = "2026-11-22T10:00:00.000+0000", ["IsDeleted"] = false, ["CreatedDate"] = "2026-11-22T09:00:00.000+0000", ["OwnerId"] = null };
        foreach (var name in ReviewMapping.For(Options).AskedFields.Concat(DocumentMapping.For(Options).AskedFields))
            row.TryAdd(name, null);
        foreach (var (field, value) in values)
            row[field] = JsonSerializer.SerializeToNode(value);
        return new JsonRow(JsonSerializer.SerializeToElement(row));
    }
}
