namespace CreditBridge.Core.Policies.Grammar;

/// <summary>What a key of a policy document takes.</summary>
public enum KeyKind
{
    /// <summary>Text.</summary>
    Text = 0,

    /// <summary>A number; thousands may be separated by underscores.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>yes or no.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A payment term: Prepaid, Due on receipt, Net and a number of days.</summary>
    Terms,

    /// <summary>A day, year-month-day.</summary>
    Day,

    /// <summary>A limit: an amount above zero, none, unlimited or not_set.</summary>
    Limit,

    /// <summary>A formula or condition over inputs.</summary>
    Formula,

    /// <summary>A text with {inputs} in it.</summary>
    Template,

    /// <summary>Keys of its own.</summary>
    Section,

    /// <summary>A list of sections.</summary>
    Sections,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of payment terms.</summary>
    TermsList,

    /// <summary>A list.</summary>
    List,
}

/// <summary>How the reader of policies uses a key.</summary>
/// <param name="Kind">What it takes.</param>
public sealed record KeyUse(KeyKind Kind)
{
    /// <summary>The lowest number that is possible; null when there is no bound.</summary>
    public decimal? Lowest { get; init; }

    /// <summary>The highest number that is possible; null when there is no bound.</summary>
    public decimal? Highest { get; init; }

    /// <summary>The words of a choice; empty otherwise.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What a formula gives, such as "amount"; null otherwise.</summary>
    public string? Gives { get; init; }

    /// <inheritdoc />
    public bool Equals(KeyUse? other) => other is not null && (Kind, Lowest, Highest, Gives) == (other.Kind, other.Lowest, other.Highest, other.Gives) && Words.SequenceEqual(other.Words);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Lowest, Highest, Gives, Words.Count);
}
