using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>
/// Figures of the newest financial statement whose period is over. Ratios are taken from the statement as it stands; amounts are converted at today's rate. What a period
/// earns is brought to twelve months. What is not stated is missing, never zero, unless said otherwise.
/// </summary>
internal sealed class StatementFigures
{
    private readonly FactSheet _facts;
    private readonly FinancialStatementRecord? _newest;

    public StatementFigures(FactSheet facts)
    {
        _facts = facts;
        foreach (var statement in facts.File.Statements)
        {
            if (facts.Time.HasCome(statement.PeriodEnd) && (_newest is null || statement.PeriodEnd >= _newest.PeriodEnd))
                _newest = statement;
        }
    }

    /// <summary>Whole months since the end of the period; null without a statement.</summary>
    public int? AgeMonths => _newest is null ? null : _facts.Time.MonthsSince(_newest.PeriodEnd);

    public bool? Audited => _newest?.Audited;

    public decimal? Turnover => Yearly(_newest?.Turnover);

    public decimal? Ebit => Yearly(_newest?.Ebit);

    public decimal? NetIncome => Yearly(_newest?.NetIncome);

    public decimal? InterestExpense => Yearly(_newest?.InterestExpense);

    public decimal? OperatingCashFlow => Yearly(_newest?.OperatingCashFlow);

    public decimal? TotalAssets => Stated(_newest?.TotalAssets);

    public decimal? CurrentAssets => Stated(_newest?.CurrentAssets);

    public decimal? Cash => Stated(_newest?.Cash);

    public decimal? Inventory => Stated(_newest?.Inventory);

    public decimal? TotalLiabilities => Stated(_newest?.TotalLiabilities);

    public decimal? CurrentLiabilities => Stated(_newest?.CurrentLiabilities);

    public decimal? RetainedEarnings => Stated(_newest?.RetainedEarnings);

    /// <summary>As stated, else assets less liabilities.</summary>
    public decimal? Equity => Stated(_newest?.Equity) ?? TotalAssets - TotalLiabilities;

    /// <summary>Equity less assets without substance; those count as none when they are not stated.</summary>
    public decimal? TangibleNetWorth => Equity - (Stated(_newest?.IntangibleAssets) ?? 0m);

    public decimal? WorkingCapital => CurrentAssets - CurrentLiabilities;

    public decimal? CurrentRatio => Ratio(CurrentAssets, CurrentLiabilities);

    public decimal? QuickRatio => Ratio(CurrentAssets - Inventory, CurrentLiabilities);

    /// <summary>Liabilities to equity; null where there is no equity left.</summary>
    public decimal? DebtToEquity => Equity > 0m ? Ratio(TotalLiabilities, Equity) : null;

    public decimal? EquityPercent => Equity is { } equity && TotalAssets is > 0m and var assets && Bounded.Divide(equity, assets) is { } share
        ? Math.Round(share * 100m, 4, MidpointRounding.AwayFromZero)
        : null;

    public decimal? InterestCover => Ratio(Ebit, InterestExpense);

    /// <summary>Altman's Z' for private firms.</summary>
    public decimal? ZScore
    {
        get
        {
            decimal? Part(decimal weight, decimal? part, decimal? whole) => part is { } p && whole is { } w && Bounded.Divide(p, w) is { } share ? Bounded.Multiply(weight, share) : null;
            var sum = Sum(Part(3.107m, Ebit, TotalAssets), Part(0.998m, Turnover, TotalAssets));
            sum = Sum(Sum(sum, Part(0.420m, Equity, TotalLiabilities)), Sum(Part(0.717m, WorkingCapital, TotalAssets), Part(0.847m, RetainedEarnings, TotalAssets)));
            return sum is { } z ? Math.Round(z, 4, MidpointRounding.AwayFromZero) : null;
        }
    }

    /// <summary>A figure of the statement in the currency of the decision.</summary>
    public decimal? InDecision(decimal? figure) => figure is { } f && _newest is { } statement ? _facts.InCurrency(new Money(f, statement.Currency), null) : null;

    private static decimal? Stated(decimal? figure) => figure is { } f ? Bounded.Amount(f, out _) : null;

    private decimal? Yearly(decimal? figure) => Stated(figure) is not { } f ? null
        : _newest!.Months == 12 ? f
        : _newest.Months > 0 && Bounded.Multiply(f, 12m) is { } times ? times / _newest.Months : null;

    private static decimal? Ratio(decimal? part, decimal? whole) => part is { } p && whole is { } w && Bounded.Divide(p, w) is { } ratio ? Math.Round(ratio, 4, MidpointRounding.AwayFromZero) : null;

    private static decimal? Sum(decimal? a, decimal? b) => a is { } x && b is { } y ? Bounded.Add(x, y) : null;
}
