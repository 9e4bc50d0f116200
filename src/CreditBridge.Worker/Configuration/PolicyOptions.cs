using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>The credit policy.</summary>
public sealed class PolicyOptions
{
    /// <summary>File of the policy; a relative path counts from the configuration file. Default: deploy/config/policy.yaml.</summary>
    [Option("The policy document. A relative path counts from the folder of this configuration file.")]
    [Required]
    public string File { get; init; } = "deploy/config/policy.yaml";
}
