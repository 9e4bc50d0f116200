using System.Net;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Sample;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sandbox;

public sealed class SamplePagesTests(SampleOrg server) : IClassFixture<SampleOrg>
{
    private HttpClient Browser => server.Browser;

    [Theory]
    [InlineData("/", "accounts")]
    [InlineData("/accounts", "200 of 200 accounts")]
    [InlineData("/accounts?q=halden", "1 of 200 accounts")]
    [InlineData("/accounts?page=3&sort=used&hold=", "Page 3 of 8")]
    [InlineData("/opportunities?closed=1", "300 of 300 opportunities")]
    [InlineData("/opportunities?stage=Closed+Won", "of 300 opportunities")]
    public async Task Page_OfTheSampleCompany_Answers(string path, string expected)
    {
        var response = await Browser.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        (await response.Content.ReadAsStringAsync()).ShouldContain(expected);
    }

    [Fact]
    public async Task EveryLink_OnEveryKindOfPage_LeadsSomewhere()
    {
        var seen = new HashSet<string> { "/" };
        var toVisit = new Queue<string>(seen);
        for (var visits = 0; toVisit.TryDequeue(out var path) && visits < 60; visits++)
        {
            var response = await Browser.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            foreach (var part in (await response.Content.ReadAsStringAsync()).Split("href=\"/").Skip(1))
            {
                var link = "/" + WebUtility.HtmlDecode(part[..part.IndexOf('"', StringComparison.Ordinal)]);
                if (seen.Add(link))
                    toVisit.Enqueue(link);
            }
        }

        seen.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task Account_WithAHostileName_ShowsItAsText()
    {
        var id = server.Org.Create("Account", ("Name", "<img src=x onerror=alert(1)> & \"Söhne\""));

        var page = await Browser.GetStringAsync($"/accounts/{id}");
        var list = await Browser.GetStringAsync("/accounts?q=%3Cimg");
        server.Org.Delete(id);

        page.ShouldContain("<h1>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Söhne&quot;</h1>");
        (page + list).ShouldNotContain("<img");
        list.ShouldContain("value=\"&lt;img\"");
        (await Browser.GetAsync($"/accounts/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is deleted");
    }

    [Fact]
    public async Task Opportunity_OfTheStory_ShowsItsWayAndThatItIsNotChecked()
    {
        var page = await Browser.GetStringAsync($"/opportunities/{server.Crm.StoryDealId}");

        page.ShouldContain($"<h1>{SampleCompany.StoryDealName}</h1>");
        page.ShouldContain("<li class=\"current\" aria-current=\"step\">Proposal/Price Quote</li>");
        page.ShouldContain("EUR&#xA0;210,000");
        page.ShouldContain("<option selected>Net 60</option>");
        page.ShouldContain("Not checked yet.");
    }

    [Fact]
    public async Task Account_AfterTheBridgeWrote_ShowsWhatItWrote()
    {
        var id = server.Org.Query("SELECT Id FROM Account WHERE Name = 'Halden Fabrication AS'").Single().Id;
        server.Org.Update(id, ("Credit_Checked_At__c", new DateTimeOffset(2026, 3, 17, 14, 5, 0, TimeSpan.Zero)), ("Credit_Limit_Status__c", "Amount"),
            ("Credit_Limit__c", 250_000m), ("Credit_Exposure__c", 96_400m), ("Credit_Headroom__c", 153_600m), ("Credit_Currency__c", "EUR"), ("Credit_Score__c", 81m),
            ("Risk_Band__c", "Low"), ("Past_Due_Amount__c", 0m), ("Credit_Message__c", "Pays on time."));

        var page = await Browser.GetStringAsync($"/accounts/{id}");

        page.ShouldContain("EUR&#xA0;153,600");
        page.ShouldContain("<p class=\"message\">Pays on time.</p>");
        page.ShouldContain("17 Mar 2026, 14:05 UTC");
        page.ShouldContain("<dt>Past due</dt><dd>Nothing</dd>");
    }

    [Fact]
    public async Task Form_ChangesAnAmount_OnlyThatFieldChangesAndThePageComesBack()
    {
        var deal = server.Org.Find(server.Crm.IdOf("O200"))!;

        var response = await Post(deal.Id, stage: deal.Text("StageName")!, amount: "123,456.50", terms: deal.Text("Requested_Payment_Terms__c") ?? "");

        response.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe($"/opportunities/{deal.Id}?saved=1");
        response.RequestMessage.Method.ShouldBe(HttpMethod.Get);
        var after = server.Org.Find(deal.Id)!;
        after.Number("Amount").ShouldBe(123_456.50m);
        after.Text("StageName").ShouldBe(deal.Text("StageName"));
        after.SystemModstamp.ShouldBeGreaterThan(deal.SystemModstamp, "the bridge must see it");
    }

    [Fact]
    public async Task Form_WithAnAmountThatIsNone_SaysSoAndChangesNothing()
    {
        var deal = server.Org.Find(server.Crm.IdOf("O201"))!;

        var response = await Post(deal.Id, stage: "Closed Won", amount: "lots <of>", terms: "");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("&quot;lots &lt;of&gt;&quot; is not an amount.");
        server.Org.Find(deal.Id)!.SystemModstamp.ShouldBe(deal.SystemModstamp);
    }

    [Fact]
    public async Task Form_WithAChangeTheOrgRefuses_SaysWhyAndChangesNothing()
    {
        var deal = server.Org.Find(server.Crm.IdOf("O201"))!;
        var rule = server.Faults.Add(new FaultRule(FaultKind.ValidationRule) { Object = "Opportunity", When = "Amount > 77000000", Message = "Ask <your> manager" });

        var response = await Post(deal.Id, stage: "", amount: "77,000,001", terms: deal.Text("Requested_Payment_Terms__c") ?? "");
        server.Faults.Remove(rule);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Ask &lt;your&gt; manager");
        server.Org.Find(deal.Id)!.SystemModstamp.ShouldBe(deal.SystemModstamp);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "elsewhere.example")]
    public async Task Form_FromAnotherSite_IsRefused(string header, string value)
    {
        var deal = server.Org.Find(server.Crm.IdOf("O202"))!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/opportunities/{deal.Id}") { Content = new FormUrlEncodedContent([new("amount", "1")]) };
        request.Headers.TryAddWithoutValidation(header, value);

        var response = await Browser.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        server.Org.Find(deal.Id)!.Number("Amount").ShouldBe(deal.Number("Amount"));
    }

    [Theory]
    [InlineData("/accounts/nope")]
    [InlineData("/opportunities/006000000000000AAA")]
    [InlineData("/opportunities/'%20OR%20Name%20!=%20'")]
    public async Task Page_OfARecordThatIsNotThere_IsNotFound(string path) =>
        (await Browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    private async Task<HttpResponseMessage> Post(string id, string stage, string amount, string terms)
    {
        using var form = new FormUrlEncodedContent([new("stage", stage), new("amount", amount), new("terms", terms)]);
        return await Browser.PostAsync($"/opportunities/{id}", form);
    }
}
