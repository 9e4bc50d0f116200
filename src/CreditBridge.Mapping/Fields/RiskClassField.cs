using System.Globalization;
using CreditBridge.Abstractions.Bureaus;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// The class of risk on the common scale, from a class or rating of the provider: <c>classes: {AAA: 1, AA: 2, …}</c> gives for each of its words the class from 1 (very low
/// risk) to 5 (very high), <c>bad_rates: {AAA: 0.1, …}</c> the published share of companies that went bad within twelve months, and <c>no_opinion: [NR]</c> the words that
/// stand for no opinion. A word that is not listed is refused: it could be the best or the worst.
/// </summary>
public sealed record RiskClassField(FieldOrigin Origin, IReadOnlyDictionary<string, ReportBand> Steps, IReadOnlyDictionary<string, string> NoOpinion)
{
    private static readonly Dictionary<string, ReportBand> NoSteps = [];
    private static readonly Dictionary<string, string> NoTexts = [];

    /// <summary>Reads the field's block.</summary>
    public static RiskClassField Read(FieldBlock fields, string name)
    {
        var origin = fields.BlockOrigin(name, false, FieldContent.Text, out var section);
        if (section is null)
            return new RiskClassField(origin, NoSteps, NoTexts);
        if (section.StrayText is { } column)
        {
            fields.Refuse(name, "It is not declared what the provider's classes mean.", $"With one provider 1 is the best, with another the worst. Write '{name}: {{column: {column}, classes: {{A: 1, B: 2}}}}' with 1 for the lowest risk and 5 for the highest.");
            return new RiskClassField(origin, NoSteps, NoTexts);
        }

        var steps = new Dictionary<string, ReportBand>(StringComparer.OrdinalIgnoreCase);
        if (!section.Has("classes"))
            section.Refuse("classes", "The key is missing.", "Write 'classes: {A: 1, B: 2}' with each class of the provider: 1 for the lowest risk, 5 for the highest.");
        foreach (var (word, text) in section.Table("classes") ?? NoTexts)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var risk) || risk is < 1 or > ScoreBands.Classes)
                section.Refuse("classes", $"'{text}' is not a class of risk.", "1 is the lowest risk, 5 the highest.");
            else if (!steps.TryAdd(word, new ReportBand(risk) { Rating = word }))
                section.Refuse("classes", $"'{word}' stands here twice.", "Each class of the provider has one class of risk; case does not count.");
        }

        foreach (var (word, text) in section.Table("bad_rates") ?? NoTexts)
        {
            if (!steps.TryGetValue(word, out var step))
                section.Refuse("bad_rates", $"'{word}' is not among the classes.", "Name the same words as under 'classes:'.");
            else if (!new ValueFormats("", '.', null).TryNumber(text, out var rate, out _) || rate is < 0 or > 100)
                section.Refuse("bad_rates", $"'{text}' is not a share in percent.", "Write a number from 0 to 100.");
            else
                steps[word] = step with { BadRatePercent = rate };
        }

        var special = new Dictionary<string, string>(section.ListOrTable("no_opinion") ?? NoTexts, StringComparer.OrdinalIgnoreCase);
        section.Close();
        return new RiskClassField(origin, steps, special);
    }

    /// <summary>The class of a row; null when the provider has no opinion; and the code that its word stands for, empty when none.</summary>
    public (ReportBand? Band, string Code) Of(RowReading reading)
    {
        if (Origin.TextOf(reading) is not { } text)
            return (null, "");
        if (NoOpinion.TryGetValue(text, out var code))
            return (null, code);
        if (Steps.TryGetValue(text, out var step))
            return (step, "");
        reading.Refuse(Origin, $"'{text}' is none of the classes {string.Join(", ", Steps.Keys)}; list it under 'classes:' or 'no_opinion:' ({Origin.Path}).");
        return (null, "");
    }
}
