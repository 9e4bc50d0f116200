namespace CreditBridge.Sandbox.Sample;

/// <summary>Plausible, invented exchange rates to the euro.</summary>
internal static class SampleRates
{
    public static IReadOnlyList<SampleRate> On(DateOnly day) =>
    [
        new("USD", "EUR", 0.9200m, day),
        new("GBP", "EUR", 1.1700m, day),
        new("CHF", "EUR", 1.0400m, day),
    ];
}
