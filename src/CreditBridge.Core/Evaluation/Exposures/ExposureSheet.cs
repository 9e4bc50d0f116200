using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Exposures;

/// <summary>
/// What the account owes or may come to owe, by bucket. Everything is read through the inputs, so that a value given for one of them reaches the total. Buckets that
/// count add up to the total.
/// </summary>
public sealed class ExposureSheet
{
    private static readonly CreditInput PastDueInput = InputCatalogue.Named("past_due_amount");
    private static readonly CreditInput[] BucketInputs =
    [
        InputCatalogue.Named("not_due_amount"),
        PastDueInput,
        InputCatalogue.Named("disputed_amount"),
        InputCatalogue.Named("credits"),
        InputCatalogue.Named("open_orders_amount"),
        InputCatalogue.Named("unbilled_amount"),
        InputCatalogue.Named("pipeline_weighted"),
        InputCatalogue.Named("secured_amount"),
    ];

    private readonly decimal?[] _amounts = new decimal?[ExposurePolicy.BucketCount];
    private readonly Situation _situation;

    internal ExposureSheet(Situation situation)
    {
        _situation = situation;
        var policy = situation.Policy.Exposure;
        var total = (decimal?)0m;
        for (var i = 0; i < _amounts.Length; i++)
        {
            _amounts[i] = OfBucket(situation, (BucketKind)i);
            if (policy.Buckets[i].Counts)
                total += _amounts[i];
        }

        Total = total;
    }

    /// <summary>What counts against the limit; null when an amount of it cannot be converted.</summary>
    public decimal? Total { get; }

    /// <summary>The total without the pipeline: a deal that is checked, and those before it, are counted by the check itself.</summary>
    public decimal? TotalWithoutPipeline => Total - (_situation.Policy.Exposure.Counts(BucketKind.Pipeline) ? this[BucketKind.Pipeline] : 0m);

    /// <summary>The amount of a bucket, whether it counts or not; what is in the customer's favour is below zero. Null when an amount of it cannot be converted.</summary>
    public decimal? this[BucketKind kind] => _amounts[(int)kind];

    /// <summary>What a bucket holds of what is past due; disputed items are in their own bucket, also where the policy calls them past due.</summary>
    internal static decimal? UndisputedPastDue(Situation situation) => Number(situation, PastDueInput) is { } all ? Math.Max(0m, all - situation.Facts.DisputedPastDue) : null;

    /// <summary>The exposure as the decision shows it.</summary>
    internal Exposure ToDecision()
    {
        var facts = _situation.Facts;
        // What is owed under a key that no ERP delivers is not nothing: no sum is told that leaves it out.
        var isUnknown = facts.File.HasUndelivered();
        Money? In(decimal? amount) => amount is { } known ? new Money(known, facts.Currency) : null;
        Money? Told(decimal? amount) => isUnknown ? null : In(amount);
        var buckets = new ExposureBucket[_amounts.Length];
        for (var i = 0; i < buckets.Length; i++)
        {
            var bucket = _situation.Policy.Exposure.Buckets[i];
            buckets[i] = new ExposureBucket(bucket.Name, Told(this[bucket.Kind]), bucket.Counts, bucket.Limit is { } limit && _situation.FromPolicy(limit) is { } own ? In(own) : null);
        }

        var owed = this[BucketKind.NotDue] + this[BucketKind.PastDue] + this[BucketKind.Disputed];
        return new Exposure(Told(owed), Told(Number(_situation, PastDueInput)), Told(this[BucketKind.Disputed]), Told(this[BucketKind.Credits]), Told(Total))
        {
            Buckets = buckets,
        };
    }

    private static decimal? OfBucket(Situation situation, BucketKind kind) => kind switch
    {
        BucketKind.PastDue => UndisputedPastDue(situation),
        BucketKind.Credits or BucketKind.Secured => -Number(situation, BucketInputs[(int)kind]),
        _ => Number(situation, BucketInputs[(int)kind]),
    };

    // A value that was given as missing counts as none; what cannot be converted stays unknown.
    private static decimal? Number(Situation situation, CreditInput input) => situation.Peek(input).Number ?? (situation.IsUnknown(input) && !situation.ShowsKnownPart ? null : 0m);
}
