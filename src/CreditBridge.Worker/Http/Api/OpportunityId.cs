using System.Diagnostics.CodeAnalysis;

namespace CreditBridge.Worker.Http.Api;

/// <summary>The id of an opportunity as a caller gives it: 15 characters, or 18 with the check characters that make it safe where case is lost.</summary>
internal static class OpportunityId
{
    private const string Prefix = "006";
    private const string CheckCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The id in 18 characters; false for anything that is not the id of an opportunity.</summary>
    public static bool TryNormalize([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (text is not { Length: 15 or 18 } || !text.All(char.IsAsciiLetterOrDigit) || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var full = text[..15] + Check(text[..5]) + Check(text[5..10]) + Check(text[10..15]);
        if (text.Length == 18 && text != full)
            return false;
        id = full;
        return true;
    }

    // One character for five: bit n is set when letter n is a capital.
    private static char Check(string five)
    {
        var bits = 0;
        for (var i = 0; i < five.Length; i++)
            bits |= char.IsAsciiLetterUpper(five[i]) ? 1 << i : 0;
        return CheckCharacters[bits];
    }
}
