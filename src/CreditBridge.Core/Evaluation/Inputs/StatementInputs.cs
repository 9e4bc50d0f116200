using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Figures of the newest financial statement whose period is over, and the usual ratios of them.</summary>
internal static class StatementInputs
{
    private const string Yearly = "As stated in the newest statement, brought to twelve months where its period is another one, converted at today's rate.";
    private const string Stated = "As stated in the newest statement, converted at today's rate.";
    private const string NotStated = "there is no statement, or it does not state it";

    public static readonly CreditInput[] All =
    [
        Amount("turnover", "Sales of a year.", Yearly, f => f.Turnover),
        Amount("ebit", "Earnings of a year before interest and taxes.", Yearly, f => f.Ebit),
        Amount("net_income", "Result of a year after taxes.", Yearly, f => f.NetIncome),
        Amount("interest_expense", "Interest paid in a year.", Yearly, f => f.InterestExpense),
        Amount("operating_cash_flow", "Cash flow of a year from operations.", Yearly, f => f.OperatingCashFlow),
        Amount("total_assets", "All assets.", Stated, f => f.TotalAssets),
        Amount("current_assets", "Assets that turn to cash within a year.", Stated, f => f.CurrentAssets),
        Amount("cash", "Cash and equivalents.", Stated, f => f.Cash),
        Amount("inventory", "Stocks.", Stated, f => f.Inventory),
        Amount("total_liabilities", "All liabilities.", Stated, f => f.TotalLiabilities),
        Amount("current_liabilities", "Liabilities due within a year.", Stated, f => f.CurrentLiabilities),
        Amount("retained_earnings", "Results kept in the company.", Stated, f => f.RetainedEarnings),
        Amount("equity", "Net worth.", "As stated in the newest statement, else total_assets - total_liabilities.", f => f.Equity),
        Amount("tangible_net_worth", "Net worth without assets that have no substance.", "equity less intangible assets, which count as none where they are not stated.", f => f.TangibleNetWorth),
        Amount("working_capital", "What is left to work with once short-term debts are paid.", "current_assets - current_liabilities.", f => f.WorkingCapital),
        Ratio("current_ratio", "How often short-term assets cover short-term debts.", "current_assets / current_liabilities.", f => f.CurrentRatio),
        Ratio("quick_ratio", "The same without stocks.", "(current_assets - inventory) / current_liabilities.", f => f.QuickRatio),
        Ratio("debt_to_equity", "Debts for each unit of own money.", "total_liabilities / equity.", f => f.DebtToEquity) with { MissingWhen = NotStated + ", or there is no equity left" },
        Ratio("interest_cover", "How often earnings cover the interest.", "ebit / interest_expense.", f => f.InterestCover) with { MissingWhen = NotStated + ", or no interest is paid" },
        Ratio("z_score", "Altman's Z' for private firms: above 2.9 safe, below 1.23 in distress.",
            "3.107 ebit/total_assets + 0.998 turnover/total_assets + 0.420 equity/total_liabilities + 0.717 working_capital/total_assets + 0.847 retained_earnings/total_assets. Not for financial companies.", f => f.ZScore),
        new("equity_percent", InputUnit.Percent, "Which share of the assets is the company's own.", "equity / total_assets x 100.", NotStated) { Read = s => Reading.Of(s.Facts.Statement.EquityPercent) },
        new("statement_age_months", InputUnit.Months, "How old the newest statement is.", "Whole months since the last day of its period.", "there is no statement")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Facts.Statement.AgeMonths),
        },
        new("statement_audited", InputUnit.Flag, "Whether an auditor confirmed the newest statement.", "As stated.", NotStated) { Read = s => Reading.Of(s.Facts.Statement.Audited) },
    ];

    private static CreditInput Amount(string name, string meaning, string computed, Func<StatementFigures, decimal?> figure) =>
        new(name, InputUnit.Amount, meaning, computed, NotStated) { Read = s => Reading.Of(s.Facts.Statement.InDecision(figure(s.Facts.Statement))) };

    private static CreditInput Ratio(string name, string meaning, string computed, Func<StatementFigures, decimal?> figure) =>
        new(name, InputUnit.Number, meaning, computed, NotStated) { Read = s => Reading.Of(figure(s.Facts.Statement)) };
}
