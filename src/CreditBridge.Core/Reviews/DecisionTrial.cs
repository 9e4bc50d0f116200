using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Reviews;

/// <summary>What a decision would make of the account: evaluated with what it grants and without what it ends. Asked before the decision is noted.</summary>
/// <param name="context">The planning.</param>
/// <param name="earlier">What people have granted before.</param>
/// <param name="grants">The exceptions that the decision would become.</param>
/// <param name="ended">The exceptions that the decision would end.</param>
internal sealed class DecisionTrial(ReviewContext context, EarlierGrants earlier, IReadOnlyList<OverrideRecord> grants, IReadOnlyList<OverrideRecord> ended)
{
    private Situation? _then;
    private IReadOnlyList<string>? _endedHolds;
    private IReadOnlyList<string>? _doubtfulHolds;

    /// <summary>The exceptions that the decision would become.</summary>
    public IReadOnlyList<OverrideRecord> Grants => grants;

    /// <summary>The day after which this is so; null when it is at once.</summary>
    public DateOnly? LastDay { get; private init; }

    /// <summary>The account with the decision.</summary>
    public Situation Then => _then ??= Evaluated([.. ended, .. grants]);

    /// <summary>
    /// The holds that stand now (or, where none does, are lifted) and would end through the decision without being lifted, by their rules. Those that would end without it, too, are not its doing; neither are those of which that
    /// cannot be told: they stay.
    /// </summary>
    public IReadOnlyList<string> EndedHolds => _endedHolds ??= FindEndedHolds();

    /// <summary>
    /// The holds that stand only because figures are unknown, with the decision: what is known calls for them without it, and not with it. Whether they end is told when the figures are known.
    /// </summary>
    public IReadOnlyList<string> DoubtfulHolds => _doubtfulHolds ??= FindDoubtfulHolds();

    /// <summary>Whether the account is on hold now.</summary>
    public bool IsOnHold => context.Given.Decision.OnHold;

    /// <summary>Whether the decision ends the last hold of the account; a lifted one, which would come back when that is over, too.</summary>
    public bool EndsTheHold => EndedHolds.Count > 0 && !StaysOnHold(Then);

    /// <summary>That holds end with the decision, in a sentence; null when none does.</summary>
    public string? Says => EndedHolds.Count == 0 || !IsOnHold ? null
        : $"The {InWords(EndedHolds)} {(EndedHolds.Count == 1 ? "ends" : "end")} with that{(EndsTheHold ? "" : $"; the account stays on hold: {Quoted(Then.HoldReasons.Select(h => h.Rule))}")}.";

    /// <summary>Holds in words: "hold 'far over the limit'".</summary>
    public static string InWords(IReadOnlyList<string> rules) => $"{(rules.Count == 1 ? "hold" : "holds")} {Quoted(rules)}";

    /// <summary>The same decision when what it grants for too short a time is over.</summary>
    /// <param name="gone">Of what it grants, what does not last.</param>
    public DecisionTrial After(IReadOnlyList<OverrideRecord> gone) =>
        gone.Count == 0 ? this : new DecisionTrial(context, earlier, [.. grants.Except(gone)], [.. ended, .. gone.Select(g => g with { EndedOn = context.Today })])
        {
            LastDay = EndsTheHold ? null : gone.Min(g => g.ExpiresOn),
        };

    /// <summary>Whether the account would stay on hold if the decision named another limit.</summary>
    /// <param name="limit">The limit, in the decision's currency.</param>
    public bool StaysOnHoldWith(Money limit)
    {
        var standing = context.Given.Decision.StandingLimit ?? context.Given.Decision.Limit;
        var effect = standing.TryGetAmount(out var now) && context.In(limit, now.Currency) < now.Amount ? OverrideEffect.LowerLimit : OverrideEffect.RaiseLimit;
        var others = grants.Select(g => g.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit ? g with { Effect = effect, AmountCap = limit } : g);
        return StaysOnHold(Evaluated([.. ended, .. others]));
    }

    private static string Quoted(IEnumerable<string> rules) => string.Join(" and ", rules.Select(r => $"'{r}'"));

    private List<string> FindEndedHolds()
    {
        if (grants.Count == 0 && ended.Count == 0)
            return [];
        var now = IsOnHold ? context.Given.Decision.HoldReasons.Select(h => h.Rule) : context.Given.Decision.LiftedHolds.Select(h => h.Rule);
        var over = now.Except(Then.HoldReasons.Select(h => h.Rule)).Except(Then.LiftedHolds.Select(h => h.Rule)).ToList();
        if (over.Count == 0)
            return [];
        var without = Evaluated([]);
        return [.. over.Intersect(IsOnHold ? without.HoldReasons.Select(h => h.Rule) : without.LiftedHolds.Select(h => h.Rule))];
    }

    // Of an account whose holds are all lifted: whether one would be left when that is over.
    private bool StaysOnHold(Situation situation) => situation.HoldReasons.Count > 0 || (!IsOnHold && situation.LiftedHolds.Count > 0);

    private List<string> FindDoubtfulHolds()
    {
        if (!context.Given.Decision.OnHold || (grants.Count == 0 && ended.Count == 0) || EndsTheHold || Then is { Facts.IsComplete: true, HoldIsUnknown: false })
            return [];
        return Evaluated([.. ended, .. grants], goesOn: false).HoldReasons.Count > 0 ? []
            : [.. context.Given.Decision.HoldReasons.Select(h => h.Rule).Intersect(Evaluated([], goesOn: false).HoldReasons.Select(h => h.Rule))];
    }

    // As the next evaluation has it: what holds the account now goes on until its own end, also while that cannot be told.
    private Situation Evaluated(IReadOnlyList<OverrideRecord> changed, bool goesOn = true)
    {
        var (given, now) = (context.Given, goesOn ? PriorStanding.Of(context.Given.Decision) : PriorStanding.None);
        var prior = given.File.Prior with { Holds = now.Holds, LiftedHolds = now.LiftedHolds, Pending = now.Pending };
        var file = (given.File with { AsOf = given.Now, Prior = prior, Overrides = earlier.With(changed) }).InOrder();
        var situation = new Situation(new FactSheet(file, context.Policy), context.Policy) { IsTrial = true };
        CreditEvaluator.Decide(situation);
        return situation;
    }
}
