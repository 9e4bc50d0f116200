using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>Options of a ledger with an HTTP interface.</summary>
public sealed class LedgerApiOptions
{
    /// <summary>Address of the interface.</summary>
    [Required]
    [Option("Address of the ledger's interface, with a '/' at its end.", Example = "https://ledger.example.com/api/")]
    public string Url { get; set; } = "";

    /// <summary>Key that the ledger expects.</summary>
    [Required]
    [Option("Key that the ledger expects in the header X-Api-Key.", Secret = true)]
    public string ApiKey { get; set; } = "";

    /// <summary>First part of customer keys.</summary>
    [Required]
    [Option("Short name of the ledger; the first part of its customers' keys.")]
    public string System { get; set; } = "ledger";

    /// <summary>Meaning of a limit of zero. Declared, never guessed.</summary>
    [Required]
    [Option("What a limit of 0 means in this ledger: None (no credit), NotSet (nobody has decided) or Unlimited.", Example = "None")]
    public CreditLimitKind? ZeroLimitMeans { get; set; }

    /// <summary>Customers per page.</summary>
    [Range(1, 5000)]
    [Option("Customers that are asked for in one call.")]
    public int PageSize { get; set; } = 1000;
}
