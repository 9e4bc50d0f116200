using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "exposure": which buckets count against the limit, and what securities do.</summary>
internal static class ExposureSection
{
    /// <summary>The section; without it, receivables, orders and what is unbilled count.</summary>
    /// <param name="section">The section; null when the document has none.</param>
    /// <param name="receivables">What counts of disputed items and credits unless the section says otherwise.</param>
    /// <param name="receivablesSection">The section "receivables", which has two older keys for that; null when there is none.</param>
    /// <param name="dealsFromProbability">From which probability on other deals count when a deal is checked: the pipeline begins there unless it says otherwise.</param>
    public static ExposurePolicy Read(SectionReader? section, ReceivablesPolicy receivables, SectionReader? receivablesSection, decimal dealsFromProbability)
    {
        var policy = new ExposurePolicy { PipelineFromProbability = dealsFromProbability };
        policy = With(policy, BucketKind.Disputed, receivables.DisputedCounts);
        policy = With(policy, BucketKind.Credits, receivables.CreditsReduceExposure);
        if (section is null)
            return policy;
        policy = policy with { Securities = [.. section.Sections("securities").Select(Security).OfType<SecurityRule>()] };
        if (policy.Securities.Any(s => s.Use == SecurityUse.InExposure))
            policy = With(policy, BucketKind.Secured, counts: true);
        if (section.Section("buckets", null) is { } buckets)
            policy = Buckets(policy, section, buckets, receivablesSection);
        section.Close();
        return policy;
    }

    private static ExposurePolicy With(ExposurePolicy policy, BucketKind kind, bool counts) =>
        policy with { Buckets = [.. policy.Buckets.Select(b => b.Kind == kind ? b with { Counts = counts } : b)] };

    private static ExposurePolicy Buckets(ExposurePolicy policy, SectionReader section, SectionReader buckets, SectionReader? receivables)
    {
        var read = new List<BucketPolicy>();
        foreach (var bucket in policy.Buckets)
        {
            if (buckets.Section(bucket.Name, null) is not { } own)
            {
                read.Add(bucket);
                continue;
            }

            read.Add(bucket with { Counts = Counts(policy, bucket, section, own, receivables), Limit = bucket.Kind is BucketKind.Credits or BucketKind.Secured ? null : own.Amount("limit") });
            if (bucket.Kind == BucketKind.OpenOrders)
                policy = policy with { OrdersWithinDays = own.Integer("within_days", 0, 3650) };
            if (bucket.Kind == BucketKind.Pipeline)
                policy = policy with { PipelineFromProbability = own.Number("from_probability", 0m, 100m, policy.PipelineFromProbability) };
            if (bucket.Kind is BucketKind.Credits or BucketKind.Secured)
                own.Refuse("limit", $"'{bucket.Name}' is in the customer's favour and needs no limit.");
            own.Close();
        }

        if (read[(int)BucketKind.NotDue].Counts && !read[(int)BucketKind.PastDue].Counts)
            buckets.Error("past_due", "What is past due has to count where what is not due yet counts: otherwise an invoice would stop using the limit on the day on which it is late.");
        buckets.Close();
        return policy with { Buckets = read };
    }

    private static bool Counts(ExposurePolicy policy, BucketPolicy bucket, SectionReader section, SectionReader own, SectionReader? receivables)
    {
        var counts = own.Flag("counts", bucket.Counts);
        var older = bucket.Kind switch { BucketKind.Disputed => "disputed_counts_as_exposure", BucketKind.Credits => "credits_reduce_exposure", _ => null };
        if (counts == bucket.Counts)
            return WithoutSecurityRule(policy, bucket, counts, own);
        if (older is not null && receivables?.Has(older) == true)
            own.Error("counts", $"This contradicts 'receivables.{older}'. Remove that key; 'exposure.buckets' is the newer place for it.");
        if (bucket.Kind == BucketKind.Secured && !counts)
            own.Error("counts", $"This contradicts '{section.At("securities")}', which has securities with 'counts: in_exposure'. Remove this key, or let them say 'in_limit' or 'shown'.");
        return WithoutSecurityRule(policy, bucket, counts, own);
    }

    private static bool WithoutSecurityRule(ExposurePolicy policy, BucketPolicy bucket, bool counts, SectionReader own)
    {
        if (bucket.Kind == BucketKind.Secured && counts && policy.Securities.Count > 0 && policy.Securities.All(s => s.Use != SecurityUse.InExposure))
            own.Error("counts", "No security under 'securities' counts in the exposure. Remove this key, or let one of them say 'counts: in_exposure'.");
        return counts;
    }

    private static SecurityRule? Security(SectionReader section)
    {
        var types = section.Choices<SecurityType>("types");
        var percent = section.Is("percent", "cover") ? null : section.Number("percent", 0m, 100m);
        var use = section.RequiredChoice<SecurityUse>("counts", "what they do: in_limit (added to the limit), in_exposure (taken off the exposure) or shown");
        section.Close();
        return new SecurityRule(types, percent, use);
    }
}
