using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Tables;

/// <summary>A table of values, looked up by one axis or by two.</summary>
/// <param name="Rows">The axis down the table.</param>
/// <param name="Columns">The axis across the table; null for a list.</param>
/// <param name="Cells">The cells, row by row.</param>
public sealed record LookupTable(Axis Rows, Axis? Columns, IReadOnlyList<Expression> Cells)
{
    /// <summary>What it gives for a value that is in no class; null gives nothing.</summary>
    public Expression? Otherwise { get; init; }

    /// <summary>What it gives when a value that it is looked up by is missing; null gives nothing.</summary>
    public Expression? WhenMissing { get; init; }

    /// <summary>What it gives.</summary>
    public ExpressionType Type => Cells[0].Type;

    /// <summary>The inputs that it needs.</summary>
    public IReadOnlyList<CreditInput> Inputs { get; } = [.. All(Rows.Value, Columns?.Value, Cells).SelectMany(e => e.Inputs).Distinct()];

    /// <summary>The value; missing when there is none.</summary>
    internal Reading Read(Situation situation)
    {
        var row = Rows.Find(situation);
        var column = Columns is null ? 0 : Columns.Find(situation);
        var cell = row is null || column is null ? WhenMissing : row < 0 || column < 0 ? Otherwise : Cells[row.Value * (Columns?.Count ?? 1) + column.Value];
        return cell?.ReadAsPart(situation) ?? Reading.Missing;
    }

    private static IEnumerable<Expression> All(Expression rows, Expression? columns, IReadOnlyList<Expression> cells) => columns is null ? [rows, .. cells] : [rows, columns, .. cells];
}
