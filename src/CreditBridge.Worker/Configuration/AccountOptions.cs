using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>Which accounts are which ERP customers, beside the keys that accounts carry themselves.</summary>
public sealed class AccountOptions
{
    /// <summary>The link file; null for none. A relative path counts from the configuration file.</summary>
    [Option("File of links, one a line: account, customer, comment (0015g00000AbCdEAAV, erp:1000/C10023, same tax id). It is read again when it changes. A link counts as if the "
        + "account carried the customer's key; removing the line ends it. 'not account, customer' says that the two are not the same. A relative path counts from the folder of this file.",
        Example = "links.csv")]
    public string? Links { get; init; }

    /// <summary>Which attributes identify a company.</summary>
    [Option("By what 'creditbridge customers unclaimed' proposes accounts for customers that no account claims. Only equal identifiers count, never similar names.")]
    public IdentifierOptions Identifiers { get; init; } = new();
}
