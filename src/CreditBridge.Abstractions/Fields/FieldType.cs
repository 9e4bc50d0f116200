namespace CreditBridge.Abstractions.Fields;

/// <summary>What kind of value a credit field holds.</summary>
public enum FieldType
{
    /// <summary>Text of at most 255 characters.</summary>
    Text,

    /// <summary>Text of at most 2,000 characters, possibly with line breaks.</summary>
    LongText,

    /// <summary>A plain number.</summary>
    Number,

    /// <summary>An amount in the currency of the written record.</summary>
    Amount,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>A moment, UTC.</summary>
    Instant,
}
