using CreditBridge.Abstractions.Records;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

[ConformanceOf("FileDrop", ReadMode.Listing)]
public sealed class OrderFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.OpenOrder, "orders", "full", "amounts: remaining",
        "company: {value: \"1\"}, customer: CUST, order: NO, ordered: DAY, progress: {value: open}, currency: CUR, amount: VALUE", n => $"erp:1/N{n}"));
}

[ConformanceOf("FileDrop", ReadMode.Listing)]
public sealed class BureauReportFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.BureauReport, "bureau_reports", "full", "", "account: NO, provider: {value: x}, reported: DAY, score: {column: VALUE, no_opinion: []}, codes: CUST", n => $"N{n}/x/2025-01-01", hasAmounts: false));
}

[ConformanceOf("FileDrop", ReadMode.Changes)]
public sealed class StatementFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.FinancialStatement, "statements", "delta", "unit: 1", "account: NO, period_end: DAY, currency: CUR, turnover: VALUE", n => $"N{n}/2025-01-01/12m"));
}

[ConformanceOf("FileDrop", ReadMode.Listing)]
public sealed class SecurityFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Security, "securities", "full", "",
        "company: {value: \"1\"}, customer: CUST, security: NO, type: {value: credit_insurance}, amount: VALUE, currency: CUR, cover_percent: {value: \"90\"}, valid_from: DAY",
        n => $"erp:1/C1/N{n}"));
}

[ConformanceOf("FileDrop", ReadMode.Changes)]
public sealed class SignalFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Signal, "signals", "delta", "", "account: NO, type: {value: news}, severity: {value: warning}, observed: DAY, text: VALUE", n => $"N{n}/news/2025-01-01", hasAmounts: false));
}

[ConformanceOf("FileDrop", ReadMode.Listing)]
public sealed class OverrideFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Override, "overrides", "full", "",
        "override: NO, account: CUST, effect: {value: hold}, granted_by: {value: Ann}, reason: VALUE, valid_from: DAY, ends_when: CUST", n => $"erp:N{n}", hasAmounts: false));
}
