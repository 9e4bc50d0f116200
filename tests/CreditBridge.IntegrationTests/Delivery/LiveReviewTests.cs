using System.Net;
using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using CreditBridge.IntegrationTests.Cli;
using CreditBridge.Sandbox;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Delivery;

/// <summary>Reviews over whole cycles: alerts and escalation by webhook, mail and events, decisions on the org's pages, reviews that people create, and what the commands show of it.</summary>
public sealed class LiveReviewTests(ReviewWorld world) : IClassFixture<ReviewWorld>
{
    [Fact]
    public async Task TheClockAlone_TellsWhoWorksOnIt_AndThenWhomThePolicyNames_OnceEach()
    {
        var review = (await world.OpenReviewsAsync()).First(r => r.AtRiskAt > world.Now);
        review.Analyst.ShouldBe(world.Dana);

        world.AdvanceTo(review.AtRiskAt!.Value);
        (await world.AlertAsync()).ShouldBeGreaterThan(0, "without any cycle");
        var soon = Hooked(review.Key).ShouldHaveSingleItem();
        (soon.GetProperty("kind").GetString(), soon.GetProperty("team").GetString()).ShouldBe(("reviewAtRisk", "Credit"));
        soon.GetProperty("people")[0].GetProperty("address").GetString().ShouldBe("dana@example.com");
        soon.GetProperty("message").GetString()!.ShouldContain($" ({RecordOf(review.Key).Text("Name")}, {review.Key}) is due on {review.DueAt:yyyy-MM-dd HH:mm} UTC. ");
        MailsTo("dana@example.com").ShouldNotContain(m => m.Contains(review.Key), "mail is collected");
        (await world.AlertAsync()).ShouldBe(0);

        world.AdvanceTo(world.Now.AddMinutes(60));
        await world.AlertAsync();
        MailsTo("dana@example.com").Count(m => m.Contains(review.Key)).ShouldBe(1);
        MailsTo("credit@example.com").Count(m => m.Contains(review.Key)).ShouldBe(1);

        world.AdvanceTo(review.DueAt!.Value);
        await world.AlertAsync();
        Hooked(review.Key).Select(a => a.GetProperty("kind").GetString()).ShouldBe(["reviewAtRisk", "reviewBreached"]);
        MailsTo("boss@example.com").ShouldNotContain(m => m.Contains(review.Key), "two hours are left to credit");

        var hours = Core.Policies.BusinessHours.Of(world.Bridge.ActivePolicy, TimeZoneInfo.Utc);
        world.AdvanceTo(hours.Add(review.DueAt.Value, 120));
        await world.AlertAsync();
        Hooked(review.Key)[^1].GetProperty("kind").GetString().ShouldBe("reviewEscalated");
        MailsTo("boss@example.com").Count(m => m.Contains(review.Key) && m.Contains("head of credit")).ShouldBe(1, "a critical alert is mailed at once");

        // The cycle takes the same step, writes it onto the record, and tells nobody again.
        await world.NextCycleAsync();
        await world.AlertAsync(review.AccountKey);
        (await world.FindAsync(review.Key)).Escalated.ShouldContain("head of credit");
        RecordOf(review.Key).Text("Message__c")!.ShouldContain("Escalated to boss@example.com: head of credit.");
        MailsTo("boss@example.com").Count(m => m.Contains(review.Key)).ShouldBe(1);
        Hooked(review.Key).Count.ShouldBe(3);
        (await world.Bridge.Database.Alerts.CountAsync(CancellationToken.None)).Where(c => c.Channel is "crm" or "webhook/desk").ShouldAllBe(c => c.State == DeliveryState.Told);
    }

    [Fact]
    public async Task AHold_IsToldOf_AndSoIsItsEnd_WhenTheWatchListWasBroughtUpToDate()
    {
        var account = world.World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Hold__c = false AND Credit_Score__c != null ORDER BY Id")[0].Id;
        var today = DateOnly.FromDateTime(world.Now.UtcDateTime);
        var hold = new OverrideRecord("hold-of-a-test", account, OverrideEffect.Hold, "dana@example.com", "Cheque came back.", today);
        await OrderAsync(hold);
        var report = await world.NextCycleAsync();
        await world.AlertAsync([.. report.Evaluation.Evaluated!]);
        var set = OfAccount(account, "holdSet").ShouldHaveSingleItem();
        set.GetProperty("accountName").GetString().ShouldNotBeNullOrEmpty();
        await world.AlertAsync(account);
        OfAccount(account, "holdSet").Count.ShouldBe(1);

        await OrderAsync(hold with { ValidFrom = today.AddDays(-1), ExpiresOn = today.AddDays(-1) });
        report = await world.NextCycleAsync();
        await world.AlertAsync([.. report.Evaluation.Evaluated!]);
        OfAccount(account, "holdReleased").Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnAlertAboutAnAccount_IsMailedToItsOwner_ElseToWhoOwnsADeal_Once_InTheWordsOfARep()
    {
        var org = world.World.Server.Org;
        var free = org.Query("SELECT Id FROM Account WHERE Credit_Hold__c = false AND Credit_Score__c != null ORDER BY Id").Select(a => a.Id).Skip(1).ToList();
        var deals = org.Query("SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Id").ToLookup(d => d.Text("AccountId"), d => d.Id);
        var accounts = free.Where(deals.Contains).Take(2).ToList();
        org.Update(accounts[0], new Dictionary<string, object?> { ["OwnerId"] = world.Reps.Rita });
        org.Update(accounts[1], new Dictionary<string, object?> { ["OwnerId"] = world.Reps.Ina });
        foreach (var deal in deals[accounts[1]])
            org.Update(deal, new Dictionary<string, object?> { ["OwnerId"] = world.Reps.Sam });

        // Serious news beside the hold: what is critical is mailed at once.
        var today = DateOnly.FromDateTime(world.Now.UtcDateTime);
        var holds = accounts.ConvertAll(a => new OverrideRecord($"owners-{a}", a, OverrideEffect.Hold, "dana@example.com", "Cheque came back.", today));
        var news = accounts.ConvertAll(a => new SignalRecord($"owners-{a}", CreditParty.Account(a), "rumour", today) { Severity = SignalSeverity.Critical, Text = "Only credit may know" });
        await OrderAsync([.. holds]);
        await NewsAsync([.. news]);
        var report = await world.NextCycleAsync();
        await world.AlertAsync([.. report.Evaluation.Evaluated!]);
        await world.AlertAsync([.. accounts]);

        foreach (var (account, person, address) in new[] { (accounts[0], "Rita Rep", "rita@example.com"), (accounts[1], "Sam Rep", "sam@example.com") })
        {
            var mail = MailsTo(address).ShouldHaveSingleItem();
            mail.ShouldStartWith($"[Critical] {org.Find(account)!.Text("Name")}: on credit hold, and getting worse while deals are open");
            mail.ShouldContain("Credit has put this account on hold. ");
            mail.ShouldContain("Serious news about the company.");
            mail.ShouldContain("Clear the hold with credit before you promise anything.");
            mail.ShouldContain("Alerts about an account come to you when the account, or an open deal with it, is yours in the CRM.");
            foreach (var internals in new[] { "Only credit may know", "Cheque came back", "rumour", "core", "band", "dana" })
                mail.ShouldNotContain(internals);
            var told = OfAccount(account, "holdSet").ShouldHaveSingleItem().GetProperty("people").EnumerateArray().ShouldHaveSingleItem();
            (told.GetProperty("name").GetString(), told.GetProperty("address").GetString()).ShouldBe((person, address));
        }

        MailsTo("ina@example.com").ShouldBeEmpty("she is no longer active");

        await OrderAsync([.. holds.Select(h => h with { ValidFrom = today.AddDays(-1), ExpiresOn = today.AddDays(-1) })]);
        await NewsAsync([.. news.Select(n => n with { ObservedOn = today.AddDays(-1), ExpiresOn = today.AddDays(-1) })]);
        report = await world.NextCycleAsync();
        await world.AlertAsync([.. report.Evaluation.Evaluated!]);
        (await CommandAsync("alerts", "list")).Output.ShouldContain("Times are UTC.");
        var listed = (await CommandAsync("alerts", "list", "--json")).Json.EnumerateArray().Where(a => accounts.Contains(a.GetProperty("accountId").GetString()!) && a.GetProperty("kind").GetString() == "holdReleased").ToList();
        listed.Select(a => a.GetProperty("people")[0].GetProperty("address").GetString()).ShouldBe(["rita@example.com", "sam@example.com"], ignoreOrder: true);
        listed.ShouldAllBe(a => a.GetProperty("deliveries").EnumerateArray().Any(d => d.GetProperty("channel").GetString() == "mail/" + a.GetProperty("people")[0].GetProperty("address").GetString()));
    }

    [Fact]
    public async Task AReviewThatAPersonCreates_IsAnsweredOnItsRecord_AndFollowedWhenItIsRight()
    {
        var org = world.World.Server.Org;
        var deal = (await world.OpenReviewsAsync()).Last(r => r.OpportunityKey is not null && r.Reasons.Count == 1);
        var account = org.Query("SELECT Id FROM Account WHERE Credit_Hold__c = false AND Credit_Score__c != null ORDER BY Id DESC")[0].Id;
        var id = org.Create("Credit_Review__c", ("Account__c", account), ("Status__c", "Decided"), ("Decision__c", "Approved with conditions"), ("Reason__c", "New customer"));

        await world.NextCycleAsync();

        var refused = org.Find(id)!;
        (refused.Text("Status__c"), refused.Text("Review_Key__c"), refused.Text("Reason__c")).ShouldBe(("In review", $"P-{id}", "New customer"));
        refused.Text("Message__c")!.ShouldContain("It is approved with conditions, and none are written down.");
        org.Query($"SELECT Id FROM Credit_Review__c WHERE Account__c = '{account}' AND Status__c = 'In review'").ShouldHaveSingleItem().Id.ShouldBe(id, "no second one is created");

        org.Update(id, new Dictionary<string, object?> { ["Conditions__c"] = "Pays the old invoice first", ["Status__c"] = "Decided" });
        await world.NextCycleAsync();
        org.Find(id)!.Text("Message__c")!.ShouldNotContain("none are written down");
        (await world.FindAsync($"P-{id}")).State.ShouldBe(ReviewState.Decided);
        var before = world.World.Server.Calls.RecordsWritten;
        await world.NextCycleAsync();
        await world.NextCycleAsync();
        world.World.Server.Calls.RecordsWritten.ShouldBe(before, "nothing is written again and again");

        // One that a person creates and deletes is gone, and stays gone.
        var other = org.Create("Credit_Review__c", ("Account__c", deal.AccountKey), ("Status__c", "New"));
        await world.NextCycleAsync();
        org.Find(other)!.Text("Review_Key__c").ShouldBe($"P-{other}");
        org.Delete(other);
        await world.NextCycleAsync();
        await world.NextCycleAsync();
        (await world.FindAsync($"P-{other}")).State.ShouldBe(ReviewState.Withdrawn);
        org.Query($"SELECT Id FROM Credit_Review__c WHERE Review_Key__c = 'P-{other}'").ShouldBeEmpty();

        Should.Throw<ArgumentException>(() => org.Create("Credit_Review__c", ("Status__c", "Decided"), ("Decision__c", "Declined"))).Message.ShouldContain("choose the Account");
    }

    [Fact]
    public async Task ADecisionOnTheOrgsPage_IsFollowed_AndShownByTheCommands()
    {
        var review = (await world.OpenReviewsAsync()).Last(r => r.OpportunityKey is not null && r.CrmKey is not null && r.CompleteAt is not null);
        var page = await world.Browser.GetStringAsync($"/reviews/{review.CrmKey}");
        page.ShouldContain($"href=\"/opportunities/{review.OpportunityKey}\"");
        page.ShouldContain($"href=\"/accounts/{review.AccountKey}\"");
        (await world.Browser.GetStringAsync("/reviews")).ShouldContain("/reviews/");

        const string Hostile = "<script>alert('note')</script> & \"more\"";
        var answer = await DecideAsync(review.CrmKey!, ("verdict", "Declined"), ("notes", Hostile), ("currency", "EUR"));
        (answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery).ShouldBe((HttpStatusCode.OK, $"/reviews/{review.CrmKey}?saved=1"));
        page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("&lt;script&gt;alert(");
        page.ShouldNotContain("<script");
        var record = world.World.Server.Org.Find(review.CrmKey!)!;
        (record.Text("Decision__c"), record.Text("Decided_By__c")).ShouldBe(("Declined", world.Dana));

        await world.NextCycleAsync();
        (await world.FindAsync(review.Key)).State.ShouldBe(ReviewState.Decided);
        (await world.Browser.GetStringAsync($"/reviews/{review.CrmKey}")).ShouldContain("The deal does not pass any more");

        var shown = await CommandAsync("reviews", "show", review.Key);
        shown.ExitCode.ShouldBe(0, shown.Error);
        shown.Output.ShouldContain("Declined by Dana Credit");
        shown.Output.ShouldContain("complete at once: the clock starts");
        var json = (await CommandAsync("reviews", "show", review.Key, "--json")).Json;
        (json.GetProperty("review").GetProperty("state").GetString(), json.GetProperty("review").GetProperty("outcome").GetProperty("by").GetString()).ShouldBe(("decided", world.Dana));

        var decided = (await CommandAsync("reviews", "list", "--state", "decided", "--json")).Json.EnumerateArray().Select(r => r.GetProperty("review").GetProperty("key").GetString());
        decided.ShouldContain(review.Key);
        var report = await CommandAsync("reviews", "report", "--weeks", "520", "--json");
        report.ExitCode.ShouldBe(0, report.Error);
        report.Json.GetProperty("all").GetProperty("decided").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        var words = await CommandAsync("reviews", "report", "--weeks", "520");
        words.Output.ShouldContain("Reviews closed since");
        words.Output.ShouldContain("Hours are business hours of credit's own time");
    }

    // The report read only closed reviews: what was refused on open ones, which is most of it, was never in it.
    [Fact]
    public async Task ADecisionThatWasRefused_CountsInTheReport_WhileItsReviewIsOpen()
    {
        var org = world.World.Server.Org;
        var busy = (await world.OpenReviewsAsync()).Select(r => r.AccountKey).ToHashSet();
        var account = org.Query("SELECT Id FROM Account WHERE Credit_Hold__c = false AND Credit_Score__c != null ORDER BY Id DESC").Skip(3).First(a => !busy.Contains(a.Id)).Id;
        var before = await RefusedAsync();
        var id = org.Create("Credit_Review__c", ("Account__c", account), ("Status__c", "Decided"), ("Decision__c", "Approved with conditions"), ("Reason__c", "New customer"));

        await world.NextCycleAsync();

        var review = await world.FindAsync($"P-{id}");
        (review.State, review.RefusedDecisions).ShouldBe((ReviewState.Open, 1));
        (await RefusedAsync()).ShouldBe(before + 1);
        var words = await CommandAsync("reviews", "report", "--weeks", "520");
        string.Join(' ', words.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain($"{before + 1} {(before == 0 ? "decision" : "decisions")} that could not be followed");

        async Task<int> RefusedAsync() => (await CommandAsync("reviews", "report", "--weeks", "520", "--json")).Json.GetProperty("all").GetProperty("refusedDecisions").GetInt32();
    }

    [Theory]
    [InlineData("", "Choose a decision. Nothing was saved.")]
    [InlineData("Granted <b>", "The org refused the change")]
    public async Task ADecisionThatIsNone_SaysSoOnThePage_AndChangesNothing(string verdict, string expected)
    {
        var review = (await world.OpenReviewsAsync()).Last(r => r.CrmKey is not null);
        var before = world.World.Server.Org.Find(review.CrmKey!)!.SystemModstamp;
        var answer = await DecideAsync(review.CrmKey!, ("verdict", verdict));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain(expected);
        page.ShouldNotContain("Granted <b>");
        world.World.Server.Org.Find(review.CrmKey!)!.SystemModstamp.ShouldBe(before);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "elsewhere.example")]
    public async Task ADecisionFromAnotherSite_IsRefused(string header, string value)
    {
        var review = (await world.OpenReviewsAsync()).Last(r => r.CrmKey is not null);
        var before = world.World.Server.Org.Find(review.CrmKey!)!.SystemModstamp;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/reviews/{review.CrmKey}") { Content = Form(("verdict", "Declined")) };
        request.Headers.TryAddWithoutValidation(header, value);
        (await world.Browser.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        world.World.Server.Org.Find(review.CrmKey!)!.SystemModstamp.ShouldBe(before);
    }

    [Fact]
    public async Task AccountsWithOpenReviewsThatAreMergedInTheCrm_KeepOneReview_AndNothingIsDoubledOrLost()
    {
        var org = world.World.Server.Org;
        var open = await world.OpenReviewsAsync();
        var both = open.Where(r => r is { OpportunityKey: null, CrmKey: not null } && !r.Key.StartsWith("P-", StringComparison.Ordinal)).GroupBy(r => r.AccountKey).Select(g => g.First()).TakeLast(2).ToList();
        both.Count.ShouldBe(2, "the sample company has reviews of accounts");
        var (winner, loser) = (both[0].AccountKey, both[1].AccountKey);
        var deals = open.Where(r => r.OpportunityKey is not null && (r.AccountKey == winner || r.AccountKey == loser)).Select(r => r.Key).ToList();
        var records = org.Query("SELECT Id FROM Credit_Review__c").Count;

        org.Merge(winner, loser);
        await world.NextCycleAsync();
        await world.NextCycleAsync();

        var after = (await world.OpenReviewsAsync()).Where(r => r.AccountKey == winner || r.AccountKey == loser).ToList();
        after.ShouldAllBe(r => r.AccountKey == winner);
        var kept = after.Where(r => r.OpportunityKey is null).ShouldHaveSingleItem();
        kept.Key.ShouldBe(both.OrderBy(r => r.OpenedAt).ThenBy(r => r.Key, StringComparer.Ordinal).First().Key, "the older one goes on");
        var gone = await world.FindAsync(both.Single(r => r.Key != kept.Key).Key);
        (gone.State, gone.Message).ShouldBe((ReviewState.Withdrawn, $"Goes on as {kept.Key}."));
        (RecordOf(gone.Key).Text("Status__c"), RecordOf(gone.Key).Text("Account__c")).ShouldBe(("Withdrawn", winner));
        foreach (var deal in deals.Select(k => world.FindAsync(k)))
            (await deal).ShouldSatisfyAllConditions(r => r.AccountKey.ShouldBe(winner), r => r.State.ShouldNotBe(ReviewState.Withdrawn), r => RecordOf(r.Key).Text("Account__c").ShouldBe(winner));
        org.Query($"SELECT Id FROM Credit_Review__c WHERE Account__c = '{loser}'").ShouldBeEmpty();
        org.Query("SELECT Id FROM Credit_Review__c").Count.ShouldBe(records, "none is created beside those that were there");

        var written = world.World.Server.Calls.RecordsWritten;
        await world.NextCycleAsync();
        world.World.Server.Calls.RecordsWritten.ShouldBe(written, "nothing is written again and again");
    }

    [Fact]
    public async Task TheSampleCompanysNoticeOfMassDismissals_IsWhatThePolicyCallsOne()
    {
        var dismissal = (await world.OpenReviewsAsync()).SelectMany(r => r.Reasons.Select(c => (Review: r, Reason: c))).Where(r => r.Reason.Cause == ReviewCause.WarnNotice).ShouldHaveSingleItem();
        dismissal.Reason.Text.ShouldContain("Warn notice");
        dismissal.Review.Priority.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task ATestOfAlerts_IsCalledATest_AndSaysThatItIsNotSentAgain()
    {
        using var closed = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        const string Secret = "0123456789abcdef0123456789abcdef";
        var options = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(world.World.ConfigFile))!;
        options["Alerts"] = JsonSerializer.SerializeToNode(new
        {
            WebhookHosts = new[] { "127.0.0.1" },
            Webhooks = new Dictionary<string, object> { ["desk"] = new { Url = $"{world.Hook.Address}", Secret }, ["gone"] = new { Url = $"http://127.0.0.1:{port}/", Secret } },
        });
        var config = Path.Combine(world.World.Directory, "alerts-test.json");
        await File.WriteAllTextAsync(config, options.ToJsonString());

        var outcome = await Creditbridge.RunHereAsync("alerts", "test", "--config", config);
        outcome.ExitCode.ShouldBe(4, outcome.Error);
        var said = string.Join(' ', outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        said.ShouldContain("webhook/desk: told");
        said.ShouldContain("A test is not sent again by itself; alerts are.");
        said.ShouldNotContain("tried again");
        var test = Alerts()[^1];
        (test.GetProperty("kind").GetString(), test.GetProperty("title").GetString()).ShouldBe(("test", "CreditBridge test alert"));
    }

    [Fact]
    public async Task TheQueue_IsShownWithItsClocks_AndEndsWithThree_WhenOneIsLate()
    {
        var open = await world.OpenReviewsAsync();
        var table = await CommandAsync("reviews");
        table.ExitCode.ShouldBe(3, table.Error);
        table.Output.ShouldContain("LATE");
        table.Output.ShouldContain(open[0].Key);
        var json = (await CommandAsync("reviews", "list", "--json", "--analyst", "dana@example.com", "--team", "CREDIT")).Json;
        json.EnumerateArray().Select(r => r.GetProperty("review").GetProperty("key").GetString()).ShouldBe(open.Where(r => r.Analyst == world.Dana).Select(r => r.Key));
        json[0].GetProperty("clock").GetProperty("state").GetString().ShouldBe("breached");
        json[0].GetProperty("analystName").GetString().ShouldBe("Dana Credit");

        (await CommandAsync("reviews", "show", "R-nobody")).ShouldSatisfyAllConditions(o => o.ExitCode.ShouldBe(2), o => (o.Output + o.Error).ShouldContain("No review has this key."));
        (await CommandAsync("reviews", "list", "--analyst", "nobody at all")).ExitCode.ShouldBe(2);
        (await CommandAsync("reviews", "--team", "Nope")).ShouldSatisfyAllConditions(
            o => o.ExitCode.ShouldBe(2), o => (o.Output + o.Error).ShouldContain("There is no team 'Nope'."), o => (o.Output + o.Error).ShouldContain("Name one of: Credit."));
        (await CommandAsync("reviews", "list", "--state", "withdrawn")).ExitCode.ShouldBe(0);
    }

    private Task<Outcome> CommandAsync(params string[] arguments) => Creditbridge.RunHereAsync([.. arguments, "--config", world.World.ConfigFile]);

    private Task<IngestResult> OrderAsync(params OverrideRecord[] orders) =>
        world.Bridge.Database.Snapshots.ApplyAsync(OwnConnection.Page([.. orders.Select(o => SourceChange<OverrideRecord>.Upsert(o))], world.Now), CancellationToken.None);

    private Task<IngestResult> NewsAsync(params SignalRecord[] news) => world.Bridge.Database.Snapshots.ApplyAsync(
        SnapshotIngestor.Prepare("news", RecordKind.Signal, new SourcePage<SignalRecord>([.. news.Select(n => SourceChange<SignalRecord>.Upsert(n))], new Checkpoint("news")), world.Now), CancellationToken.None);

    private async Task<HttpResponseMessage> DecideAsync(string id, params (string Name, string Value)[] values) => await world.Browser.PostAsync($"/reviews/{id}", Form(values));

    private FormUrlEncodedContent Form(params (string Name, string Value)[] values) =>
        new([new("action", "decide"), new("user", world.Dana), .. values.Select(v => KeyValuePair.Create(v.Name, v.Value))]);

    private OrgRecord RecordOf(string key) => world.World.Server.Org.Query($"SELECT Id FROM Credit_Review__c WHERE Review_Key__c = '{key}'").ShouldHaveSingleItem();

    private List<JsonElement> Alerts() => [.. world.Hook.Requests.SelectMany(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("alerts").EnumerateArray())];

    private List<JsonElement> Hooked(string review) => Alerts().FindAll(a => a.TryGetProperty("reviewId", out var id) && id.GetString() == review);

    private List<JsonElement> OfAccount(string account, string kind) => Alerts().FindAll(a => a.GetProperty("kind").GetString() == kind && a.GetProperty("accountId").GetString() == account);

    private List<string> MailsTo(string address) => [.. world.Mail.Received.Where(m => m.Headers["X-Recipients"] == address).Select(m => m.TextBody!)];
}
