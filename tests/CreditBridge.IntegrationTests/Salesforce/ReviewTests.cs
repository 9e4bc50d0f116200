using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox;
using CreditBridge.Sandbox.Faults;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>Reviews, documents and forecast rows: records that we create under keys of ours, and what people answer on them.</summary>
public sealed class ReviewTests
{
    private static readonly DateTimeOffset Due = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task EveryFieldOfAReview_ArrivesAndTheNextWriteFindsIt()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var deal = org.CreateOpportunity(account);
        org.Server.Calls.Reset();

        var created = (await org.WriteAsync(ReviewOf("r1", account, deal, org.Org.UserId(SandboxServerOptions.AdministratorUsername)), DocumentOf("r1/d1", "r1", account))).ToList();

        created.ShouldAllBe(o => o.IsDelivered && o.IsCreated);
        org.Server.Calls.Total.ShouldBe(1, "the review and its document travel in one call");
        var review = org.Reviews().ShouldHaveSingleItem();
        review.Text("Account__c").ShouldBe(account);
        review.Text("Opportunity__c").ShouldBe(deal);
        review.Text("Reasons__c").ShouldBe("Deal exceeds headroom.\nThe bureau lowered its score.");
        review.Number("Amount__c").ShouldBe(120_000m);
        review["Due_At__c"].ShouldBe(Due);
        review.Text("Owner.Username").ShouldBe(SandboxServerOptions.AdministratorUsername);
        org.Documents().ShouldHaveSingleItem().Text("Credit_Review__c").ShouldBe(review.Id);

        var again = (await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Priority, FieldValue.Text("Urgent")), (Review.DueAt, FieldValue.Empty), (Review.Owner, FieldValue.Empty))))[0];
        (again.IsDelivered, again.IsCreated).ShouldBe((true, false));
        var after = org.Reviews().ShouldHaveSingleItem();
        (after.Text("Priority__c"), after["Due_At__c"], after.Text("Owner.Username")).ShouldBe(("Urgent", null, SandboxServerOptions.AdministratorUsername), "an owner is never taken away");
    }

    [Fact]
    public async Task ManyRecordsOfAllKinds_AreWrittenInTheirOrder()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(450);
        org.Server.Calls.Reset();
        var writes = accounts.SelectMany((a, i) => new[] { DocumentOf($"d{i}", $"r{i}", a), ReviewOf($"r{i}", a, null), Score(a, i) }).Append(RowOf("2026-W48/All")).ToList();

        var outcomes = await org.WriteAsync([.. writes[..999]]);

        outcomes.ShouldAllBe(o => o.IsDelivered);
        outcomes.Select(o => o.Target).ShouldBe(writes[..999].Select(w => w.Target), "one outcome per write, in the order of the batch");
        org.Documents().Select(d => d.Text("Credit_Review__r.Review_Key__c")).ShouldBe(org.Documents().Select(d => $"r{d.Text("Document_Key__c")![1..]}"));
        org.Server.Calls.Total.ShouldBe(2, "999 records of three objects");
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1_001)]
    public async Task ReviewThatAPersonCreated_IsFoundByItsId_AndGetsOurKey_HoweverMuchIsWritten(int bulkFrom)
    {
        await using var org = await LiveOrg.StartAsync(options: o => new SalesforceOptions
        {
            LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem, OrgCurrency = "EUR", BulkWriteRecords = bulkFrom,
        });
        var account = org.SeedAccounts(1)[0];
        var id = org.Org.Create("Credit_Review__c", ("Account__c", account), ("Status__c", "In review"));
        var key = PersonsReview.KeyOf(id);
        var many = bulkFrom < 20_000 ? Enumerable.Range(0, 1_100).Select(i => ReviewOf($"r{i}", account, null)).ToArray() : [ReviewOf("r0", account, null)];

        var outcomes = await org.WriteAsync([.. many, Score(account, 5), Write(RecordKind.Review, key, (Review.Message, FieldValue.Text("Refused: no conditions.")))]);
        (await org.WriteAsync(DocumentOf("d1", key, account)))[0].IsDelivered.ShouldBeTrue("from then on it is found by our key, too");

        outcomes.ShouldAllBe(o => o.IsDelivered);
        outcomes[^1].IsCreated.ShouldBeFalse();
        org.Reviews().Count.ShouldBe(many.Length + 1);
        var record = org.Org.Find(id)!;
        (record.Text("Review_Key__c"), record.Text("Message__c"), record.Text("Status__c")).ShouldBe((key, "Refused: no conditions.", "In review"));
        org.Documents().ShouldHaveSingleItem().Text("Credit_Review__c").ShouldBe(id);
    }

    [Fact]
    public async Task ReviewThatAPersonCreated_IsWrittenAloneWhenItIsLocked_AndRefusedForItselfWhenItIsGone()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var (locked, gone) = (org.Org.Create("Credit_Review__c", ("Account__c", account)), org.Org.Create("Credit_Review__c", ("Account__c", account)));
        org.Org.Delete(gone);
        org.Server.Faults.Add(new FaultRule(FaultKind.LockedRecord) { Record = locked, Times = 1 });

        var outcomes = await org.WriteAsync(
            Write(RecordKind.Review, PersonsReview.KeyOf(locked), (Review.Priority, FieldValue.Text("Low"))),
            Write(RecordKind.Review, PersonsReview.KeyOf(gone), (Review.Priority, FieldValue.Text("Low"))),
            Write(RecordKind.Review, PersonsReview.KeyOf("no id"), (Review.Priority, FieldValue.Text("Low"))), ReviewOf("r1", account, null));

        outcomes.Select(o => o.Failure?.Kind).ShouldBe([null, FailureKind.RecordRejected, FailureKind.RecordRejected, null]);
        (org.Org.Find(locked)!.Text("Priority__c"), org.Org.Find(locked)!.Text("Review_Key__c")).ShouldBe(("Low", PersonsReview.KeyOf(locked)));
        org.Reviews().Count.ShouldBe(2, "none is created in place of the one that is gone");
    }

    [Fact]
    public async Task ForecastRow_IsReplacedByItsKey()
    {
        await using var org = await LiveOrg.StartAsync();

        await org.WriteAsync(RowOf("2026-W48/All"));
        await org.WriteAsync(Write(RecordKind.ReviewForecast, "2026-W48/All", (ReviewForecast.Expected, FieldValue.Number(9.5m)), (ReviewForecast.BreachPercent, FieldValue.Number(12.5m))));

        var row = org.Org.Query("SELECT Id FROM Credit_Review_Forecast__c").ShouldHaveSingleItem();
        (row.Number("Expected_Reviews__c"), row.Number("Median_Reviews__c"), row.Number("Breach_Percent__c"), row.Text("Part__c")).ShouldBe((9.5m, 7m, 12.5m, "All"));
    }

    [Fact]
    public async Task Owner_ThatTheOrgDoesNotTake_LeavesTheReviewAndIsNamed()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        var inactive = org.Org.Create("User", ("Username", "gone@example.com"), ("LastName", "Gone"), ("Email", "gone@example.com"), ("Alias", "gone"), ("IsActive", false));

        var outcome = (await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Account, FieldValue.Text(account)), (Review.Owner, FieldValue.Text(inactive)))))[0];

        outcome.IsDelivered.ShouldBeTrue(outcome.Failure?.ToString());
        org.Reviews().ShouldHaveSingleItem().Text("OwnerId").ShouldBe(org.Org.UserId(SandboxServerOptions.IntegrationUsername));
        org.Connection.Sink.Problems.ShouldHaveSingleItem().Message.ShouldContain(inactive);

        org.Org.Update(inactive, ("IsActive", true));
        await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Owner, FieldValue.Text(inactive))));
        org.Reviews()[0].Text("OwnerId").ShouldBe(inactive);
        org.Connection.Sink.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_WhoseReviewIsNotThereYet_IsTriedAgain()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];

        var outcome = (await org.WriteAsync(DocumentOf("d1", "r1", account)))[0];
        outcome.Failure!.Kind.ShouldBe(FailureKind.Transient);
        org.Connection.Sink.Problems.ShouldBeEmpty("no field is missing");

        var late = (await org.WriteAsync(DocumentOf("d1", "r1", account) with { EarlierAttempts = 3 }))[0];
        late.Failure!.MayPass.ShouldBeFalse("a review that was deleted does not come back by waiting");

        await org.WriteAsync(ReviewOf("r1", account, null));
        (await org.WriteAsync(DocumentOf("d1", "r1", account)))[0].IsDelivered.ShouldBeTrue();
    }

    [Fact]
    public async Task Review_ThatIsLocked_IsWrittenBesideTheOthers()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.WriteAsync(ReviewOf("r1", account, null), ReviewOf("r2", account, null));
        org.Server.Faults.Add(new FaultRule(FaultKind.LockedRecord) { Record = org.Reviews()[0].Id, Times = 1 });

        var outcomes = await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Priority, FieldValue.Text("Low"))), Write(RecordKind.Review, "r2", (Review.Priority, FieldValue.Text("Low"))));

        outcomes.ShouldAllBe(o => o.IsDelivered);
        org.Reviews().ShouldAllBe(r => r.Text("Priority__c") == "Low");
    }

    [Fact]
    public async Task Review_ThatWasDeleted_IsCreatedAnew()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.WriteAsync(ReviewOf("r1", account, null));
        org.Org.Delete(org.Reviews()[0].Id);

        (await org.WriteAsync(ReviewOf("r1", account, null)))[0].IsCreated.ShouldBeTrue();
        org.Reviews().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Review_OfAnAccountThatIsGone_IsRefusedForItself()
    {
        await using var org = await LiveOrg.StartAsync();
        var accounts = org.SeedAccounts(2);
        org.Org.Delete(accounts[0]);

        var outcomes = await org.WriteAsync(ReviewOf("r1", accounts[0], null), ReviewOf("r2", accounts[1], null));

        outcomes[0].Failure!.Kind.ShouldBe(FailureKind.RecordRejected);
        outcomes[1].IsDelivered.ShouldBeTrue();
    }

    [Fact]
    public async Task OrgWithAnOlderPackage_LacksTheObjectsAndNothingElse()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        foreach (var item in new[] { "Credit_Review__c", "Credit_Document__c", "Credit_Review_Forecast__c" })
            org.HideObject(item);

        var outcomes = await org.WriteAsync(ReviewOf("r1", account, null), RowOf("w"), Score(account, 5));

        outcomes.ShouldAllBe(o => o.IsDelivered, "what the org lacks is not written and not tried again");
        org.Connection.Sink.Accepts(Review.Status).ShouldBeFalse();
        org.Org.Find(account)!.Number("Credit_Score__c").ShouldBe(5m);
        var problems = org.Connection.Sink.Problems;
        problems.Select(p => p.Subject).ShouldBe(["Credit_Review__c", "Credit_Document__c", "Credit_Review_Forecast__c"]);
        problems[0].NextStep!.ShouldContain("deploy/salesforce");

        await using var next = org.Connect();
        await next.BeginCycleAsync(new Dictionary<RecordKind, Abstractions.Sources.Checkpoint?>(), CancellationToken.None);
        next.Sink.Accepts(Review.Status).ShouldBeFalse("the next process knows it");
    }

    [Fact]
    public async Task OrgWithoutReviews_IsPolledWithoutNoise()
    {
        await using var org = await LiveOrg.StartAsync();
        org.SeedAccounts(1);
        foreach (var item in new[] { "Credit_Review__c", "Credit_Document__c" })
            org.HideObject(item);

        var seen = await org.PollAsync();
        (seen[RecordKind.Review].Count, seen[RecordKind.Account].Count).ShouldBe((0, 1));
        org.Connection.Sources.Single(s => s.Kind == RecordKind.Review).IsDeclared.ShouldBe(false);
        org.Clock.Advance(TimeSpan.FromMinutes(11));
        await org.PollAsync();
        org.Server.Calls.Reset();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await org.PollAsync();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task QuietCycle_IsOneCall_AndEverythingIsReadInTurn()
    {
        await using var org = await LiveOrg.StartAsync();
        var deal = org.CreateOpportunity(org.SeedAccounts(1)[0]);
        await org.WriteAsync(ReviewOf("r1", org.Org.Find(deal)!.Text("AccountId")!, deal));
        await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < 3; i++)
            await org.PollAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(deal, ("StageName", "Negotiation"));
        org.Org.Update(org.Org.UserId(SandboxServerOptions.AdministratorUsername), ("LastName", "Married"));
        org.Server.Calls.Reset();

        var (changes, users) = (0, 0);
        for (var cycle = 0; cycle < 3; cycle++)
        {
            var seen = await org.PollAsync();
            (changes, users) = (changes + seen[RecordKind.StageChange].Count, users + seen[RecordKind.User].Count);
            seen[RecordKind.Opportunity].Count.ShouldBe(1, "a deal waits for no turn");
        }

        org.Server.Calls.Total.ShouldBe(3);
        (changes, users).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Decision_IsReadWithWhoMadeIt_AndOurOwnWriteChangesNothing()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.WriteAsync(ReviewOf("r1", account, null), DocumentOf("d1", "r1", account));
        var open = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        (open.ReviewKey, open.Status, open.Verdict, open.AccountKey).ShouldBe(("r1", ReviewStatus.New, null, account));
        open.Number.ShouldBe("CR-000001");

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(open.Key, ("Status__c", "Decided"), ("Decision__c", "Approved with conditions"), ("Approved_Limit__c", 80_000m), ("Limit_Currency__c", "USD"), ("Approved_Terms__c", "Net 45"),
            ("Conditions__c", "Deposit of 30 %\r\nParent guarantee"), ("Valid_Until__c", new DateOnly(2027, 6, 30)), ("Decision_Notes__c", "Long-standing customer"));
        org.Org.Update(org.Documents()[0].Id, ("Status__c", "Received"), ("Received_At__c", org.Clock.GetUtcNow()));

        var seen = await org.PollAsync();
        var decided = seen[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        decided.Verdict.ShouldBe(ReviewVerdict.ApprovedWithConditions);
        decided.ApprovedLimit.ShouldBe(Money.Parse("80000 USD"));
        decided.ApprovedTerms.ShouldBe(PaymentTerms.Parse("Net 45"));
        decided.Conditions.ShouldBe("Deposit of 30 %\nParent guarantee");
        decided.ValidUntil.ShouldBe(new DateOnly(2027, 6, 30));
        decided.DecidedByKey.ShouldBe(org.Org.UserId(SandboxServerOptions.AdministratorUsername), "whoever decides is stamped");
        decided.DecidedAt.ShouldBe(org.Clock.GetUtcNow());
        var document = seen[RecordKind.ReviewDocument].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewDocumentRecord>();
        (document.DocumentKey, document.Status, document.ReviewRecordKey).ShouldBe(("d1", DocumentStatus.Received, open.Key));

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Message, FieldValue.Text("Followed.")), (Review.Currency, FieldValue.Text("USD"))));
        var after = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current;
        after.ShouldBe(decided);
    }

    // The service wrote the currency of its amounts, the flow took that for a decision of its own, and the next cycle refused it for want of authority.
    [Fact]
    public async Task WhoDecided_StaysWhoDecided_WhenTheServiceWritesTheCurrency_AndIsWhoSetsItDecided()
    {
        await using var org = await LiveOrg.StartAsync();
        var account = org.SeedAccounts(1)[0];
        await org.WriteAsync(ReviewOf("r1", account, null));
        var record = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(record.Key, ("Status__c", "Decided"), ("Decision__c", "Approved"), ("Limit_Currency__c", null));
        var decided = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        decided.DecidedByKey.ShouldBe(org.Org.UserId(SandboxServerOptions.AdministratorUsername));

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        await org.WriteAsync(Write(RecordKind.Review, "r1", (Review.Message, FieldValue.Text("Followed.")), (Review.Currency, FieldValue.Text("EUR"))));
        var after = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        (after.DecidedByKey, after.DecidedAt).ShouldBe((decided.DecidedByKey, decided.DecidedAt));

        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(record.Key, ("Status__c", "In review"));
        org.Clock.Advance(TimeSpan.FromMinutes(1));
        org.Org.Update(record.Key, ("Status__c", "Decided"));
        var again = (await org.PollAsync())[RecordKind.Review].ShouldHaveSingleItem().Current.ShouldBeOfType<ReviewRecord>();
        again.DecidedAt.ShouldBe(org.Clock.GetUtcNow(), "whoever sets it decided stands for it");
    }

    [Fact]
    public async Task ReviewsThatAreSwitchedOff_AreNeitherWrittenNorAskedFor()
    {
        await using var org = await LiveOrg.StartAsync(options: o => new SalesforceOptions
        {
            LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem, OrgCurrency = "EUR", Reviews = new ReviewOptions { Enabled = false },
        });

        org.Connection.Sources.ShouldAllBe(s => s.Kind != RecordKind.Review && s.Kind != RecordKind.ReviewDocument);
        org.Connection.Sink.Accepts(Review.Status).ShouldBeFalse();
        await org.PollAsync();
        org.Server.Calls.Total.ShouldBe(1);
    }

    [Fact]
    public async Task MassOfReviews_GoesByOneUpsertJob()
    {
        await using var org = await LiveOrg.StartAsync(options: o => new SalesforceOptions
        {
            LoginUrl = o.LoginUrl, ConsumerKey = o.ConsumerKey, Username = o.Username, PrivateKeyPem = o.PrivateKeyPem, OrgCurrency = "EUR", BulkWriteRecords = 1_001,
        });
        var account = org.SeedAccounts(1)[0];
        await org.WriteAsync([.. Enumerable.Range(0, 1_500).Select(i => ReviewOf($"r{i}", account, null))]);
        org.Reviews().Count.ShouldBe(1_500);

        var outcomes = await org.WriteAsync([.. Enumerable.Range(0, 1_500).Select(i => DocumentOf($"d{i}", i == 7 ? "nobody" : $"r{i}", account))]);

        outcomes[7].Failure!.Kind.ShouldBe(FailureKind.Transient);
        outcomes.Where((_, i) => i != 7).ShouldAllBe(o => o.IsDelivered);
        org.Documents().Count.ShouldBe(1_499);
    }

    [Fact]
    public async Task Check_NamesWhatLacks()
    {
        await using var org = await LiveOrg.StartAsync();
        (await org.CheckAsync()).Where(f => f.Subject.StartsWith("Credit_", StringComparison.Ordinal)).Select(f => $"{f.Status}: {f.Subject}: {f.Message}").ShouldBe(
        [
            "Ok: Credit_Review__c: All 22 credit fields are there, can be written and fit.", "Ok: Credit_Document__c: All 5 credit fields are there, can be written and fit.",
            "Ok: Credit_Review_Forecast__c: All 18 credit fields are there, can be written and fit.",
        ]);

        org.HideObject("Credit_Review__c");
        org.Server.Faults.Add(new FaultRule(FaultKind.HiddenField) { Object = "Credit_Document__c", Field = "Document_Key__c" });
        var findings = await org.CheckAsync();
        findings.ShouldContain(f => f.Subject == "Credit_Review__c" && f.Status == CheckStatus.Warning && f.NextStep!.Contains("deploy/salesforce", StringComparison.Ordinal));
        findings.ShouldContain(f => f.Subject == "Credit_Document__c.Document_Key__c" && f.Status == CheckStatus.Failed);
    }

    private static FieldWrite ReviewOf(string key, string account, string? deal, string? owner = null) => Write(
        RecordKind.Review, key,
        (Review.Account, FieldValue.Text(account)), (Review.Opportunity, FieldValue.Text(deal)), (Review.Status, FieldValue.Text("New")), (Review.Reason, FieldValue.Text("Deal exceeds headroom")),
        (Review.Reasons, FieldValue.Text("Deal exceeds headroom.\nThe bureau lowered its score.")), (Review.Priority, FieldValue.Text("High")), (Review.Amount, FieldValue.Number(120_000m)),
        (Review.ProposedLimit, FieldValue.Number(80_000m)), (Review.Currency, FieldValue.Text("EUR")), (Review.RequestedAt, FieldValue.Instant(Due.AddDays(-1))),
        (Review.FirstResponseDueAt, FieldValue.Instant(Due.AddHours(-4))), (Review.DueAt, FieldValue.Instant(Due)), (Review.PausedSince, FieldValue.Empty), (Review.PausedHours, FieldValue.Number(1.5m)),
        (Review.EstimatedHours, FieldValue.Number(2.25m)), (Review.EffortClass, FieldValue.Text("standard")), (Review.Team, FieldValue.Text("EMEA")), (Review.Owner, FieldValue.Text(owner)),
        (Review.Documents, FieldValue.Text("Financial statements: missing")), (Review.Message, FieldValue.Text("Look at the parent too.")), (Review.DecisionId, FieldValue.Text("d-1")));

    private static FieldWrite DocumentOf(string key, string review, string account) => Write(
        RecordKind.ReviewDocument, key,
        (ReviewDocument.Account, FieldValue.Text(account)), (ReviewDocument.Review, FieldValue.Text(review)), (ReviewDocument.Type, FieldValue.Text("Financial statements")),
        (ReviewDocument.Status, FieldValue.Text("Requested")), (ReviewDocument.RequestedAt, FieldValue.Instant(Due.AddDays(-1))));

    private static FieldWrite RowOf(string key) => Write(
        RecordKind.ReviewForecast, key,
        (ReviewForecast.Kind, FieldValue.Text("Week")), (ReviewForecast.PeriodStart, FieldValue.Date(new DateOnly(2026, 11, 23))), (ReviewForecast.Part, FieldValue.Text("All")),
        (ReviewForecast.Expected, FieldValue.Number(7.4m)), (ReviewForecast.Lower, FieldValue.Number(3)), (ReviewForecast.Median, FieldValue.Number(7)), (ReviewForecast.Upper, FieldValue.Number(12)),
        (ReviewForecast.ExpectedAmount, FieldValue.Number(400_000m)), (ReviewForecast.Currency, FieldValue.Text("EUR")), (ReviewForecast.WorkHours, FieldValue.Number(18.5m)),
        (ReviewForecast.CarriedHours, FieldValue.Number(6.5m)), (ReviewForecast.CapacityHours, FieldValue.Number(30)), (ReviewForecast.BreachPercent, FieldValue.Number(4.2m)), (ReviewForecast.Model, FieldValue.Text("Time to event, WAPE 11 %")),
        (ReviewForecast.MadeAt, FieldValue.Instant(Due)));

    private static FieldWrite Score(string account, int score) => Write(RecordKind.Account, account, (Account.Score, FieldValue.Number(score)));

    private static FieldWrite Write(RecordKind kind, string key, params (CreditField Field, FieldValue Value)[] values) => new(new TargetRecord(kind, key), values.ToDictionary(v => v.Field, v => v.Value));
}
