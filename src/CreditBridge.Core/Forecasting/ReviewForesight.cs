using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>A deal that has reached the step, and whether it needed a review there.</summary>
internal readonly record struct ReachedDeal(string Key, string AccountKey, DateOnly Day, bool NeededReview);

/// <summary>
/// How far "the policy would ask for a review today" holds until a deal reaches the step: customers change, and so do deals. Deals that have reached it lately are asked about as of
/// two weeks before, from the credit file that the account had then, and compared with what came.
/// </summary>
/// <param name="decisions">Decisions of the past with their files.</param>
/// <param name="zone">The company's time zone.</param>
internal sealed class ReviewForesight(IDecisionStore decisions, TimeZoneInfo zone)
{
    // The newest that are compared, and how long before the step they are asked about.
    private const int MostCompared = 200;
    private const int LeadDays = 14;

    // What is assumed counts like ten deals: nine of ten that would need a review today will need it then, and of the others half as many as of all deals.
    private const double PriorDeals = 10;
    private const double PriorOfYes = 0.9;
    private const double PriorOfNo = 0.5;

    private readonly Dictionary<string, (bool Said, bool Needed)?> _compared = new(StringComparer.Ordinal);
    private string _policy = "";
    private (int Compared, int Needed) _yes;
    private (int Compared, int Needed) _no;

    /// <summary>Compares what was not compared yet. Another policy is another question: everything is compared anew.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="reached">Deals that have reached the step since reviews are kept, in any order.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task CompareAsync(CreditPolicy policy, IEnumerable<ReachedDeal> reached, CancellationToken cancellationToken)
    {
        if (_policy != policy.VersionText)
            _compared.Clear();
        _policy = policy.VersionText;
        var newest = reached.OrderByDescending(d => d.Day).ThenBy(d => d.Key, StringComparer.Ordinal).Take(MostCompared).ToList();
        var keys = newest.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _compared.Keys.Where(k => !keys.Contains(k)).ToList())
            _compared.Remove(gone);
        foreach (var deal in newest)
        {
            if (!_compared.TryGetValue(deal.Key, out var known) || (known is { } before && before.Needed != deal.NeededReview))
                _compared[deal.Key] = await AskAsync(policy, deal, cancellationToken);
        }

        (_yes, _no) = (Counted(true), Counted(false));

        (int, int) Counted(bool said) => (_compared.Values.Count(c => c?.Said == said), _compared.Values.Count(c => c is { Needed: true } && c.Value.Said == said));
    }

    /// <summary>Chance, 0 to 1, that a deal will need a review at the step.</summary>
    /// <param name="needsNow">Whether it would today.</param>
    /// <param name="share">Share, 0 to 1, of all deals that need one.</param>
    public double Chance(bool needsNow, double share)
    {
        var (compared, needed) = needsNow ? _yes : _no;
        return (needed + (PriorDeals * (needsNow ? PriorOfYes : PriorOfNo * share))) / (compared + PriorDeals);
    }

    // Null when nothing was known of the deal then, or the answer was that nobody can tell.
    private async Task<(bool Said, bool Needed)?> AskAsync(CreditPolicy policy, ReachedDeal deal, CancellationToken cancellationToken)
    {
        var day = deal.Day.AddDays(-LeadDays);
        var moment = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        if (await decisions.GetAtAsync(deal.AccountKey, moment, cancellationToken) is not { } stood)
            return null;
        try
        {
            var file = DecisionCodec.DecodeFile(stood) with { AsOf = AsOf.At(moment, zone) };
            return ReviewLikelihood.Of(policy, file, new HashSet<string>(StringComparer.Ordinal) { deal.Key }) is [{ NeedsReview: { } said }] ? (said, deal.NeededReview) : null;
        }
#pragma warning disable CA1031 // One account that reveals a defect must not keep the others from being forecast; it is not compared.
        catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
