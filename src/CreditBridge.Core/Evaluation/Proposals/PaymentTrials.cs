using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// What would become of the account if documents that are past due were paid, the oldest first: the whole file is evaluated without them. Each step is evaluated at
/// most once, however many deals ask. A document is paid as a whole, with all its instalments.
/// </summary>
internal sealed class PaymentTrials
{
    private readonly CreditFile _file;
    private readonly Situation _situation;
    private readonly Dictionary<int, CreditDecision> _decisions = [];

    public PaymentTrials(Situation situation)
    {
        _situation = situation;
        _file = situation.Facts.File;
        Documents = PastDue(situation.Facts);
    }

    /// <summary>The documents that are past due, the oldest first.</summary>
    public IReadOnlyList<string> Documents { get; }

    /// <summary>The decision if the oldest documents were paid.</summary>
    /// <param name="count">How many of them.</param>
    public CreditDecision After(int count)
    {
        if (!_decisions.TryGetValue(count, out var decision))
        {
            var paid = Documents.Take(count).ToHashSet(StringComparer.Ordinal);
            var file = _file with { OpenItems = [.. _file.OpenItems.Where(i => !paid.Contains(i.Document))] };
            _decisions[count] = decision = CreditEvaluator.Decide(file, _situation.Policy, _situation.Given, isTrial: true);
            _situation.Facts.Time.Also(decision.NextMoment);
        }

        return decision;
    }

    /// <summary>What has to be paid for them, in the decision's currency.</summary>
    public Money Amount(int count)
    {
        var paid = Documents.Take(count).ToHashSet(StringComparer.Ordinal);
        var sum = 0m;
        foreach (var item in _situation.Facts.Owed)
            sum += paid.Contains(item.Document) ? item.Amount : 0m;
        return new Money(sum, _situation.Facts.Currency);
    }

    private static List<string> PastDue(FactSheet facts)
    {
        var oldest = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var item in facts.Owed)
        {
            if (facts.IsPastDue(item) && !(oldest.TryGetValue(item.Document, out var due) && due <= item.DueOn))
                oldest[item.Document] = item.DueOn;
        }

        return [.. oldest.OrderBy(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Key)];
    }
}
