using CreditBridge.Mapping.Fields;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>
/// How the numbers of the ERP's list are written. Nothing is guessed: without being told, a number has a decimal point and nothing between thousands; once the decimal
/// separator is said, whatever else may stand between groups of three digits is clear.
/// </summary>
internal sealed class StatedNumbers
{
    private readonly char? _point;
    private readonly ValueFormats[] _formats;

    private StatedNumbers(char? point, ValueFormats[] formats) => (_point, _formats) = (point, formats);

    /// <summary>What the decimal separator can be.</summary>
    public static IReadOnlyList<string> Separators { get; } = [".", ","];

    /// <summary>How they are written, for people.</summary>
    public string InWords => _point switch
    {
        null => "with a decimal point and nothing between thousands",
        '.' => "with a decimal point (such as 1,234.50)",
        _ => "with a decimal comma (such as 1.234,50)",
    };

    private string Advice => _point switch
    {
        null => "Say how the list writes its numbers: '--decimal .' for 1,234.50, '--decimal ,' for 1.234,50.",
        _ => $"Correct the number, or say '--decimal {(_point == '.' ? ',' : '.')}' if the list writes them the other way.",
    };

    /// <summary>Numbers with a decimal separator; null when nobody said which.</summary>
    public static StatedNumbers Of(string? separator) => separator switch
    {
        null => new StatedNumbers(null, [new ValueFormats("iso", '.', null)]),
        "." => new StatedNumbers('.', [.. ",' ".Select(t => new ValueFormats("iso", '.', t))]),
        _ => new StatedNumbers(',', [.. ".' ".Select(t => new ValueFormats("iso", ',', t))]),
    };

    /// <summary>Reads a number; false when it is none.</summary>
    public bool TryRead(string text, out decimal number)
    {
        var plain = Plain(text);
        number = 0;
        foreach (var format in _formats)
        {
            if (format.TryNumber(plain, out number, out _))
                return true;
        }

        return false;
    }

    /// <summary>What is wrong with a number that does not read, behind its name: that it is none, or larger or finer than any amount.</summary>
    public string WhyNot(string text) => IsTooLarge(text) ? "is larger or finer than any amount" : $"is not a number {InWords}";

    /// <summary>What to do about a number that does not read.</summary>
    public string NextStep(string text) => IsTooLarge(text) ? "Correct the number, or take the line out of the file." : Advice;

    private bool IsTooLarge(string text) => _formats.Any(f => f.IsTooLarge(Plain(text)));

    // Blanks between thousands come in several widths, and the apostrophe in two shapes.
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2019', '\'').Replace('\u2212', '-');
}
