using System.Globalization;
using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Rest;
using CreditBridge.Sandbox.Bureaus;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>The mappings that ship for bureaus, over sockets, against stubs in the bureaus' public shapes.</summary>
public sealed class BureauMappingTests : IAsyncLifetime
{
    private BureauServer _server = null!;

    public async Task InitializeAsync() => _server = await BureauServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private IConnection Connect(string bureau, bool mayOrder = true) => ((IConnector)new RestConnector()).Connect(
        new ConnectionContext($"bureau-{bureau}", TimeProvider.System) { BaseDirectory = RepositoryFiles.Root },
        new RestOptions
        {
            BaseUrl = bureau == "creditsafe" ? $"{_server.AddressOf(bureau)}v1/" : _server.AddressOf(bureau).ToString(),
            Mapping = $"deploy/config/mappings/bureau-{bureau}.yaml",
            OrderReports = mayOrder,
            TimeoutSeconds = 20,
            Secrets = new Dictionary<string, string>
            {
                ["KEY"] = "k", ["SECRET"] = "hush", ["USER"] = "u", ["PASSWORD"] = "hush", ["CLIENT_ID"] = "c", ["CLIENT_SECRET"] = "hush", ["SUBCODE"] = "1",
            },
        });

    private static ReportRequest Request(string number = "4711", string country = "DE") =>
        new($"001/x/{number}", CreditParty.Account("001"), new DateOnly(2026, 11, 2))
        {
            Name = "Sandberg AG",
            Country = country,
            Identifiers = new Dictionary<string, string> { ["duns"] = number, ["registration_number"] = number, ["bin"] = number, ["efx_id"] = number },
        };

    private async Task<ReportAnswer> OrderAsync(string bureau, BureauCompany? company, ReportRequest? request = null)
    {
        if (company is not null)
            _server.Add(bureau, company);
        await using var connection = Connect(bureau);
        return await connection.Reports!.OrderAsync(request ?? Request(), default);
    }

    /// <summary>Every published band on both of its ends, and what the provider publishes about it.</summary>
    [Theory]
    [InlineData("dnb", 670, 1, 1.1)]
    [InlineData("dnb", 580, 1, 1.1)]
    [InlineData("dnb", 579, 2, 2.5)]
    [InlineData("dnb", 530, 2, 2.5)]
    [InlineData("dnb", 529, 3, 5.8)]
    [InlineData("dnb", 481, 3, 5.8)]
    [InlineData("dnb", 480, 4, 9.4)]
    [InlineData("dnb", 453, 4, 9.4)]
    [InlineData("dnb", 452, 5, 53.1)]
    [InlineData("dnb", 101, 5, 53.1)]
    [InlineData("creditsafe", 100, 1, null)]
    [InlineData("creditsafe", 71, 1, null)]
    [InlineData("creditsafe", 70, 2, null)]
    [InlineData("creditsafe", 51, 2, null)]
    [InlineData("creditsafe", 50, 3, null)]
    [InlineData("creditsafe", 30, 3, null)]
    [InlineData("creditsafe", 29, 4, null)]
    [InlineData("creditsafe", 21, 4, null)]
    [InlineData("creditsafe", 20, 5, null)]
    [InlineData("creditsafe", 0, 5, null)]
    [InlineData("experian", 100, 1, null)]
    [InlineData("experian", 76, 1, null)]
    [InlineData("experian", 75, 2, null)]
    [InlineData("experian", 51, 2, null)]
    [InlineData("experian", 50, 3, null)]
    [InlineData("experian", 26, 3, null)]
    [InlineData("experian", 25, 4, null)]
    [InlineData("experian", 11, 4, null)]
    [InlineData("experian", 10, 5, null)]
    [InlineData("experian", 1, 5, null)]
    [InlineData("equifax", 100, 1, null)]
    [InlineData("equifax", 90, 1, null)]
    [InlineData("equifax", 89, 2, null)]
    [InlineData("equifax", 80, 2, null)]
    [InlineData("equifax", 79, 3, null)]
    [InlineData("equifax", 60, 3, null)]
    [InlineData("equifax", 59, 4, null)]
    [InlineData("equifax", 40, 4, null)]
    [InlineData("equifax", 39, 5, null)]
    [InlineData("equifax", 1, 5, null)]
    public async Task PublishedBands_BecomeClassesOfRisk(string bureau, int score, int risk, object? badRate)
    {
        var answer = await OrderAsync(bureau, new BureauCompany("4711", "Sandberg AG") { Score = score });

        answer.Outcome.ShouldBe(ReportOutcome.Report);
        var record = answer.Records.ShouldHaveSingleItem();
        (record.Provider, record.Score, record.RiskClass, record.HigherIsBetter, record.Party).ShouldBe((bureau, score, risk, true, CreditParty.Account("001")));
        record.BadRatePercent.ShouldBe(badRate is null ? null : Convert.ToDecimal(badRate, CultureInfo.InvariantCulture));
        record.ReportedOn.ShouldBe(new DateOnly(2026, 11, 2));
        answer.HasOpinion.ShouldBeTrue();
        _server.Charged.ShouldBe([(bureau, "4711")]);
    }

    [Theory]
    [InlineData("dnb")]
    [InlineData("creditsafe")]
    [InlineData("experian")]
    [InlineData("equifax")]
    public async Task UnknownCompany_IsNotFound_AndNotCharged_AndTheOfferSaysWhatItNeeds(string bureau)
    {
        (await OrderAsync(bureau, null)).Outcome.ShouldBe(ReportOutcome.NotFound);
        _server.Charged.ShouldBeEmpty();

        await using var connection = Connect(bureau);
        var offer = (await connection.Reports!.OfferAsync(default)).ShouldNotBeNull();
        (offer.Provider, offer.MayOrder, offer.Price.Currency).ShouldBe((bureau, true, CurrencyCode.Parse("EUR")));
        offer.Shape!.Bands.Count.ShouldBeGreaterThanOrEqualTo(5);
        offer.WhyNot(Request()).ShouldBeNull();
        offer.WhyNot(Request() with { Identifiers = new Dictionary<string, string>() }).ShouldNotBeNull();
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.BureauReport).ReadPagesAsync(null, default))
            page.Changes.ShouldBeEmpty();
        _server.Charged.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dnb")]
    [InlineData("creditsafe")]
    [InlineData("experian")]
    [InlineData("equifax")]
    public async Task ReportAboutAnotherCompany_IsNotKept(string bureau)
    {
        var answer = await OrderAsync(bureau, new BureauCompany("4711", "Somebody else") { Score = 90, AnswersAs = "9999" });
        answer.Records.ShouldBeEmpty();
        (answer.Outcome, answer.Charged!.Value.Amount > 0).ShouldBe((ReportOutcome.NotFound, true));
        answer.Failure!.Message.ShouldContain("another company");
    }

    [Fact]
    public async Task SpecialCodes_AreNoOpinion_NeverScores()
    {
        foreach (var (score, code) in new[] { (-28m, "statements_missing"), (-29m, "bankruptcy_filing"), (-95m, "status_missing") })
        {
            var answer = await OrderAsync("creditsafe", new BureauCompany("4711", "Sandberg AB", "SE") { Score = score }, Request(country: "SE"));
            var record = answer.Records.ShouldHaveSingleItem();
            (record.Score, record.RiskClass, answer.HasOpinion).ShouldBe((null, null, false));
            record.Codes.ShouldBe([code]);
        }

        var bankrupt = (await OrderAsync("experian", new BureauCompany("4711", "Sandberg") { Score = 998 })).Records.ShouldHaveSingleItem();
        (bankrupt.Score, bankrupt.RiskClass).ShouldBe((null, null));
        bankrupt.Codes.ShouldBe(["bankruptcy"]);
    }

    [Fact]
    public async Task GapsByCountry_GermanyWithoutDelinquency_TheNorthWithARating()
    {
        var german = await OrderAsync("dnb", new BureauCompany("4711", "Sandberg AG") { Override = "Score not available in this country" });
        (german.Outcome, german.HasOpinion).ShouldBe((ReportOutcome.Report, false));
        german.Records.ShouldHaveSingleItem().Codes.ShouldBe(["Score not available in this country"]);
        foreach (var (rating, risk) in new[] { ("AAA", 1), ("AA", 2), ("A", 3), ("B", 4), ("C", 5) })
        {
            var nordic = (await OrderAsync("dnb", new BureauCompany("4712", "Sandberg AB", "SE") { Rating = rating, Limit = 50_000 }, Request("4712"))).Records.ShouldHaveSingleItem();
            (nordic.Score, nordic.Rating, nordic.RiskClass, nordic.RecommendedLimit).ShouldBe((null, rating, risk, new Money(50_000, CurrencyCode.Parse("EUR"))));
        }
    }

    [Fact]
    public async Task AnotherVersionOfAScore_HasNoClass()
    {
        var record = (await OrderAsync("experian", new BureauCompany("4711", "Sandberg") { Score = 720, Model = "000301" })).Records.ShouldHaveSingleItem();
        (record.Score, record.ScoreVersion, record.RiskClass).ShouldBe((720, "000301", null));
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled, ReportOutcome.Failed)]
    [InlineData(500, FailureKind.Transient, ReportOutcome.Failed)]
    [InlineData(400, FailureKind.Configuration, ReportOutcome.Failed)]
    [InlineData(0, FailureKind.Transient, ReportOutcome.Unknown)]
    public async Task Failures_SayWhetherSomethingWasCharged(int status, FailureKind kind, ReportOutcome outcome)
    {
        _server.Fails = status;
        var answer = await OrderAsync("dnb", new BureauCompany("4711", "Sandberg AG") { Score = 600 });
        (answer.Outcome, answer.Failure!.Kind).ShouldBe((outcome, kind));
        answer.Failure.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public async Task WithoutLeave_NothingIsSent()
    {
        _server.Add("dnb", new BureauCompany("4711", "Sandberg AG") { Score = 600 });
        await using var connection = Connect("dnb", mayOrder: false);
        (await connection.Reports!.OrderAsync(Request(), default)).Outcome.ShouldBe(ReportOutcome.Failed);
        (await connection.Reports!.OfferAsync(default))!.MayOrder.ShouldBeFalse();
        _server.Charged.ShouldBeEmpty();
    }
}
