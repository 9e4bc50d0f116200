namespace CreditBridge.Sandbox.Schema.Formulas;

/// <summary>What a formula is evaluated on.</summary>
internal sealed record FormulaContext
{
    /// <summary>The value of a field by its path, in the form in which rows hold values.</summary>
    public required Func<string, object?> Read { get; init; }

    /// <summary>The moment of <c>NOW()</c>; its day is <c>TODAY()</c>.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether empty numbers count as zero; otherwise what is computed from them is empty.</summary>
    public bool BlankAsZero { get; init; }

    /// <summary>Whether the record is being created; only validation rules know.</summary>
    public bool IsNew { get; init; }

    /// <summary>The value that a field had before the change; only validation rules know.</summary>
    public Func<string, object?>? ReadPrior { get; init; }

    /// <summary>Whether the user who writes carries a custom permission; only validation rules know.</summary>
    public Func<string, bool>? HasPermission { get; init; }
}
