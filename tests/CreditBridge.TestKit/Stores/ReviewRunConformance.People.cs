using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What people delete, give away, or create without what is needed.</summary>
public abstract partial class ReviewRunConformance
{
    [Fact]
    public async Task ADocumentRequestThatAPersonDeleted_IsMadeAnewOnce_WhileTheClockWaitsForIt()
    {
        World(("d1", "a", 150_000m));
        await CycleAsync();
        await CycleAsync();
        var request = _crm.Documents.Current.Values.ShouldHaveSingleItem();
        _crm.DeleteDocument(request.Key);
        await CycleAsync();
        var anew = _crm.Documents.Current.Values.ShouldHaveSingleItem("the clock waits for it, so that somebody has to be able to fill it");
        (anew.Type, anew.Status, anew.AccountKey, anew.DocumentKey).ShouldBe(("Order form", DocumentStatus.Requested, "a", request.DocumentKey));
        OnRequest(anew, CreditFields.ReviewDocument.Review).ToString().ShouldBe((await OnlyOpenAsync()).Key, "everything is written again");
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        (await CycleAsync()).Evaluation.Accounts.ShouldBe(0);
        _crm.Arrived.Count.ShouldBe(arrived, "it must not loop");

        // Deleted after it had arrived, and deleted once more.
        _crm.Documents.Put(anew with { Status = DocumentStatus.Accepted, ReceivedAt = _clock.GetUtcNow() });
        await CycleAsync();
        (await OnlyOpenAsync()).DueAt.ShouldNotBeNull();
        _crm.DeleteDocument(anew.Key);
        await CycleAsync();
        _crm.Documents.Current.Values.ShouldHaveSingleItem().Status.ShouldBe(DocumentStatus.Requested);
        (await OnlyOpenAsync()).DueAt.ShouldBeNull();

        // Whatever is not needed any more is not made anew.
        Deal("d1", "a", 30_000m);
        await CycleAsync();
        _crm.DeleteDocument(_crm.Documents.Current.Values.Single().Key);
        await CycleAsync();
        await CycleAsync();
        _crm.Documents.Current.ShouldBeEmpty();
    }

    [Fact]
    public async Task ADocumentRequestThatAPersonGaveToAnotherAccount_StaysThere()
    {
        World(("d1", "a", 150_000m), ("d2", "b", 3_000m));
        await CycleAsync();
        await CycleAsync();
        var request = _crm.Documents.Current.Values.ShouldHaveSingleItem();
        _crm.Documents.Put(request with { AccountKey = "b", Status = DocumentStatus.Received });
        var arrived = _crm.Arrived.Count(w => w.Target.Kind == RecordKind.ReviewDocument);
        await CycleAsync();
        await CycleAsync();
        _crm.Arrived.Count(w => w.Target.Kind == RecordKind.ReviewDocument).ShouldBe(arrived);
    }

    // A process died between storing and writing, and the deal was cleared before the next one: the review was taken back and its requests were not, and asked for a person for ever.
    [Theory]
    [InlineData(3_000)]
    [InlineData(30_000)]
    public async Task KilledBeforeWriting_RequestsOfAReviewThatIsNotNeededAnyMore_GoWithIt(int amount)
    {
        World(("d1", "a", 150_000m));
        await KilledAsync("after decisions are stored");
        (await PendingRequestsAsync()).ShouldBe(1, "else nothing is shown");
        Deal("d1", "a", amount);
        var report = await CycleAsync();
        (report.Evaluation.Reviews.Withdrawn, _crm.Reviews.Current.Count).ShouldBe(amount < 20_000 ? (1, 0) : (0, 1));
        (await PendingRequestsAsync()).ShouldBe(0);
        _crm.Documents.Current.ShouldBeEmpty();
    }

    private FieldValue OnRequest(ReviewDocumentRecord document, CreditField field) => _crm.Shown[new TargetRecord(RecordKind.ReviewDocument, document.DocumentKey!)][field];

    private async Task<int> PendingRequestsAsync()
    {
        var reviews = (await Stores.Reviews.GetAsync(["a"], None)).Select(r => new TargetRecord(RecordKind.ReviewDocument, ReviewFields.DocumentKey(r.Key, "Order form"))).ToList();
        return (await Stores.Outbox.GetStandingAsync(Crm, reviews, None)).Values.Count(s => s.Entry is not null);
    }

    // They stayed mute for ever: no team, no clock, no message, and nobody was told.
    [Theory]
    [InlineData(null, "it names no account. Choose the account, or the deal;")]
    [InlineData("d9", "the deal that it names is none that CreditBridge reads. Choose the account;")]
    public async Task AReviewWithoutAnAccount_IsToldWhy_CountedAsNeedingAPerson_AndFollowedOnceItHasOne(string? deal, string why)
    {
        World(("d1", "a", 5_000m));
        var asked = new ReviewRecord("a0R9", ReviewStatus.New) { OpportunityKey = deal, Reason = "New customer", CreatedAt = _clock.GetUtcNow() };
        _crm.Ask(asked);
        var report = await CycleAsync();
        OnReview("P-a0R9", CreditFields.Review.Message).ToString().ShouldContain(why);
        report.Findings.Lines.ShouldHaveSingleItem().What.ShouldStartWith("1 review that people created in the CRM has no team and no clock: a0R9.");
        report.Attention.ShouldContain(l => l.Where == "reviews");
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        (await CycleAsync()).Findings.Lines.ShouldHaveSingleItem();
        _crm.Arrived.Count.ShouldBe(arrived, "it is told once");

        // Put right and decided in one go.
        var named = _crm.Reviews.Current["a0R9"] with { AccountKey = "a", OpportunityKey = null };
        _crm.Ask(named with { Status = ReviewStatus.Decided, Verdict = ReviewVerdict.NoChange, DecidedByKey = "u1", DecidedAt = _clock.GetUtcNow() });
        report = await CycleAsync();
        (report.Evaluation.Reviews.Decided, report.Findings.Lines.Count).ShouldBe((1, 0));
        OnReview("P-a0R9", CreditFields.Review.Message).ToString().ShouldStartWith("Noted");
    }

    // With a key of nobody's, typed on it, it stayed mute, too.
    [Fact]
    public async Task AReviewUnderAKeyThatAPersonTyped_IsFollowedUnderOurs_AndWhatWasDecidedUnderOneIsHistory()
    {
        World(("d1", "a", 5_000m), ("d2", "b", 5_000m));
        _crm.Ask(new ReviewRecord("a0R9", ReviewStatus.New) { AccountKey = "a", ReviewKey = "R-ffffffffffff", CreatedAt = _clock.GetUtcNow() });
        _crm.Ask(new ReviewRecord("a0R8", ReviewStatus.Decided) { AccountKey = "b", ReviewKey = "R-eeeeeeeeeeee", Verdict = ReviewVerdict.Declined, CreatedAt = _clock.GetUtcNow() });
        await CycleAsync();
        var review = await OnlyOpenAsync();
        (review.Key, review.AccountKey, review.CrmKey, review.DueAt is not null).ShouldBe(("P-a0R9", "a", "a0R9", true));
        _crm.Reviews.Current["a0R9"].ReviewKey.ShouldBe("P-a0R9");
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        (await CycleAsync()).Findings.Lines.ShouldBeEmpty();
        _crm.Arrived.Count.ShouldBe(arrived);
        (await Stores.Reviews.GetAsync(["b"], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AReviewWithoutAnAccount_ThatAPersonWithdrew_OrThatIsOursAndLostIts_AsksNobody()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.NoChange, _clock.GetUtcNow());
        await CycleAsync();
        _crm.Change(review.Key, r => r with { AccountKey = null });
        _crm.Ask(new ReviewRecord("a0R9", ReviewStatus.Withdrawn) { CreatedAt = _clock.GetUtcNow() });
        var arrived = _crm.Arrived.Count;
        (await CycleAsync()).Findings.Lines.ShouldBeEmpty();
        _crm.Arrived.Count.ShouldBe(arrived);
    }
}
