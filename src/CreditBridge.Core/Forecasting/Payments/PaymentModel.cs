namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// What was learned, up to the end of a day, about how customers pay: the pool of all of them, and what traits do. A single customer's pace comes from <see cref="PaceOf"/>,
/// with its own invoices. Deterministic.
/// </summary>
public sealed class PaymentModel
{
    private readonly TraitEffects _effects;

    private PaymentModel(DateOnly knownOn, PaymentSettings settings, PaymentCurve pool, double poolCountsAs, TraitEffects effects)
    {
        PoolCountsAs = poolCountsAs;
        KnownOn = knownOn;
        Settings = settings;
        Pool = pool;
        _effects = effects;
    }

    /// <summary>The day up to whose end everything is known, and nothing later.</summary>
    public DateOnly KnownOn { get; }

    /// <summary>How it was learned.</summary>
    public PaymentSettings Settings { get; }

    /// <summary>How customers pay as a whole.</summary>
    public PaymentCurve Pool { get; }

    /// <summary>As how many invoices of a customer's own the pool counts.</summary>
    public double PoolCountsAs { get; }

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
        var whole = new PaymentTally();
        var byTraits = new Dictionary<string, PaymentTally>(StringComparer.Ordinal);
        var count = 0;
        foreach (var item in items)
        {
            if (item.KnownOn(KnownOn) is not { } known)
                continue;
            var weight = WeightOf(known, KnownOn, Settings);
            whole.Add(known, KnownOn, weight);
            count++;
            if (Settings.TraitNames.Count == 0)
                continue;
            if (!byTraits.TryGetValue(known.TraitKey, out var tally))
                byTraits.Add(known.TraitKey, tally = new PaymentTally());
            tally.Add(known, KnownOn, weight);
        }

        return new CustomerPace(this, Pool.After(whole, PoolCountsAs), byTraits, count);
    }

    internal double EffectOf(IReadOnlyList<string> traits) => _effects.Of(traits);

    private static double WeightOf(PaymentItem item, DateOnly knownOn, PaymentSettings settings) =>
        settings.HalfLifeDays <= 0 ? 1d : Math.Pow(0.5d, Math.Max(0, knownOn.DayNumber - item.IssuedOn.DayNumber) / (double)settings.HalfLifeDays);

    /// <summary>Takes customers in, one after the other; of each, only counts stay in memory.</summary>
    /// <param name="knownOn">The day up to whose end everything is known.</param>
    /// <param name="settings">How to learn.</param>
    public sealed class Learner(DateOnly knownOn, PaymentSettings settings)
    {
        private readonly PaymentTally _pool = new();
        private readonly List<(double Count, double Late, List<(IReadOnlyList<string> Traits, double Count, double Late)> Cells)> _customers = [];
        private long _items;
        private long _decided;
        private double _count;
        private double _late;

        /// <summary>Takes in the invoices of one customer.</summary>
        public void Add(IEnumerable<PaymentItem> items)
        {
            ArgumentNullException.ThrowIfNull(items);
            var (count, late) = (0d, 0d);
            var cells = new Dictionary<string, (IReadOnlyList<string> Traits, double Count, double Late)>(StringComparer.Ordinal);
            foreach (var item in items)
            {
                if (item.KnownOn(knownOn) is not { } known)
                    continue;
                var weight = WeightOf(known, knownOn, settings);
                _pool.Add(known, knownOn, weight);
                _items++;

                // Before its due day is over, only those that pay early would be counted.
                if (known.DueOn.DayNumber + settings.GraceDays > knownOn.DayNumber || known.IsLateOn(knownOn, settings.GraceDays) is not { } isLate)
                    continue;
                _decided++;
                count += weight;
                late += isLate ? weight : 0d;
                var cell = cells.GetValueOrDefault(known.TraitKey, (Traits: known.Traits, Count: 0d, Late: 0d));
                cells[known.TraitKey] = (cell.Traits, cell.Count + weight, cell.Late + (isLate ? weight : 0d));
            }

            _count += count;
            _late += late;
            if (cells.Count > 0)
                _customers.Add((count, late, [.. cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value)]));
        }

        /// <summary>What was learned.</summary>
        public PaymentModel Learn()
        {
            // One invoice's worth of the assumption keeps a pool of one invoice from being certain of anything.
            var pool = PaymentCurve.Assumed.After(_pool, 1d);
            double? share = _count > 0d ? _late / _count : null;
            var prior = pool.OpenAfter(settings.GraceDays);
            var countsAs = settings.PoolCountsAs ?? CustomerSpread.Of([.. _customers.Select(c => (c.Count, c.Late))], prior);
            var cells = new List<TraitCell>();
            foreach (var customer in settings.TraitNames.Count == 0 ? [] : _customers)
            {
                var own = Math.Clamp((customer.Late + countsAs * prior) / (customer.Count + countsAs), 0.001d, 0.999d);
                cells.AddRange(customer.Cells.Select(c => new TraitCell(c.Traits, Math.Log(own / (1d - own)), c.Count, c.Late)));
            }

            return new PaymentModel(knownOn, settings, pool, countsAs, TraitEffects.Learn(cells, settings.TraitNames.Count, share ?? 0.5d, settings.TraitsHeldBackBy))
            {
                Items = _items,
                Decided = _decided,
                LateShare = share,
            };
        }
    }
}

/// <summary>What a value of a trait does to the odds of being paid late.</summary>
/// <param name="Trait">Name of the trait.</param>
/// <param name="Value">The value.</param>
/// <param name="Odds">What the odds are multiplied by, compared with the customer's other invoices.</param>
public sealed record TraitEffect(string Trait, string Value, double Odds);
