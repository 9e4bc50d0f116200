using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>A table with two ways in: a row and a column are found by the value of an input each, and the cell where they cross is the result.</summary>
/// <typeparam name="T">What is in the cells.</typeparam>
/// <param name="Rows">How a row is found.</param>
/// <param name="Columns">How a column is found.</param>
/// <param name="Cells">The cells, row by row; as many rows and columns as the axes have.</param>
public sealed record Matrix<T>(MatrixAxis Rows, MatrixAxis Columns, IReadOnlyList<IReadOnlyList<T>> Cells)
{
    /// <summary>The cell for a situation.</summary>
    /// <param name="situation">The evaluation.</param>
    /// <param name="cell">The cell; default when there is none.</param>
    /// <param name="note">Where it is, or why there is none, for people.</param>
    public bool TryFind(Situation situation, out T? cell, out string note)
    {
        var row = Rows.Find(situation, out var rowNote);
        var column = Columns.Find(situation, out var columnNote);
        cell = row is { } r && column is { } c ? Cells[r][c] : default;
        note = $"{rowNote}, {columnNote}";
        return row is not null && column is not null;
    }
}

/// <summary>One way into a matrix.</summary>
/// <param name="Value">The formula or input whose value is looked up.</param>
/// <param name="Name">What it is called, for people.</param>
public abstract record MatrixAxis(Expression Value, string Name)
{
    /// <summary>How many rows or columns it has.</summary>
    public abstract int Count { get; }

    /// <summary>The row or column of a situation; null when the value is unknown or in none.</summary>
    /// <param name="situation">The evaluation.</param>
    /// <param name="note">Which one it is, or why there is none.</param>
    public int? Find(Situation situation, out string note)
    {
        var reading = Value.Evaluate(situation);
        if (reading.IsMissing)
        {
            note = $"'{Name}' is unknown";
            return null;
        }

        var found = Find(reading, situation);
        note = found is { } index ? $"{Name} {Label(index)}" : $"{Name} '{reading}' is in none of its lines";
        return found;
    }

    /// <summary>The row or column of a value; null when it is in none.</summary>
    protected abstract int? Find(Reading reading, Situation situation);

    /// <summary>A row or column for people.</summary>
    public abstract string Label(int index);
}

/// <summary>An axis of numbers: n bounds make n + 1 rows or columns, so that no number is in none or in two.</summary>
/// <param name="Value">The formula or input whose value is looked up.</param>
/// <param name="Name">What it is called, for people.</param>
/// <param name="Bounds">Bounds, ascending; amounts in the policy's currency where the value is an amount.</param>
/// <param name="Boundary">Which side a value exactly on a bound belongs to.</param>
public sealed record NumberAxis(Expression Value, string Name, IReadOnlyList<decimal> Bounds, Boundary Boundary) : MatrixAxis(Value, Name)
{
    /// <inheritdoc />
    public override int Count => Bounds.Count + 1;

    /// <inheritdoc />
    protected override int? Find(Reading reading, Situation situation)
    {
        if (reading.Number is not { } number)
            return null;
        for (var i = 0; i < Bounds.Count; i++)
        {
            var bound = Value.Type == ExpressionType.Amount ? situation.FromPolicy(Bounds[i]) : Bounds[i];
            if (bound is not { } b)
                return null;
            if (number < b || (number == b && Boundary == Boundary.UpperInclusive))
                return i;
        }

        return Bounds.Count;
    }

    /// <inheritdoc />
    public override string Label(int index) =>
        Bounds.Count == 0 ? "any" : index == 0 ? $"up to {Plain(Bounds[0])}" : index == Bounds.Count ? $"from {Plain(Bounds[^1])}" : $"from {Plain(Bounds[index - 1])} to {Plain(Bounds[index])}";

    private static string Plain(decimal number) => number.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An axis of texts, or of yes and no.</summary>
/// <param name="Value">The formula or input whose value is looked up.</param>
/// <param name="Name">What it is called, for people.</param>
/// <param name="Values">The values of each row or column; letter case does not count.</param>
/// <param name="HasOthers">Whether the last row or column is for every other value.</param>
public sealed record TextAxis(Expression Value, string Name, IReadOnlyList<IReadOnlyList<string>> Values, bool HasOthers) : MatrixAxis(Value, Name)
{
    /// <inheritdoc />
    public override int Count => Values.Count + (HasOthers ? 1 : 0);

    /// <inheritdoc />
    protected override int? Find(Reading reading, Situation situation)
    {
        var text = reading.ToString();
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i].Contains(text, StringComparer.OrdinalIgnoreCase))
                return i;
        }

        return HasOthers ? Values.Count : null;
    }

    /// <inheritdoc />
    public override string Label(int index) => index < Values.Count ? string.Join(" or ", Values[index]) : "any other";
}
