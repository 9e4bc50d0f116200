namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Text that was read with the wrong encoding somewhere on its way.</summary>
internal static class DamagedText
{
    /// <summary>Whether a name shows it: the replacement character, or the pairs that UTF-8 makes when it is read as Windows-1252 (<c>MÃ¼ller</c>).</summary>
    public static bool IsIn(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\uFFFD' || (char.IsControl(text[at]) && text[at] is >= '\u0080' and <= '\u009F'))
                return true;
            if (at + 1 < text.Length && text[at] is 'Ã' or 'Â'
                && at + 1 < text.Length && text[at + 1] is (>= '\u0080' and <= '\u00BF') or '€' or 'œ' or 'Ÿ' or '™' or 'š' or '‚' or '„' or '–')
                return true;
            if (at + 1 < text.Length && text[at] == 'â' && text[at + 1] == '€')
                return true;
        }

        return false;
    }
}
