using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>A small policy that listens to bureaus, and what it is asked about.</summary>
internal static class BureauPolicies
{
    public static readonly DateOnly Today = new(2026, 11, 2);
    public static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    /// <summary>What a Creditsafe report can say, by its published bands.</summary>
    public static readonly ReportShape Creditsafe = new(ReportFields.Score | ReportFields.RiskClass)
    {
        HigherIsBetter = true,
        LowestScore = 0,
        HighestScore = 100,
        Bands =
        [
            new ReportBand(5) { From = 0, To = 20 }, new ReportBand(4) { From = 21, To = 29 }, new ReportBand(3) { From = 30, To = 50 }, new ReportBand(2) { From = 51, To = 70 },
            new ReportBand(1) { From = 71, To = 100 },
        ],
    };

    /// <summary>A policy whose score a bureau decides, unless the account is strategic.</summary>
    public static CreditPolicy Policy(string formula = "if(coalesce(strategic, no), 90, coalesce(110 - 20 * bureau_worst_risk_class, 50))", string hold = "bureau_score < 10", string bureaus = "providers: [creditsafe, dnb]\n  when: yes_please", string limit = "25") => Parse($$"""
        name: bureaus
        version: 1
        currency: EUR
        inputs:
          - { name: strategic, attribute: strategic, unit: flag }
          - { name: yes_please, formula: "open_receivables >= 0" }
        score:
          scale: { lowest: 0, highest: 100 }
          formula: "{{formula}}"
        bands:
          - { name: High, from: 0, terms: Prepaid, limit_percent: 0 }
          - { name: Moderate, from: 40, terms: Net 30, limit_percent: {{limit}} }
          - { name: Low, from: 70, terms: Net 60 }
        limit:
          erp: policy_wins
          not_set_means: not_set
        hold:
          rules:
            - { name: bad score, when: "{{hold}}", reason: A bureau warns., release: The bureau stops warning. }
        prequalification:
          criteria: []
        proposals:
          check_deals: { from_probability: 50 }
          terms_ladder: [Prepaid, Net 30, Net 60]
        bureaus:
          {{bureaus}}
        """);

    public static CreditPolicy Parse(string yaml)
    {
        var result = CreditPolicyParser.Parse(yaml, "policy.yaml");
        return result.Policy ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Problems));
    }

    public static CreditFile File(params BureauReportRecord[] reports) => new(
        AsOf.At(new DateTimeOffset(Today.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero), TimeZoneInfo.Utc), new AccountRecord("001", "Sandberg AG") { Currency = Eur })
    {
        BureauReports = reports,
    };

    public static BureauReportRecord Report(string provider, DateOnly on, decimal? score, int? risk = null) =>
        new($"001/{provider}/{on:yyyy-MM-dd}", CreditParty.Account("001"), provider, on) { Score = score, RiskClass = risk };
}
