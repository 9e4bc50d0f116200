namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>What a plan was made on. It is applied only where all of this is the same.</summary>
/// <param name="Installation">Identity of the database.</param>
/// <param name="Crm">Name of the connection that is written to.</param>
/// <param name="CrmAddress">Where that connection leads to; null when it does not say.</param>
/// <param name="Policy">Version of the policy.</param>
/// <param name="MadeAt">When.</param>
internal sealed record PlanOrigin(string Installation, string Crm, string? CrmAddress, string Policy, DateTimeOffset MadeAt)
{
    /// <summary>What a plan that is made now is made on.</summary>
    public static async Task<PlanOrigin> OfAsync(Bridge bridge, CancellationToken cancellationToken) => new(
        await bridge.Database.Engine.GetValueAsync("installation", cancellationToken) ?? "",
        bridge.Crm.Name, bridge.Crm.Address, bridge.ActivePolicy.VersionText, bridge.Clock.GetUtcNow());

    /// <summary>Why a plan of this origin cannot be applied here; null when it can.</summary>
    public Problem? WhyNot(PlanOrigin here, string file) =>
        Installation != here.Installation ? new Problem(file, "The plan was made on another database.", "Apply it with the configuration that it was made with, or run 'creditbridge plan' here.")
        : Crm != here.Crm ? new Problem(file, $"The plan writes to connection '{Crm}'; here '{here.Crm}' is written to.", "Run 'creditbridge plan' again.")
        : CrmAddress != here.CrmAddress ? new Problem(file, $"The plan was made for {CrmAddress ?? "another address"}; connection '{Crm}' leads to {here.CrmAddress ?? "another one"} now.", "Run 'creditbridge plan' again.")
        : Policy != here.Policy ? new Problem(file, $"The plan was made under policy {Policy}; {here.Policy} is active now.", "Run 'creditbridge plan' again.")
        : null;
}
