using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Runs;

/// <summary>Kinds of records as a person says them.</summary>
public static class KindWords
{
    /// <summary>Several of them: "open items".</summary>
    public static string Plural(RecordKind kind) => kind switch
    {
        RecordKind.Account => "accounts",
        RecordKind.Opportunity => "deals",
        RecordKind.Stage => "stages",
        RecordKind.StageChange => "stage changes",
        RecordKind.User => "users",
        RecordKind.ErpCustomer => "customers",
        RecordKind.Receivable => "open items",
        RecordKind.Payment => "paid items",
        RecordKind.ExchangeRate => "exchange rates",
        RecordKind.OpenOrder => "open orders",
        RecordKind.BureauReport => "bureau reports",
        RecordKind.FinancialStatement => "financial statements",
        RecordKind.Security => "securities",
        RecordKind.Signal => "signals",
        RecordKind.Override => "exceptions",
        RecordKind.Review => "reviews",
        RecordKind.ReviewDocument => "documents",
        RecordKind.ReviewForecast => "forecast rows",
        _ => kind.ToString(),
    };

    /// <summary>One of them.</summary>
    public static string Singular(RecordKind kind) => kind switch
    {
        RecordKind.Security => "security",
        _ => Plural(kind)[..^1],
    };
}
