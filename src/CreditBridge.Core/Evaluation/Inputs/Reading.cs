using System.Globalization;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What a <see cref="Reading"/> holds.</summary>
public enum ReadingKind
{
    /// <summary>Nothing: the input cannot be known from the file.</summary>
    Missing = 0,

    /// <summary>A number, or an amount in the decision's currency.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>The value of an input or expression: a number, a flag, a text, or deliberately missing. Missing is never zero.</summary>
public readonly record struct Reading
{
    private readonly decimal _number;
    private readonly string? _text;

    private Reading(ReadingKind kind, decimal number, string? text)
    {
        Kind = kind;
        _number = number;
        _text = text;
    }

    /// <summary>What this reading holds.</summary>
    public ReadingKind Kind { get; }

    /// <summary>The input cannot be known.</summary>
    public static Reading Missing => default;

    /// <summary>Whether the input cannot be known.</summary>
    public bool IsMissing => Kind == ReadingKind.Missing;

    /// <summary>The number; null when this is none.</summary>
    public decimal? Number => Kind == ReadingKind.Number ? _number : null;

    /// <summary>Yes or no; null when this is neither.</summary>
    public bool? Flag => Kind == ReadingKind.Flag ? _number != 0m : null;

    /// <summary>The text; null when this is none.</summary>
    public string? Text => Kind == ReadingKind.Text ? _text : null;

    /// <summary>A number; null is missing.</summary>
    public static Reading Of(decimal? number) => number is { } n ? new(ReadingKind.Number, n, null) : Missing;

    /// <summary>Yes or no; null is missing.</summary>
    public static Reading Of(bool? flag) => flag is { } f ? new(ReadingKind.Flag, f ? 1m : 0m, null) : Missing;

    /// <summary>A text; null or empty is missing.</summary>
    public static Reading Of(string? text) => string.IsNullOrEmpty(text) ? Missing : new(ReadingKind.Text, 0m, text);

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        ReadingKind.Number => _number.ToString("0.####", CultureInfo.InvariantCulture),
        ReadingKind.Flag => _number != 0m ? "yes" : "no",
        ReadingKind.Text => _text!,
        _ => "unknown",
    };
}
