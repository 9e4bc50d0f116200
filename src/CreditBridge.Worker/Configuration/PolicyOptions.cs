using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>The credit policy.</summary>
public sealed class PolicyOptions
{
    /// <summary>File of the policy; a relative path counts from the configuration file. Null for the starter policy that is shipped beside the program.</summary>
    [Option("The policy document. A relative path counts from the folder of this configuration file. The starter policy that is shipped beside the program when not given.",
        Example = "policy.yaml")]
    public string? File { get; init; }
}
