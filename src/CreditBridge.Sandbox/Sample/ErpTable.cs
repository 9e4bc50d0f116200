using System.Globalization;

namespace CreditBridge.Sandbox.Sample;

/// <summary>One file of the ERP's export.</summary>
/// <param name="Name">First part of the file's name.</param>
/// <param name="Columns">Its header.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ErpTable(string Name, string[] Columns, IEnumerable<string[]> Rows)
{
    public static ErpTable Customers(IEnumerable<SampleCustomer> customers) => new(
        "customers",
        ["COMPANY", "CUSTNO", "NAME", "COUNTRY", "CURRENCY", "CREDIT_LIMIT", "HOLD", "TERMS", "CUSTOMER_SINCE", "PARENT_CUSTNO", "REGNO", "DUNS"],
        customers.Select(c => new[]
        {
            c.Company, c.Number, c.Name, c.Country, c.Currency, c.Limit is { } limit ? Number(limit, "0") : "", Flag(c.OnHold), c.Terms, Day(c.Since), c.ParentNumber ?? "",
            c.RegistrationNumber ?? "", c.Duns,
        }));

    public static ErpTable OpenItems(IEnumerable<SampleDocument> documents) => new(
        "open-items",
        ["COMPANY", "CUSTNO", "DOCNO", "DOCTYPE", "ISSUE_DATE", "DUE_DATE", "CURRENCY", "AMOUNT", "OPEN_AMOUNT", "DISPUTED", "PROMISED"],
        documents.Select(d => new[]
        {
            Company(d.CustomerKey), Customer(d.CustomerKey), d.Number, d.Type, Day(d.IssuedOn), Day(d.DueOn), d.Currency, Number(d.Amount, "0.00"), Number(d.Open, "0.00"), Flag(d.Disputed),
            Day(d.PromisedOn),
        }));

    public static ErpTable PaidItems(IEnumerable<SampleDocument> documents) => new(
        "paid-items",
        ["COMPANY", "CUSTNO", "DOCNO", "DOCTYPE", "ISSUE_DATE", "DUE_DATE", "PAID_DATE", "CURRENCY", "AMOUNT", "PROMISED", "WAS_DISPUTED"],
        documents.Select(d => new[]
        {
            Company(d.CustomerKey), Customer(d.CustomerKey), d.Number, d.Type, Day(d.IssuedOn), Day(d.DueOn), Day(d.PaidOn), d.Currency, Number(d.Amount, "0.00"), Day(d.PromisedOn), Flag(d.WasDisputed),
        }));

    public static ErpTable Rates(IEnumerable<SampleRate> rates) => new("rates", ["FROM", "TO", "RATE", "RATE_DATE"], rates.Select(r => new[] { r.From, r.To, Number(r.Value, "0.0000"), Day(r.Day) }));

    /// <summary>Orders; which of them are delivered depends on the day.</summary>
    public static ErpTable Orders(IEnumerable<SampleOrder> orders, DateOnly today) => new(
        "orders",
        ["COMPANY", "CUSTNO", "ORDERNO", "LINE", "STATUS", "ORDER_DATE", "DELIVERY_DATE", "CURRENCY", "OPEN_AMOUNT", "PREPAID"],
        orders.Select(o => new[]
        {
            Company(o.CustomerKey), Customer(o.CustomerKey), o.Number, Whole(o.Line), o.DeliveryOn <= today ? "DLV" : "OPN", Day(o.OrderedOn), Day(o.DeliveryOn), o.Currency,
            Number(o.Amount, "0.00"), Flag(o.IsPrepaid),
        }));

    public static ErpTable Securities(IEnumerable<SampleSecurity> securities) => new(
        "securities",
        ["COMPANY", "CUSTNO", "SECURITY", "TYPE", "AMOUNT", "CURRENCY", "COVER", "VALID_FROM", "VALID_TO", "ISSUER", "REASON"],
        securities.Select(s => new[]
        {
            Company(s.CustomerKey), Customer(s.CustomerKey), s.Number, s.Type, Number(s.Amount, "0"), s.Currency, Whole(s.CoverPercent), Day(s.ValidFrom), Day(s.ExpiresOn), s.Issuer,
            s.ReasonCode is { } reason ? Whole(reason) : "",
        }));

    public static ErpTable BureauReports(IEnumerable<SampleBureauReport> reports) => new(
        "bureau-reports",
        ["COMPANY", "CUSTNO", "REPORT_DATE", "SCORE", "RISK_CLASS", "FAILURE_PCT", "MAX_CREDIT", "DBT", "FOUNDED", "EMPLOYEES"],
        reports.Select(r => new[]
        {
            Company(r.CustomerKey), Customer(r.CustomerKey), Day(r.ReportedOn), Whole(r.Score), r.RiskClass, Number(r.FailurePercent, "0.00"), Number(r.RecommendedLimit, "0"),
            Number(r.DaysBeyondTerms, "0"), Whole(r.FoundedIn), Whole(r.Employees),
        }));

    public static ErpTable Statements(IEnumerable<SampleStatement> statements) => new(
        "statements",
        [
            "COMPANY", "CUSTNO", "PERIOD_END", "CURRENCY", "TURNOVER", "EBIT", "NET_INCOME", "INTEREST", "OPERATING_CASH", "TOTAL_ASSETS", "CURRENT_ASSETS", "CASH", "INVENTORY", "INTANGIBLES",
            "TOTAL_LIABILITIES", "CURRENT_LIABILITIES", "EQUITY", "RETAINED", "AUDITED",
        ],
        statements.Select(s => new[]
        {
            Company(s.CustomerKey), Customer(s.CustomerKey), Day(s.PeriodEnd), s.Currency, Whole(s.Turnover), Whole(s.Ebit), Whole(s.NetIncome), Whole(s.Interest), Whole(s.OperatingCash),
            Whole(s.TotalAssets), Whole(s.CurrentAssets), Whole(s.Cash), Whole(s.Inventory), Whole(s.Intangibles), Whole(s.TotalLiabilities), Whole(s.CurrentLiabilities), Whole(s.Equity),
            Whole(s.RetainedEarnings), Flag(s.Audited),
        }));

    public static ErpTable Signals(IEnumerable<SampleSignal> signals) => new(
        "signals",
        ["COMPANY", "CUSTNO", "EVENT", "EVENT_DATE", "LEVEL", "TEXT"],
        signals.Select(s => new[] { Company(s.CustomerKey), Customer(s.CustomerKey), s.Event, Day(s.ObservedOn), Whole(s.Level), s.Text }));

    private static string Company(string customerKey) => customerKey.Split('/')[0];

    private static string Customer(string customerKey) => customerKey.Split('/')[1];

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Flag(bool value) => value ? "Y" : "N";

    private static string Number(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
