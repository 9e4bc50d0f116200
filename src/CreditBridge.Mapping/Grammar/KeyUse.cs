namespace CreditBridge.Mapping.Grammar;

/// <summary>What a key of a mapping takes.</summary>
public enum KeyKind
{
    /// <summary>A text.</summary>
    Text = 0,

    /// <summary>One of some words.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A share in percent.</summary>
    Percent,

    /// <summary>A length of time, such as 15m.</summary>
    Duration,

    /// <summary>A list of texts; a single one counts as a list of one.</summary>
    Texts,

    /// <summary>A value list: from and to.</summary>
    Table,

    /// <summary>A list of texts, or a value list.</summary>
    TextsOrTable,

    /// <summary>Anything: what stands there goes to the other system as it is.</summary>
    Tree,

    /// <summary>Keys of its own.</summary>
    Block,

    /// <summary>A list of blocks.</summary>
    Blocks,
}

/// <summary>How the reader of mappings uses a key.</summary>
/// <param name="Kind">What it takes.</param>
public sealed record KeyUse(KeyKind Kind)
{
    /// <summary>The words there are; of a value list, those that may stand behind the colon. Empty when there is no choice.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What a missing key means; null when that is nothing, or when it must not be missing.</summary>
    public string? Default { get; init; }

    /// <summary>Name of the block, or of the blocks in a list; null otherwise.</summary>
    public string? Section { get; init; }

    /// <inheritdoc />
    public bool Equals(KeyUse? other) => other is not null && (Kind, Default, Section) == (other.Kind, other.Default, other.Section) && Words.SequenceEqual(other.Words);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Default, Section, Words.Count);
}
