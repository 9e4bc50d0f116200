namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Whole numbers in a mapping.</summary>
internal static class WholeNumber
{
    /// <summary>A whole number in a range; null when the key is missing or wrong.</summary>
    public static int? Read(MappingSection section, string key, int least, int most)
    {
        if (section.Number(key) is not { } number)
            return null;
        if (number == decimal.Truncate(number) && number >= least && number <= most)
            return (int)number;
        section.Refuse(key, $"{number} is not a whole number from {least} to {most}.", $"Write '{key}: {Math.Clamp(Math.Round(number), least, most)}'.");
        return null;
    }
}
