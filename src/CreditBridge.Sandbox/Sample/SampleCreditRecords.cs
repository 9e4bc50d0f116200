namespace CreditBridge.Sandbox.Sample;

/// <summary>An order that is not invoiced yet.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="Number">Unique within the company together with <paramref name="Line"/>.</param>
/// <param name="Line">Partial delivery, from 1.</param>
/// <param name="OrderedOn">Day of the order.</param>
/// <param name="DeliveryOn">Day of delivery; from then on it is delivered and not invoiced.</param>
/// <param name="Currency">ISO 4217 code, the customer's.</param>
/// <param name="Amount">What is not invoiced yet.</param>
/// <param name="IsPrepaid">Paid before delivery.</param>
public sealed record SampleOrder(string CustomerKey, string Number, int Line, DateOnly OrderedOn, DateOnly DeliveryOn, string Currency, decimal Amount, bool IsPrepaid);

/// <summary>What the sample's one credit bureau says about a customer: 1 (bad) to 100 (good), 0 for no opinion.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="ReportedOn">Day as of which it is said.</param>
/// <param name="Score">1 to 100; 0 when the bureau has no opinion.</param>
/// <param name="RiskClass">A to D; empty without an opinion.</param>
/// <param name="FailurePercent">Probability of failure within a year; null without an opinion.</param>
/// <param name="RecommendedLimit">Null when it recommends none.</param>
/// <param name="DaysBeyondTerms">As other suppliers see it; null when unknown.</param>
/// <param name="FoundedIn">Year.</param>
/// <param name="Employees">People.</param>
public sealed record SampleBureauReport(
    string CustomerKey, DateOnly ReportedOn, int Score, string RiskClass, decimal? FailurePercent, decimal? RecommendedLimit, int? DaysBeyondTerms, int FoundedIn, int Employees);

/// <summary>A year's statement, in thousands of its currency.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="PeriodEnd">Last day of the year.</param>
/// <param name="Currency">ISO 4217 code, the customer's.</param>
/// <param name="Turnover">Sales.</param>
/// <param name="Ebit">Earnings before interest and taxes.</param>
/// <param name="NetIncome">After taxes.</param>
/// <param name="Interest">Paid.</param>
/// <param name="OperatingCash">Cash flow from operations.</param>
/// <param name="TotalAssets">What liabilities and equity add up to.</param>
/// <param name="CurrentAssets">Among them cash and stocks.</param>
/// <param name="Cash">Cash.</param>
/// <param name="Inventory">Stocks.</param>
/// <param name="Intangibles">Goodwill and the like.</param>
/// <param name="TotalLiabilities">All.</param>
/// <param name="CurrentLiabilities">Due within a year.</param>
/// <param name="Equity">Assets less liabilities.</param>
/// <param name="RetainedEarnings">Part of the equity.</param>
/// <param name="Audited">By an auditor.</param>
public sealed record SampleStatement(
    string CustomerKey, DateOnly PeriodEnd, string Currency, int Turnover, int Ebit, int NetIncome, int Interest, int OperatingCash, int TotalAssets, int CurrentAssets, int Cash, int Inventory,
    int Intangibles, int TotalLiabilities, int CurrentLiabilities, int Equity, int RetainedEarnings, bool Audited);

/// <summary>Insurance, a guarantee, a letter of credit or a deposit.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="Number">Of the policy or the guarantee.</param>
/// <param name="Type">INS, BGU (a bank's guarantee), PGU (a parent's), LC or DEP.</param>
/// <param name="Amount">Up to; 0 when the insurer refused.</param>
/// <param name="Currency">ISO 4217 code, the customer's.</param>
/// <param name="CoverPercent">Share of a loss that is covered.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ExpiresOn">Last day; null when it has no end.</param>
/// <param name="Issuer">Who stands in.</param>
/// <param name="ReasonCode">Why the insurer gave less than was asked for (UN/EDIFACT 4509), or null.</param>
public sealed record SampleSecurity(
    string CustomerKey, string Number, string Type, decimal Amount, string Currency, int CoverPercent, DateOnly ValidFrom, DateOnly? ExpiresOn, string Issuer, int? ReasonCode);

/// <summary>Something that became known about a customer.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="Event">INSOLVENCY, LATE_FILING, LAYOFFS, MANAGEMENT or ADDRESS.</param>
/// <param name="ObservedOn">Day on which it became known.</param>
/// <param name="Level">1 to know, 2 to look at, 3 to act on.</param>
/// <param name="Text">For people.</param>
public sealed record SampleSignal(string CustomerKey, string Event, DateOnly ObservedOn, int Level, string Text);
