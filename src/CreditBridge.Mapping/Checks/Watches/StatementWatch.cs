using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Financial statements: what the declared unit makes of the largest company.</summary>
internal sealed class StatementWatch(StatementMapping mapping) : RecordWatch<FinancialStatementRecord>
{
    private (decimal Figure, CurrencyCode Currency)? _largest;

    public override void See(FinancialStatementRecord record, SourceRow row)
    {
        if ((record.TotalAssets ?? record.Turnover) is { } figure && (_largest is not { } largest || figure > largest.Figure))
            _largest = (figure, record.Currency);
    }

    public override IEnumerable<CheckFinding> Findings(KindCount count)
    {
        if (_largest is { } largest)
            yield return CheckFinding.Question("statements.unit", $"With unit {mapping.Unit}, the largest company has {largest.Figure:N0} {largest.Currency} of assets or sales. If that is absurd, the unit is wrong.");
    }
}
