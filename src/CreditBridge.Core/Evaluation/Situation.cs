using System.Collections.ObjectModel;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Exposures;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Groups;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Evaluation.Overrides;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation;

/// <summary>
/// One evaluation in progress: the facts, and the results of the steps so far. Inputs are read through it, each at most once. Mutable, used by one thread, and gone
/// when the decision is made.
/// </summary>
public sealed class Situation
{
    private static readonly CreditInput ExposureInput = InputCatalogue.Named("exposure");

    private static readonly CreditInput GroupExposureInput = InputCatalogue.Named("group_exposure");

    private readonly Reading[] _readings;
    private readonly bool[] _read;
    private readonly bool[] _listed;
    private readonly bool[] _unknown;
    private ExposureSheet? _exposure;
    private ExposureSheet? _knownExposure;
    private OrderBook? _orders;
    private Pipeline? _pipeline;
    private SecurityBook? _securities;
    private GroupSheet? _group;
    private OverrideBook? _overrides;
    private DealSelector? _deals;

    /// <summary>Begins an evaluation.</summary>
    /// <param name="facts">The prepared file.</param>
    /// <param name="policy">The policy to apply.</param>
    /// <param name="given">Values that stand in for what the file says: an example, or a question "what if"; null for none.</param>
    internal Situation(FactSheet facts, CreditPolicy policy, IReadOnlyDictionary<CreditInput, Reading>? given = null)
    {
        Facts = facts;
        Policy = policy;
        Given = given;
        _readings = new Reading[policy.Inputs.Count];
        _read = new bool[policy.Inputs.Count];
        _listed = new bool[policy.Inputs.Count];
        _unknown = new bool[policy.Inputs.Count];
        foreach (var (input, reading) in given ?? ReadOnlyDictionary<CreditInput, Reading>.Empty)
            (_readings[input.Index], _read[input.Index]) = (reading, true);
    }

    /// <summary>The prepared file.</summary>
    public FactSheet Facts { get; }

    /// <summary>The policy that is applied.</summary>
    public CreditPolicy Policy { get; }

    /// <summary>Values that stand in for what the file says; null for none.</summary>
    internal IReadOnlyDictionary<CreditInput, Reading>? Given { get; }

    /// <summary>Whether only the answer is wanted, for a question "what if": then no counter-offers are looked for.</summary>
    internal bool IsTrial { get; init; }

    internal ScoreResult? Score { get; set; }

    internal Band? Band { get; set; }

    internal CreditLimit Limit { get; set; }

    /// <summary>The limit that the policy stands by, before exceptions and the group's limit: the next decision's change is measured against it.</summary>
    internal CreditLimit StandingLimit { get; set; }

    internal ProposedLimit? ProposedLimit { get; set; }

    /// <summary>What the automatic raise added to the limit; zero when nothing.</summary>
    internal decimal Raised { get; set; }

    internal IReadOnlyList<HoldReason> HoldReasons { get; set; } = [];

    internal List<AppliedVeto> Vetoes { get; } = [];

    internal BandRange? PossibleBands { get; set; }

    internal MostTelling? MostTelling { get; set; }

    /// <summary>What speaks against the customer.</summary>
    internal ReasonList Reasons { get; } = new();

    /// <summary>What keeps the holds beside their own conditions.</summary>
    internal IReadOnlyList<string> HoldsKeptBy { get; set; } = [];

    internal IReadOnlyList<LiftedHold> LiftedHolds { get; set; } = [];

    internal IReadOnlyList<PendingHold> PendingHolds { get; set; } = [];

    /// <summary>The exceptions; known from the limit on.</summary>
    internal OverrideBook Overrides => _overrides ??= new OverrideBook(this);

    /// <summary>What a person should look at beside deals.</summary>
    internal List<string> ReviewRequests { get; } = [];

    /// <summary>What a person should know about how well the answer is founded.</summary>
    internal NoteList Notes { get; } = new();

    /// <summary>How many divisions by zero there were; each gives a missing value, and whoever needed it notes it.</summary>
    internal int ZeroDivisions { get; set; }

    /// <summary>Whether missing numbers that an expression names count as 0; only while a factor that wants it so is rated.</summary>
    internal bool MissingCountsAsZero { get; set; }

    /// <summary>
    /// How often something was read that nobody can tell, for want of an exchange rate or because a record could not be read. What was worked out while the count went up rests on it, and is unknown too: a figure,
    /// the score, the limit, whether a condition holds.
    /// </summary>
    internal int UnknownReads { get; set; }

    /// <summary>Whether inputs show what is known of them when a part cannot be converted, instead of nothing; only while it is asked what that part alone calls for.</summary>
    internal bool ShowsKnownPart { get; set; }

    /// <summary>Whether "and" and "or" leave out a side that is unknown for want of an exchange rate; only while it is asked what the other side alone calls for.</summary>
    internal bool LeavesOutUnknown { get; set; }

    /// <summary>Whether something was asked of the group that cannot be told.</summary>
    private bool GroupIsUnknown { get; set; }

    /// <summary>Whether the score cannot be told for want of an exchange rate.</summary>
    internal bool ScoreIsUnknown { get; set; }

    /// <summary>Whether the limit cannot be told for want of an exchange rate; that is not the same as a limit that nobody has set.</summary>
    internal bool LimitIsUnknown { get; set; }

    /// <summary>Whether a rule for holds cannot be told for want of an exchange rate.</summary>
    internal bool HoldIsUnknown { get; set; }

    /// <summary>Whether figures that a decision rests on are unknown for want of an exchange rate, so that a person has to look.</summary>
    internal bool LacksRates => (Facts.Unconverted & ~(AmountGroups.Pipeline | AmountGroups.Paid)) != AmountGroups.None
        || (Facts.Unconverted.HasFlag(AmountGroups.Pipeline) && Policy.Exposure.Counts(BucketKind.Pipeline))
        || (!LacksRecords && !LacksCustomers && (IsUnknown() || (IsBoundByGroup && GroupHeadroom is null)));

    /// <summary>Whether records of the account's customers, or of those of its group where the answer rests on that, could not be read, so that figures are unknown and a person has to look.</summary>
    internal bool LacksRecords => Facts.File.HasUnreadable() || (RestsOnGroup && Facts.File.HasUnreadableMember());

    /// <summary>Whether no ERP delivers a customer that the account, or one of its group where the answer rests on that, names, so that figures are unknown and a person has to look.</summary>
    internal bool LacksCustomers => Facts.File.HasUndelivered() || (RestsOnGroup && Facts.File.HasUndeliveredMember());

    private bool RestsOnGroup => IsBoundByGroup || (GroupIsUnknown && IsUnknown());

    private bool IsUnknown() => ScoreIsUnknown || LimitIsUnknown || HoldIsUnknown;

    /// <summary>Why something is unknown, behind "because" or "while".</summary>
    internal string WhyUnknown => LacksRecords ? "records of the ERP cannot be read" : LacksCustomers ? "a customer key is in no ERP" : "an exchange rate is missing";

    /// <summary>Says what is missing and what to do; only for a situation that <see cref="LacksRates"/>.</summary>
    internal string MissingRates => $"There is no exchange rate {string.Join(", ", Facts.Rates.Missing.Select(p => $"{p.From}→{p.To}"))} on or before the day of this check, so that not everything can be told. {FactSheet.RatesStep}";

    /// <summary>Something is unknown for want of an exchange rate.</summary>
    internal Reading Unknown()
    {
        UnknownReads++;
        return Reading.Missing;
    }

    /// <summary>What the account owes or may come to owe, by bucket.</summary>
    internal ExposureSheet Exposure => ShowsKnownPart ? _knownExposure ??= new ExposureSheet(this) : _exposure ??= new ExposureSheet(this);

    /// <summary>What counts against the limit.</summary>
    internal decimal ExposureTotal => Peek(ExposureInput).Number ?? 0m;

    internal OrderBook Orders => _orders ??= new OrderBook(Facts, Policy.Exposure);

    /// <summary>Which deals are checked, and how probable each is.</summary>
    internal DealSelector Deals => _deals ??= new DealSelector(Policy.Proposals.Checked, Facts.File.Stages);

    internal Pipeline Pipeline => _pipeline ??= new Pipeline(Facts, Policy, Deals);

    internal SecurityBook Securities => _securities ??= new SecurityBook(Facts, Policy.Exposure);

    /// <summary>The limit of the previous decision in today's currency; not set when there was none or no rate leads there.</summary>
    internal CreditLimit PriorLimit
    {
        get
        {
            var prior = Facts.File.Prior.Limit;
            if (!prior.TryGetAmount(out var amount))
                return prior;
            var converted = Facts.Rates.ConvertQuietly(Bounded.Amount(amount.Amount, out _), amount.Currency, Facts.Currency);
            // Bounded once more: what is left of an amount too small for six decimals is no limit.
            return converted is { } known && Bounded.Amount(known, out _) is > 0m and var limit ? CreditLimit.Of(new Money(limit, Facts.Currency)) : CreditLimit.NotSet;
        }
    }

    /// <summary>What the group owes together; null when the account is in none.</summary>
    internal GroupSheet? Group => Facts.File.Group is { } group ? _group ??= new GroupSheet(this, group) : null;

    /// <summary>Limit of the whole group; not set when the account is in none or the policy has no group limit.</summary>
    internal CreditLimit GroupLimit { get; set; }

    /// <summary>Whether the account has no ceiling of its own and the policy leaves such members out of the group's limit.</summary>
    internal bool IsExemptFromGroup { get; set; }

    /// <summary>What is left of the group's limit; null when it is no ceiling or cannot be told.</summary>
    internal decimal? GroupHeadroom => Group is null || Peek(GroupExposureInput).Number is not { } owed ? null : Remaining(GroupLimit, owed);

    /// <summary>Limit less exposure, or what is left of the group's limit where that is less; null when there is no ceiling or something needed is unknown.</summary>
    internal decimal? Headroom => Left(ExposureTotal);

    /// <summary>What would be left of the limit and of the group's if the account's exposure were this; null when there is no ceiling or something needed is unknown.</summary>
    internal decimal? Left(decimal exposure)
    {
        // The exposure first: only then is it known whether it is complete.
        var now = ExposureTotal;
        if (!Facts.IsComplete)
            return null;
        var own = Remaining(Limit, exposure);
        if (!IsBoundByGroup)
            return own;
        return GroupHeadroom is not { } group ? null : own is { } left ? Math.Min(left, group - (exposure - now)) : group - (exposure - now);
    }

    /// <summary>The longest terms that need no approval: those of the band, or shorter ones on which credit has granted the limit.</summary>
    internal PaymentTerms LongestTerms
    {
        get
        {
            var longest = Policy.LongestTerms(Band);
            foreach (var grant in Overrides.BehindLimit)
            {
                if (grant.Record.LongestTerms is { } granted && granted < longest)
                    longest = granted;
            }

            return longest;
        }
    }

    /// <summary>Whether the group has a limit that binds this account.</summary>
    internal bool IsBoundByGroup =>
        GroupLimit.Kind is CreditLimitKind.Amount or CreditLimitKind.None && Limit.Kind != CreditLimitKind.NotSet && !IsExemptFromGroup;

    /// <summary>The value of an input, which is listed among the inputs of the decision.</summary>
    internal Reading Read(CreditInput input)
    {
        _listed[input.Index] = true;
        return Peek(input);
    }

    /// <summary>Whether something that counts was made of the input.</summary>
    internal bool IsListed(CreditInput input) => _listed[input.Index];

    /// <summary>The value of an input that another figure is made of: it is not listed for that alone.</summary>
    internal Reading Peek(CreditInput input)
    {
        if (!_read[input.Index])
        {
            // An input that is made of others reads them as they are.
            (var zeros, MissingCountsAsZero) = (MissingCountsAsZero, false);
            (var known, ShowsKnownPart) = (ShowsKnownPart, false);
            var before = UnknownReads;
            var reading = input.Read(this);
            // Also when it has a value: a sum of what happens to be convertible is a wrong figure.
            _unknown[input.Index] = UnknownReads > before || (Facts.Unknown & input.Amounts) != AmountGroups.None || IsUnknown(input.Stage) || Facts.File.Leaves(input);
            GroupIsUnknown |= _unknown[input.Index] && input.Source == InputSource.Group;
            _readings[input.Index] = _unknown[input.Index] ? Reading.Missing : reading;
            _read[input.Index] = true;
            UnknownReads = before;
            (MissingCountsAsZero, ShowsKnownPart) = (zeros, known);
        }

        if (!_unknown[input.Index])
            return _readings[input.Index];
        UnknownReads++;
        return ShowsKnownPart ? input.Read(this) : Reading.Missing;
    }

    /// <summary>Whether the input cannot be told for want of an exchange rate.</summary>
    internal bool IsUnknown(CreditInput input)
    {
        Peek(input);
        return _unknown[input.Index];
    }

    private bool IsUnknown(InputStage stage) => (stage == InputStage.Score && ScoreIsUnknown) || (stage == InputStage.Limit && LimitIsUnknown);

    /// <summary>An amount that the policy names, in the decision's currency; null when no rate leads there.</summary>
    internal decimal? FromPolicy(decimal amount) => Facts.Rates.Convert(amount, Policy.Currency, Facts.Currency);

    /// <summary>An amount in the policy's currency; null when no rate leads there.</summary>
    internal decimal? ToPolicy(decimal amount) => Facts.Rates.Convert(amount, Facts.Currency, Policy.Currency) ?? Unknown().Number;

    /// <summary>Adds a note to the decision.</summary>
    /// <param name="code">Stable code, lower case with underscores.</param>
    /// <param name="text">What happened and what to do.</param>
    internal void Note(string code, string text) => Notes.Add(code, text);

    /// <summary>An amount for people.</summary>
    internal string Display(decimal amount) => new Money(amount, Facts.Currency).ToDisplay();

    private static decimal? Remaining(CreditLimit limit, decimal exposure) => limit.Kind switch
    {
        CreditLimitKind.None => -exposure,
        CreditLimitKind.Amount when limit.TryGetAmount(out var amount) => amount.Amount - exposure,
        _ => null,
    };

    /// <summary>The value of an input for people.</summary>
    internal string Display(CreditInput input) => Read(input) is var reading && _unknown[input.Index] ? input.Unit == InputUnit.Amount ? "an amount that cannot be told" : "unknown"
        : input.Display(reading, Facts.Currency);

    /// <summary>Everything that was read, in the order of the catalogue.</summary>
    /// <remarks>Put into words when somebody reads it: most decisions are compared, and few are read.</remarks>
    internal IReadOnlyList<InputValue> Inputs
    {
        get
        {
            var listed = new List<(CreditInput Input, Reading Reading)>();
            for (var i = 0; i < _listed.Length; i++)
            {
                if (_listed[i])
                    listed.Add((Policy.Inputs[i], _readings[i]));
            }

            var currency = Facts.Currency;
            return new LateList<InputValue>(() => listed.ConvertAll(l => new InputValue(l.Input.Name, l.Reading.IsMissing ? null : l.Input.Display(l.Reading, currency))));
        }
    }
}
