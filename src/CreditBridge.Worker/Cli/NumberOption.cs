using System.CommandLine;
using System.Globalization;

namespace CreditBridge.Worker.Cli;

/// <summary>Bounds of options that take a whole number.</summary>
internal static class NumberOption
{
    /// <summary>The most lines of a list that anybody may ask for.</summary>
    public const int MostLines = 1_000_000;

    /// <summary>Refuses numbers out of bounds. What is no number at all is refused by the option itself; asking it for its value then would throw.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest.</param>
    public static Option<T> Within<T>(this Option<T> option, long least, long most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && long.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {least} to {most}, not {number}."));
        });
        return option;
    }
}
