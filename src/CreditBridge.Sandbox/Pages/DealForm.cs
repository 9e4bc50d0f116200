using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The small form on a deal's page: what it changes, and what is wrong with what was typed.</summary>
internal static class DealForm
{
    /// <summary>The fields that differ from what the deal has now.</summary>
    /// <returns>The changes, or the reason why there are none.</returns>
    public static (Dictionary<string, object?> Changes, string? Error) Read(IFormCollection form, OpportunityView deal)
    {
        var changes = new Dictionary<string, object?>();
        string stage = form["stage"].ToString(), typed = form["amount"].ToString().Trim(), terms = form["terms"].ToString();
        decimal? amount = null;
        if (typed.Length > 0)
        {
            if (!decimal.TryParse(typed.Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var parsed) || parsed > 9_999_999_999_999m)
                return (changes, $"\"{typed}\" is not an amount. Write it like 153600 or 153,600.50. Nothing was saved.");
            amount = decimal.Round(parsed, 2);
        }

        if (stage.Length > 0 && stage != deal.Stage)
            changes["StageName"] = stage;
        if (form.ContainsKey("amount") && amount != deal.Amount)
            changes["Amount"] = amount;
        if (form.ContainsKey("terms") && terms != (deal.RequestedTerms ?? ""))
            changes["Requested_Payment_Terms__c"] = terms.Length == 0 ? null : terms;
        return (changes, null);
    }
}
