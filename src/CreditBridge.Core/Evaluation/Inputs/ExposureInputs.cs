using CreditBridge.Core.Evaluation.Exposures;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What counts against the limit.</summary>
internal static class ExposureInputs
{
    public static readonly CreditInput[] All =
    [
        new("not_due_amount", InputUnit.Amount, "What is owed and not due yet.", "open_receivables less what is past due and less disputed_amount.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of(NotDue(s)),
        },
        new("exposure", InputUnit.Amount, "What counts against the limit.",
            "Sum of the buckets that count under the policy's section 'exposure': what is owed, less credits, plus orders; below zero when credits outweigh.", "never")
        {
            ForSales = true, Read = s => s.Exposure.Total is { } total ? Reading.Of(total) : s.Unknown(),
        },
        new("utilisation_percent", InputUnit.Percent, "How much of the ERP's limit is used.",
            "exposure / erp_limit x 100, never below 0. Uses the ERP's limit, not the computed one, so that a score cannot depend on its own result.", "the ERP's limit is not an amount")
        {
            Lowest = 0m, Read = s => Reading.Of(Number(s, "erp_limit") is { } limit && Number(s, "exposure") is { } exposure ? Bounded.Percent(Math.Max(0m, exposure), limit) : null),
        },
        new("previous_limit", InputUnit.Amount, "The limit of the previous decision.",
            "As the account's previous decision had it, in today's currency. Careful: a limit that grows with it grows with every evaluation.", "there was none, or it was not an amount")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of(s.PriorLimit.TryGetAmount(out var amount) ? amount.Amount : null),
        },
        new("previous_band", InputUnit.Text, "The risk band of the previous decision.", "As the account's previous decision had it.", "there was none")
        {
            ForSales = true, Read = s => Reading.Of(s.Facts.File.Prior.Band),
        },
    ];

    private static decimal NotDue(Situation situation) => Math.Max(0m,
        (Number(situation, "open_receivables") ?? 0m) - (ExposureSheet.UndisputedPastDue(situation) ?? 0m) - (Number(situation, "disputed_amount") ?? 0m));

    private static decimal? Number(Situation situation, string input) => InputCatalogue.TryGet(input, out var found) ? situation.Peek(found).Number : null;
}
