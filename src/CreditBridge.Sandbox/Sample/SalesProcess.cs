namespace CreditBridge.Sandbox.Sample;

/// <summary>The stages a new Salesforce org starts with.</summary>
public static class SalesProcess
{
    /// <summary>Where a written offer is with the customer.</summary>
    public const string Proposal = "Proposal/Price Quote";

    /// <summary>Over, and ours.</summary>
    public const string Won = "Closed Won";

    /// <summary>Over, and not ours.</summary>
    public const string Lost = "Closed Lost";

    /// <summary>In the order a deal goes through them.</summary>
    public static IReadOnlyList<SampleStage> Stages { get; } =
    [
        new("Prospecting", 10, false, false, "Pipeline"),
        new("Qualification", 10, false, false, "Pipeline"),
        new("Needs Analysis", 20, false, false, "Pipeline"),
        new("Value Proposition", 50, false, false, "Pipeline"),
        new("Id. Decision Makers", 60, false, false, "Pipeline"),
        new("Perception Analysis", 70, false, false, "Pipeline"),
        new(Proposal, 75, false, false, "Best Case"),
        new("Negotiation/Review", 90, false, false, "Commit"),
        new(Won, 100, true, true, "Closed"),
        new(Lost, 0, true, false, "Omitted"),
    ];

    /// <summary>The stages of a deal that is not over.</summary>
    public static IReadOnlyList<SampleStage> OpenStages { get; } = [.. Stages.Where(stage => !stage.IsClosed)];

    /// <summary>The stage of that name.</summary>
    public static SampleStage Find(string name) => Stages.First(stage => stage.Name == name);
}
