using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// What would become of the account if documents that are past due were paid, the oldest first: the whole file is evaluated without them. Each step is evaluated at
/// most once, however many deals ask. A document is paid as a whole, with all its instalments.
/// </summary>
internal sealed class PaymentTrials
{
    private static readonly CreditInput PipelineAmount = InputCatalogue.Named("pipeline_amount");
    private static readonly CreditInput PipelineWeighted = InputCatalogue.Named("pipeline_weighted");

    private readonly CreditFile _file;
    private readonly Situation _situation;
    private readonly Dictionary<int, CreditDecision> _decisions = [];
    private readonly Lazy<(List<string> Documents, int PastDueCount)> _owed;

    public PaymentTrials(Situation situation)
    {
        _situation = situation;
        _file = situation.Facts.File;
        // Most deals pass, and then nobody asks.
        _owed = new(() => Owed(situation.Facts), LazyThreadSafetyMode.None);
    }

    /// <summary>The documents that the customer owes: those that are past due, then the others, each the oldest first. Disputed ones are not expected to be paid.</summary>
    public IReadOnlyList<string> Documents => _owed.Value.Documents;

    /// <summary>How many of them are past due.</summary>
    public int PastDueCount => _owed.Value.PastDueCount;

    /// <summary>The decision if the oldest documents were paid.</summary>
    /// <param name="count">How many of them.</param>
    public CreditDecision After(int count)
    {
        if (!_decisions.TryGetValue(count, out var decision))
        {
            var paid = Documents.Take(count).ToHashSet(StringComparer.Ordinal);
            var file = _file with { OpenItems = [.. _file.OpenItems.Where(i => !paid.Contains(i.Document))], Prior = HandedOn };
            _decisions[count] = decision = CreditEvaluator.Decide(file, _situation.Policy, _situation.Given, isTrial: true);
            _situation.Facts.Time.Also(decision.NextMoment);
        }

        return decision;
    }

    /// <summary>Whether the policy makes something of open deals beside their own check: then a changed deal can change limit, score or holds.</summary>
    public bool DealsMatter => _situation.Policy.Exposure.Counts(BucketKind.Pipeline) || _situation.IsListed(PipelineAmount) || _situation.IsListed(PipelineWeighted);

    /// <summary>The check of a deal when it is changed, with everything that follows from that; null when it is no longer one to check.</summary>
    public DealCheck? Check(OpportunityRecord changed)
    {
        var file = _file with { Opportunities = [.. _file.Opportunities.Select(o => o.Key == changed.Key ? changed : o)], Prior = HandedOn };
        var decision = CreditEvaluator.Decide(file, _situation.Policy, _situation.Given, isTrial: true);
        _situation.Facts.Time.Also(decision.NextMoment);
        return decision.Deals.FirstOrDefault(d => d.OpportunityKey == changed.Key);
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

    /// <summary>The oldest documents in words: "R-1, R-2 and R-3", "R-1, R-2, R-3 and 4 more documents".</summary>
    public string NamesOf(int count) => count switch
    {
        1 => Documents[0],
        <= 4 => $"{string.Join(", ", Documents.Take(count - 1))} and {Documents[count - 1]}",
        _ => $"{string.Join(", ", Documents.Take(3))} and {count - 3} more documents",
    };

    // The customer pays after this decision: a hold that begins today lasts until it is released, and the limit changes from where it stands today.
    private PriorStanding HandedOn => _file.Prior with
    {
        DecidedOn = _file.AsOf.BusinessDate,
        Band = _situation.Band?.Name,
        Limit = _situation.StandingLimit,
        Holds = _situation.HoldReasons.Select(h => (h.Rule, h.Since)).Concat(_situation.LiftedHolds.Select(h => (h.Rule, h.Since))).Where(h => h.Since is not null)
            .GroupBy(h => h.Rule, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Since!.Value, StringComparer.Ordinal),
        Pending = _situation.PendingHolds.GroupBy(h => h.Rule, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Since, StringComparer.Ordinal),
        EndedOverrides = [.. _situation.Overrides.Standings.Where(o => o.State == OverrideState.Ended).Select(o => o.Key)],
        EndedBy = PriorStanding.EndedIn(_situation.Overrides.Standings),
    };

    private static (List<string> Documents, int PastDueCount) Owed(FactSheet facts)
    {
        var oldest = new Dictionary<string, (bool NotPastDue, DateOnly DueOn)>(StringComparer.Ordinal);
        foreach (var item in facts.Owed)
        {
            if (item.Disputed)
                continue;
            var place = (NotPastDue: !facts.IsPastDue(item), item.DueOn);
            if (!oldest.TryGetValue(item.Document, out var known) || place.CompareTo(known) < 0)
                oldest[item.Document] = place;
        }

        return ([.. oldest.OrderBy(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Key)], oldest.Count(d => !d.Value.NotPastDue));
    }
}
