using CreditBridge.Abstractions.Records;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.Mapping.PlainDialect;

namespace CreditBridge.ConnectorTests.Bureaus;

/// <summary>Every published scale: which end is good, its bands on both ends, bad rates, special values, versions, and what the score stands for.</summary>
public sealed class ScaleTests
{
    private static readonly Dictionary<string, string> Scales = new()
    {
        // How late bills are paid: 100 anticipates, 80 prompt, 70 = 15 days beyond terms, 20 = 120; 80 to 100 low, 50 to 79 medium, below high risk.
        ["paydex"] = "score: {column: S, no_opinion: [\"0\"], lowest: 1, highest: 100, better: high, bands: {80: 2, 50: 3, 1: 4}, days: {100: -30, 90: -20, 80: 0, 70: 15, 60: 22, 50: 30, 40: 60, 30: 90, 20: 120, 1: 121}}",
        ["ccs"] = "score: {column: S, no_opinion: [], lowest: 101, highest: 670, better: high, bands: {580: 1, 530: 2, 481: 3, 453: 4, 101: 5}, bad_rates: {580: 1.1, 530: 2.5, 481: 5.8, 453: 9.4, 101: 53.1}}",
        ["ccs-percentile"] = "score: {column: S, no_opinion: [], lowest: 1, highest: 100, better: high, bands: {91: 1, 71: 2, 31: 3, 11: 4, 1: 5}, bad_rates: {91: 1.1, 71: 2.5, 31: 5.8, 11: 9.4, 1: 53.1}}",
        ["ccs-class"] = "risk_class: {column: S, classes: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}, bad_rates: {1: 1.1, 2: 2.5, 3: 5.8, 4: 9.4, 5: 53.1}}",
        // Its raw score has no published bands; its British percentile has four.
        ["failure"] = "score: {column: S, no_opinion: [], lowest: 1001, highest: 1875, better: high}",
        ["failure-uk"] = "score: {column: S, no_opinion: [], lowest: 1, highest: 100, better: high, bands: {86: 1, 51: 2, 11: 4, 1: 5}}",
        ["intelliscore"] = "score_version: V\nscore: {column: S, no_opinion: {\"998\": bankruptcy, \"999\": no_score}, lowest: 1, highest: 100, better: high, bands: {76: 1, 51: 2, 26: 3, 11: 4, 1: 5}, versions: [V1, V2], other_versions: {lowest: 300, highest: 850}}",
        ["payment-index"] = "score: {column: S, no_opinion: [\"0\"], lowest: 1, highest: 100, better: high, bands: {90: 1, 80: 2, 60: 3, 40: 4, 20: 5, 1: 5}, days: {90: 0, 80: 30, 60: 60, 40: 90, 20: 120, 1: 121}}",
        ["equifax-risk"] = "score: {column: S, no_opinion: [], lowest: 101, highest: 992, better: high}",
        ["equifax-failure"] = "score: {column: S, no_opinion: {\"0\": bankruptcy}, lowest: 1000, highest: 1880, better: high}",
        ["creditsafe"] = "score: {column: S, no_opinion: {\"-28\": statements_missing, \"-29\": bankruptcy_filing, \"-95\": status_missing, \"-99..-1\": no_assessment}, lowest: 0, highest: 100, better: high, bands: {71: 1, 51: 2, 30: 3, 21: 4, 0: 5}}",
        ["creditsafe-international"] = "risk_class: {column: S, classes: {A: 1, B: 2, C: 3, D: 4}, no_opinion: {E: not_rated}}",
        ["risika"] = "score: {column: S, no_opinion: [], lowest: 1, highest: 10, better: high, bands: {10: 1, 8: 1, 6: 2, 4: 3, 2: 4, 1: 5}, bad_rates: {10: 0.65, 1: 84}}",
        ["allianz-grade"] = "risk_class: {column: S, classes: {A: 1, B: 2, C: 3, D: 4, E: 5}}",
        ["nordic-aaa"] = "risk_class: {column: S, classes: {AAA: 1, AA: 2, A: 3, B: 4, C: 5}, no_opinion: {AN: newly_started}}",
        // A scale on which the lowest is the best, as credit insurers' grades are.
        ["low-is-good"] = "score: {column: S, no_opinion: [\"0\"], lowest: 1, highest: 10, better: low, bands: {1: 1, 3: 2, 5: 3, 7: 4, 9: 5}}",
    };

    private static MappedRow<BureauReportRecord> Map(string scale, string stated, string? version)
    {
        var fields = Scales[scale].Split('\n');
        var text = $"connector: Plain\nsystem: x\nrecords:\n  bureau_reports:\n    read: {{}}\n    fields:\n      account: A\n      provider: {{value: p}}\n      reported: {{value: \"2026-06-01\"}}\n"
            + string.Concat(fields.Select(f => $"      {f}\n"));
        return Read(MappedKinds.BureauReports, text).Map(Row(("A", "001"), ("S", stated), ("V", version)));
    }

    private static BureauReportRecord Report(string scale, string stated, string? version = null)
    {
        var mapped = Map(scale, stated, version);
        mapped.Rejected.ShouldBeNull($"{scale} {stated}");
        return mapped.Record.ShouldNotBeNull();
    }

    // A scale; what is stated; the class of risk; the bad rate; the days beyond terms; the code.
    [Theory]
    [InlineData("paydex", "100", 2, null, -30, null)]
    [InlineData("paydex", "90", 2, null, -20, null)]
    [InlineData("paydex", "80", 2, null, 0, null)]
    [InlineData("paydex", "79", 3, null, 15, null)]
    [InlineData("paydex", "70", 3, null, 15, null)]
    [InlineData("paydex", "60", 3, null, 22, null)]
    [InlineData("paydex", "50", 3, null, 30, null)]
    [InlineData("paydex", "49", 4, null, 60, null)]
    [InlineData("paydex", "40", 4, null, 60, null)]
    [InlineData("paydex", "30", 4, null, 90, null)]
    [InlineData("paydex", "20", 4, null, 120, null)]
    [InlineData("paydex", "19", 4, null, 121, null)]
    [InlineData("paydex", "0", null, null, null, null)]
    [InlineData("ccs", "670", 1, "1.1", null, null)]
    [InlineData("ccs", "529", 3, "5.8", null, null)]
    [InlineData("ccs", "101", 5, "53.1", null, null)]
    [InlineData("ccs-percentile", "91", 1, "1.1", null, null)]
    [InlineData("ccs-percentile", "90", 2, "2.5", null, null)]
    [InlineData("ccs-percentile", "71", 2, "2.5", null, null)]
    [InlineData("ccs-percentile", "70", 3, "5.8", null, null)]
    [InlineData("ccs-percentile", "31", 3, "5.8", null, null)]
    [InlineData("ccs-percentile", "30", 4, "9.4", null, null)]
    [InlineData("ccs-percentile", "11", 4, "9.4", null, null)]
    [InlineData("ccs-percentile", "10", 5, "53.1", null, null)]
    [InlineData("ccs-class", "1", 1, "1.1", null, null)]
    [InlineData("ccs-class", "5", 5, "53.1", null, null)]
    [InlineData("failure", "1875", null, null, null, null)]
    [InlineData("failure", "1001", null, null, null, null)]
    [InlineData("failure-uk", "100", 1, null, null, null)]
    [InlineData("failure-uk", "86", 1, null, null, null)]
    [InlineData("failure-uk", "85", 2, null, null, null)]
    [InlineData("failure-uk", "51", 2, null, null, null)]
    [InlineData("failure-uk", "50", 4, null, null, null)]
    [InlineData("failure-uk", "11", 4, null, null, null)]
    [InlineData("failure-uk", "10", 5, null, null, null)]
    [InlineData("payment-index", "90", 1, null, 0, null)]
    [InlineData("payment-index", "89", 2, null, 30, null)]
    [InlineData("payment-index", "79", 3, null, 60, null)]
    [InlineData("payment-index", "59", 4, null, 90, null)]
    [InlineData("payment-index", "39", 5, null, 120, null)]
    [InlineData("payment-index", "19", 5, null, 121, null)]
    [InlineData("equifax-risk", "101", null, null, null, null)]
    [InlineData("equifax-risk", "992", null, null, null, null)]
    [InlineData("equifax-failure", "1880", null, null, null, null)]
    [InlineData("equifax-failure", "0", null, null, null, "bankruptcy")]
    [InlineData("creditsafe", "71", 1, null, null, null)]
    [InlineData("creditsafe", "70", 2, null, null, null)]
    [InlineData("creditsafe", "50", 3, null, null, null)]
    [InlineData("creditsafe", "29", 4, null, null, null)]
    [InlineData("creditsafe", "20", 5, null, null, null)]
    [InlineData("creditsafe", "0", 5, null, null, null)]
    [InlineData("creditsafe", "-28", null, null, null, "statements_missing")]
    [InlineData("creditsafe", "-29", null, null, null, "bankruptcy_filing")]
    [InlineData("creditsafe", "-95", null, null, null, "status_missing")]
    [InlineData("creditsafe", "-41", null, null, null, "no_assessment")]
    [InlineData("creditsafe-international", "A", 1, null, null, null)]
    [InlineData("creditsafe-international", "D", 4, null, null, null)]
    [InlineData("creditsafe-international", "E", null, null, null, "not_rated")]
    [InlineData("risika", "1", 5, "84", null, null)]
    [InlineData("risika", "2", 4, null, null, null)]
    [InlineData("risika", "9", 1, null, null, null)]
    [InlineData("risika", "10", 1, "0.65", null, null)]
    [InlineData("allianz-grade", "A", 1, null, null, null)]
    [InlineData("allianz-grade", "E", 5, null, null, null)]
    [InlineData("nordic-aaa", "AAA", 1, null, null, null)]
    [InlineData("nordic-aaa", "C", 5, null, null, null)]
    [InlineData("nordic-aaa", "AN", null, null, null, "newly_started")]
    [InlineData("low-is-good", "1", 1, null, null, null)]
    [InlineData("low-is-good", "8", 4, null, null, null)]
    [InlineData("low-is-good", "10", 5, null, null, null)]
    [InlineData("low-is-good", "0", null, null, null, null)]
    public void EveryScale_ComesToTheCommonClasses(string scale, string stated, int? risk, string? badRate, int? days, string? code)
    {
        var report = Report(scale, stated);
        report.RiskClass.ShouldBe(risk);
        report.BadRatePercent.ShouldBe(badRate is null ? null : decimal.Parse(badRate, System.Globalization.CultureInfo.InvariantCulture));
        report.DaysBeyondTerms.ShouldBe(days);
        report.Codes.ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            report.Score.ShouldBeNull("a special code is no score");
        if (report.Score is not null)
            report.HigherIsBetter.ShouldBe(scale != "low-is-good");
    }

    [Theory]
    [InlineData("V1", "76", 1)]
    [InlineData("v2", "75", 2)]
    [InlineData("V2", "1", 5)]
    [InlineData("V3", "850", null)]
    [InlineData("V3", "300", null)]
    [InlineData("V2", "998", null)]
    public void Intelliscore_EachVersionHasItsOwnScale(string version, string stated, int? risk)
    {
        var report = Report("intelliscore", stated, version);
        (report.RiskClass, report.ScoreVersion).ShouldBe((risk, version));
        if (stated == "998")
            (report.Score, report.Codes.Single()).ShouldBe((null, "bankruptcy"));
    }

    [Theory]
    [InlineData("intelliscore", "720", "V2")]
    [InlineData("intelliscore", "80", "V3")]
    [InlineData("intelliscore", "851", "V3")]
    [InlineData("intelliscore", "80", null)]
    [InlineData("paydex", "101", null)]
    [InlineData("ccs", "100", null)]
    [InlineData("failure", "1000", null)]
    [InlineData("creditsafe", "-100", null)]
    [InlineData("equifax-failure", "999", null)]
    [InlineData("risika", "11", null)]
    [InlineData("allianz-grade", "F", null)]
    public void WhatTheScaleDoesNotHave_IsRefused_NeverGuessed(string scale, string stated, string? version) =>
        Map(scale, stated, version).Rejected.ShouldNotBeNull().Reason.ShouldContain("no_opinion");

    [Theory]
    [InlineData("score: {column: S, no_opinion: [\"5..1\"]}", "ends before it begins")]
    [InlineData("score: {column: S, no_opinion: [], lowest: 1, better: high, days: {80: 0, 60: -5, 1: 9}}", "later payment")]
    [InlineData("score: {column: S, no_opinion: [], lowest: 1, better: low, days: {80: 0, 1: 9}}", "later payment")]
    [InlineData("score: {column: S, no_opinion: [], lowest: 1, better: high, days: {80: 0}}", "lowest score")]
    [InlineData("score: {column: S, no_opinion: [], better: high, days: {80: soon}}", "not a number of days")]
    [InlineData("score: {column: S, no_opinion: [], days: {80: 0}}", "better")]
    [InlineData("score: {column: S, no_opinion: [], other_versions: {lowest: 1}}", "there are no others")]
    [InlineData("score: {column: S, no_opinion: [], better: high, bands: {1: 1}, versions: [A], other_versions: {lowest: 9, highest: 1}}", "below its beginning")]
    public void Mistakes_AreNamed(string score, string said)
    {
        var text = $"connector: Plain\nsystem: x\nrecords:\n  bureau_reports:\n    read: {{}}\n    fields:\n      account: A\n      provider: {{value: p}}\n      score_version: V\n      reported: R\n      {score}\n";
        Lint(text).ShouldContain(p => $"{p}".Contains(said), string.Join('\n', Lint(text)));
    }
}
