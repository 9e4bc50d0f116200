using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The form by which a review is decided: what it changes, and what is wrong with what was typed.</summary>
internal static class DecideForm
{
    /// <returns>The changes, or the reason why there are none.</returns>
    public static (Dictionary<string, object?> Changes, string? Error) Read(IFormCollection form)
    {
        var changes = new Dictionary<string, object?>();
        string verdict = Text("verdict"), typed = Text("limit"), currency = Text("currency").ToUpperInvariant(), until = Text("until");
        if (verdict.Length == 0)
            return (changes, "Choose a decision. Nothing was saved.");
        decimal? limit = null;
        if (typed.Length > 0)
        {
            if (!decimal.TryParse(typed.Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed)
                || parsed > 9_999_999_999_999m)
                return (changes, $"\"{typed}\" is not an amount. Write it like 80000 or 80,000.50. Nothing was saved.");
            limit = decimal.Round(parsed, 2);
        }

        DateOnly? last = null;
        if (until.Length > 0)
        {
            if (!DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return (changes, $"\"{until}\" is not a day. Write it like 2027-06-30. Nothing was saved.");
            last = day;
        }

        changes["Status__c"] = "Decided";
        changes["Decision__c"] = verdict;
        changes["Approved_Limit__c"] = limit;
        changes["Limit_Currency__c"] = OrNull(currency);
        changes["Approved_Terms__c"] = OrNull(Text("terms"));
        changes["Valid_Until__c"] = last;
        changes["Conditions__c"] = OrNull(Text("conditions").ReplaceLineEndings("\n"));
        changes["Decision_Notes__c"] = OrNull(Text("notes").ReplaceLineEndings("\n"));
        return (changes, null);

        string Text(string name) => form[name].ToString().Trim();
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
