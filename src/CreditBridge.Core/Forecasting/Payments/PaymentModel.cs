namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// What was learned, up to the end of a day, about how customers pay: the pool of all of them, their usual days, and what traits do. A single customer's pace comes from
/// <see cref="PaceOf"/>, with its own invoices. Deterministic.
/// </summary>
public sealed class PaymentModel
{
    // As how many of its own invoices the way others pay around their usual day counts against the way this customer does.
    private const double AroundCountsAs = 20d;
    private const double Certain = 0.001d;

    private readonly UsualDays? _usual;
    private readonly TraitEffects _effects;

    private PaymentModel(DateOnly knownOn, PaymentSettings settings, PaymentCurve pool, double poolCountsAs, UsualDays? usual, TraitEffects effects)
    {
        PoolCountsAs = poolCountsAs;
        KnownOn = knownOn;
        Settings = settings;
        Pool = pool;
        _usual = usual;
        _effects = effects;
    }

    /// <summary>The day up to whose end everything is known, and nothing later.</summary>
    public DateOnly KnownOn { get; }

    /// <summary>How it was learned.</summary>
    public PaymentSettings Settings { get; }

    /// <summary>How customers pay as a whole.</summary>
    public PaymentCurve Pool { get; }

    /// <summary>As how many invoices of a customer's own the pool counts for its share of late invoices.</summary>
    public double PoolCountsAs { get; }

    /// <summary>Whether customers are judged by the day on which they usually pay; otherwise by their share of late invoices.</summary>
    public bool ByUsualDay => _usual is not null;

    /// <summary>Why: which of the two would have done better of late. Null when it was stated, or when there are too few invoices to tell.</summary>
    public PaymentTrial? Trial { get; private init; }

    /// <summary>How many invoices it was learned from.</summary>
    public long Items { get; private init; }

    /// <summary>How many of them were known to be paid late or in time.</summary>
    public long Decided { get; private init; }

    /// <summary>Of these, the share that was late; null without any.</summary>
    public double? LateShare { get; private init; }

    /// <summary>What each value of a trait does to the odds of being paid late: 2 doubles them.</summary>
    public IReadOnlyList<TraitEffect> TraitOdds =>
        [.. _effects.All.Where(e => e.Trait < Settings.TraitNames.Count).Select(e => new TraitEffect(Settings.TraitNames[e.Trait], e.Value, e.Odds))];

    /// <summary>How one customer pays.</summary>
    /// <param name="items">All its invoices; what was not known on <see cref="KnownOn"/> is not looked at.</param>
    public CustomerPace PaceOf(IReadOnlyList<PaymentItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return PaceOfFacts([.. items.Select(i => PaymentFact.Of(i, KnownOn)).OfType<PaymentFact>()]);
    }

    internal CustomerPace PaceOfFacts(IReadOnlyList<PaymentFact> facts)
    {
        var whole = new PaymentTally();
        var byTraits = new Dictionary<string, PaymentTally>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            var weight = WeightOf(fact, KnownOn, Settings);
            whole.Add(fact, KnownOn.DayNumber, weight);
            if (Settings.TraitNames.Count == 0)
                continue;
            if (!byTraits.TryGetValue(fact.TraitKey, out var tally))
                byTraits.Add(fact.TraitKey, tally = new PaymentTally());
            tally.Add(fact, KnownOn.DayNumber, weight);
        }

        return new CustomerPace(this, CurveOf(whole, Pool, PoolCountsAs, _usual, _effects.Level), byTraits, facts.Count) { UsualDay = _usual?.Of(whole) };
    }

    internal double EffectOf(IReadOnlyList<string> traits) => _effects.Of(traits);

    /// <summary>Learns from facts that were known at the end of a day.</summary>
    internal static PaymentModel Learn(IReadOnlyList<IReadOnlyList<PaymentFact>> customers, DateOnly knownOn, PaymentSettings settings, bool byUsualDay, PaymentTrial? trial = null)
    {
        var today = knownOn.DayNumber;
        var pooled = new PaymentTally();
        var counts = new List<(double Count, double Late)>();
        var (items, decided, count, late) = (0L, 0L, 0d, 0d);
        foreach (var customer in customers)
        {
            var (ownCount, ownLate) = (0d, 0d);
            foreach (var fact in customer)
            {
                var weight = WeightOf(fact, knownOn, settings);
                pooled.Add(fact, today, weight);
                items++;
                if (fact.IsLateOn(today, settings.GraceDays) is not { } isLate)
                    continue;
                decided++;
                ownCount += weight;
                ownLate += isLate ? weight : 0d;
            }

            count += ownCount;
            late += ownLate;
            if (ownCount > 0d)
                counts.Add((ownCount, ownLate));
        }

        // One invoice's worth of the assumption keeps a pool of one invoice from being certain of anything.
        var pool = PaymentCurve.Assumed.After(pooled, 1d);
        double? share = count > 0d ? late / count : null;
        var poolCountsAs = settings.PoolCountsAs ?? CustomerSpread.Of(counts, pool.OpenAfter(settings.GraceDays));
        var usual = byUsualDay ? UsualDays.Learn(pool, customers, today, fact => WeightOf(fact, knownOn, settings)) : null;
        var cells = usual is null && settings.TraitNames.Count == 0 ? [] : CellsOf(customers, knownOn, settings, pool, poolCountsAs, usual);
        var effects = TraitEffects.Learn(cells, settings.TraitNames.Count, share ?? 0.5d, settings.TraitsHeldBackBy, withLevel: usual is not null);
        return new PaymentModel(knownOn, settings, pool, poolCountsAs, usual, effects) { Trial = trial, Items = items, Decided = decided, LateShare = share };
    }

    private static PaymentCurve CurveOf(PaymentTally own, PaymentCurve pool, double poolCountsAs, UsualDays? usual, double level) =>
        usual is null ? pool.After(own, poolCountsAs) : usual.CurveOf(own, level).After(own, AroundCountsAs);

    private static List<TraitCell> CellsOf(
        IReadOnlyList<IReadOnlyList<PaymentFact>> customers, DateOnly knownOn, PaymentSettings settings, PaymentCurve pool, double poolCountsAs, UsualDays? usual)
    {
        var result = new List<TraitCell>();
        var prior = pool.OpenAfter(settings.GraceDays);
        foreach (var customer in customers)
        {
            var cells = new SortedDictionary<string, (IReadOnlyList<string> Traits, double Count, double Late)>(StringComparer.Ordinal);
            foreach (var fact in customer)
            {
                if (fact.IsLateOn(knownOn.DayNumber, settings.GraceDays) is not { } isLate)
                    continue;
                var weight = WeightOf(fact, knownOn, settings);
                var (key, traits) = settings.TraitNames.Count == 0 ? ("", []) : (fact.TraitKey, fact.Traits);
                var cell = cells.GetValueOrDefault(key);
                cells[key] = (traits, cell.Count + weight, cell.Late + (isLate ? weight : 0d));
            }

            if (cells.Count == 0)
                continue;
            double own;
            if (usual is null)
                own = (cells.Values.Sum(c => c.Late) + poolCountsAs * prior) / (cells.Values.Sum(c => c.Count) + poolCountsAs);
            else
            {
                var tally = new PaymentTally();
                foreach (var fact in customer)
                    tally.Add(fact, knownOn.DayNumber, WeightOf(fact, knownOn, settings));
                own = CurveOf(tally, pool, poolCountsAs, usual, 0d).OpenAfter(settings.GraceDays);
            }

            own = Math.Clamp(own, Certain, 1d - Certain);
            result.AddRange(cells.Values.Select(c => new TraitCell(c.Traits, Math.Log(own / (1d - own)), c.Count, c.Late)));
        }

        return result;
    }

    private static double WeightOf(PaymentFact fact, DateOnly knownOn, PaymentSettings settings) =>
        settings.HalfLifeDays <= 0 ? 1d : Math.Pow(0.5d, Math.Max(0, knownOn.DayNumber - fact.Issued) / (double)settings.HalfLifeDays);

    /// <summary>Takes customers in, one after the other; of each invoice, its days stay in memory.</summary>
    /// <param name="knownOn">The day up to whose end everything is known.</param>
    /// <param name="settings">How to learn.</param>
    public sealed class Learner(DateOnly knownOn, PaymentSettings settings)
    {
        private readonly List<IReadOnlyList<PaymentFact>> _customers = [];

        /// <summary>Takes in the invoices of one customer.</summary>
        public void Add(IEnumerable<PaymentItem> items)
        {
            ArgumentNullException.ThrowIfNull(items);
            if (items.Select(i => PaymentFact.Of(i, knownOn)).OfType<PaymentFact>().ToArray() is { Length: > 0 } facts)
                _customers.Add(facts);
        }

        /// <summary>What was learned.</summary>
        public PaymentModel Learn()
        {
            var trial = settings.ByUsualDay is null ? PaymentTrial.Of(_customers, knownOn, settings) : null;
            return PaymentModel.Learn(_customers, knownOn, settings, settings.ByUsualDay ?? trial?.UsualDayWins ?? true, trial);
        }
    }
}

/// <summary>What a value of a trait does to the odds of being paid late.</summary>
/// <param name="Trait">Name of the trait.</param>
/// <param name="Value">The value.</param>
/// <param name="Odds">What the odds are multiplied by, compared with the customer's other invoices.</param>
public sealed record TraitEffect(string Trait, string Value, double Odds);
