using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>How old the open items are: everything that inputs need of their due dates, gathered in one pass.</summary>
internal sealed class AgingFigures
{
    /// <summary>Number of aging buckets: not due, 1 to 30 days, 31 to 60, 61 to 90, above.</summary>
    public const int Buckets = 5;

    private static readonly int[] Begins = [1, 31, 61, 91];

    private readonly Horizon _time;
    private readonly decimal[] _buckets = new decimal[Buckets];
    private readonly decimal[] _pastDue = new decimal[Buckets];
    private readonly decimal _agedPastDue;
    private NextChange _steps;

    public AgingFigures(FactSheet facts, ReceivablesPolicy policy)
    {
        _time = facts.Time;
        foreach (var item in facts.Owed)
        {
            var age = _time.AgeOf(item.DueOn);
            var bucket = 0;
            while (bucket < Begins.Length && age >= Begins[bucket])
                bucket++;
            if (bucket < Begins.Length)
                _steps.In(Begins[bucket] - age);
            _buckets[bucket] += item.Amount;
            Largest = Math.Max(Largest, item.Amount);
            if (!item.CanBePastDue)
                continue;
            _steps.In(policy.PastDueAfterDays + 1 - age);
            if (age <= policy.PastDueAfterDays)
                continue;
            _pastDue[bucket] += item.Uncovered;
            PastDue += item.Uncovered;
            _agedPastDue += item.Uncovered * age;
        }
    }

    /// <summary>The largest open item; zero when nothing is open.</summary>
    public decimal Largest { get; }

    private decimal PastDue { get; }

    /// <summary>The open amount of a bucket, by due date alone: the buckets add up to everything that is open.</summary>
    public decimal Bucket(int bucket)
    {
        _steps.Tell(_time);
        return _buckets[bucket];
    }

    /// <summary>What is past due under the policy from a bucket on.</summary>
    public decimal PastDueFrom(int bucket)
    {
        _steps.Tell(_time);
        var sum = 0m;
        for (var i = bucket; i < Buckets; i++)
            sum += _pastDue[i];
        return sum;
    }

    /// <summary>Days by which what is past due is past its due date, weighted by amount; null when nothing is.</summary>
    public decimal? PastDueAge
    {
        get
        {
            _steps.Tell(_time);
            if (PastDue <= 0m)
                return null;
            _time.AnswerChangesIn(1);
            return Bounded.Divide(_agedPastDue, PastDue) is { } days ? Math.Round(days, 2, MidpointRounding.AwayFromZero) : null;
        }
    }
}
