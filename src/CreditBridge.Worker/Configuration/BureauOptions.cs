using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;

namespace CreditBridge.Worker.Configuration;

/// <summary>What may be spent on reports of credit bureaus. Which reports are wanted is a matter of the policy's section "bureaus".</summary>
public sealed class BureauOptions : IChecksItself
{
    /// <summary>For all bureaus together in a calendar month; 0 buys nothing. Default: 0.</summary>
    [Option("What may be spent on reports in a calendar month of the company's time zone, all bureaus together. 0 buys nothing. It is a hard stop: what is under way counts as spent.", Example = "500")]
    [Range(0, 100_000_000)]
    public decimal MonthlyBudget { get; init; }

    /// <summary>Currency of the budget and of all prices. Default: EUR.</summary>
    [Option("Currency of the budget. The prices in the mappings of bureaus must be in it as well.")]
    [Required]
    public string Currency { get; init; } = "EUR";

    /// <summary>For single bureaus in a calendar month, by name.</summary>
    [Option("What may be spent on single bureaus in a month, by the names that stand in the policy; the others are bound by MonthlyBudget alone.")]
    public Dictionary<string, decimal> ProviderBudgets { get; init; } = [];

    /// <summary>The same for the runs; null when nothing may be bought.</summary>
    internal BureauBudget? Budget => MonthlyBudget <= 0m ? null : new BureauBudget(new Money(MonthlyBudget, CurrencyCode.Parse(Currency)))
    {
        Providers = new Dictionary<string, decimal>(ProviderBudgets, StringComparer.OrdinalIgnoreCase),
    };

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (!CurrencyCode.TryParse(Currency, out _))
            yield return (nameof(Currency), $"'{Currency}' is not a currency code: three letters such as EUR are expected.");
        foreach (var (provider, amount) in ProviderBudgets)
        {
            if (amount < 0m)
                yield return (nameof(ProviderBudgets), $"The budget of {provider} is below zero.");
        }
    }
}
