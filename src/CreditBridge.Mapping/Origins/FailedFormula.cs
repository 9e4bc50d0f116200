using System.Collections.Frozen;

namespace CreditBridge.Mapping.Origins;

/// <summary>
/// What a spreadsheet shows in place of a value when a formula failed, in the languages that write it otherwise, and the strokes that it saves for a column that was too narrow.
/// </summary>
internal static class FailedFormula
{
    private static readonly FrozenSet<string> Errors = (
        "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #GETTING_DATA #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! " +
        "#NV #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #VALEUR! #NOM? #NUL! #NOMBRE! #¡REF! #¡VALOR! #¿NOMBRE? #¡NULO! #¡NUM! #¡DIV/0! " +
        "#RIF! #VALORE! #NOME? #NULLO! #VERW! #WAARDE! #NAAM? #GETAL! #LEEG! #DEEL/0! #VALOR! #NULO! #NÚM!").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a text is no value but such an error.</summary>
    public static bool Is(string text) => text.Length >= 3 && text[0] == '#' && (Errors.Contains(text) || text.AsSpan().IndexOfAnyExcept('#') < 0);
}
