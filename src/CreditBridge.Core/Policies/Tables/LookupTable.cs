using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Tables;

/// <summary>A table of values: an input that a policy defines. It is looked up by one value, or by two.</summary>
public abstract record LookupTable
{
    /// <summary>What it gives for a value that is in no class; null gives nothing.</summary>
    public Expression? Otherwise { get; init; }

    /// <summary>What it gives when a value that it is looked up by is missing; null gives nothing.</summary>
    public Expression? WhenMissing { get; init; }

    /// <summary>What it can give.</summary>
    public IEnumerable<Expression> Values => new[] { Otherwise, WhenMissing }.OfType<Expression>().Concat(Cells);

    /// <summary>What it is looked up by.</summary>
    public abstract IReadOnlyList<Expression> Keys { get; }

    /// <summary>The inputs that it needs.</summary>
    public IReadOnlyList<CreditInput> Inputs => [.. Keys.Concat(Values).SelectMany(e => e.Inputs).Distinct()];

    private protected abstract IEnumerable<Expression> Cells { get; }

    /// <summary>The value; missing when there is none.</summary>
    internal abstract Reading Read(Situation situation);
}

/// <summary>A table by one value.</summary>
/// <param name="Rows">The value and its classes.</param>
/// <param name="List">What it gives, class by class.</param>
public sealed record ListTable(Axis Rows, IReadOnlyList<Expression> List) : LookupTable
{
    /// <inheritdoc />
    public override IReadOnlyList<Expression> Keys => [Rows.Value];

    private protected override IEnumerable<Expression> Cells => List;

    internal override Reading Read(Situation situation)
    {
        var cell = Rows.Find(situation) is not { } row ? WhenMissing : row < 0 ? Otherwise : List[row];
        return cell?.ReadAsPart(situation) ?? Reading.Missing;
    }
}

/// <summary>A table by two values.</summary>
/// <param name="Matrix">The table.</param>
public sealed record MatrixTable(Matrix<Expression> Matrix) : LookupTable
{
    /// <inheritdoc />
    public override IReadOnlyList<Expression> Keys => [Matrix.Rows.Value, Matrix.Columns.Value];

    private protected override IEnumerable<Expression> Cells => Matrix.Cells.SelectMany(row => row);

    internal override Reading Read(Situation situation)
    {
        var anyMissing = Matrix.Rows.Value.ReadAsPart(situation).IsMissing | Matrix.Columns.Value.ReadAsPart(situation).IsMissing;
        var cell = anyMissing ? WhenMissing : Matrix.TryFind(situation, out var found, out _) ? found : Otherwise;
        return cell?.ReadAsPart(situation) ?? Reading.Missing;
    }
}
