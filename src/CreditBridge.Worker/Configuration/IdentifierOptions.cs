using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>Which attributes of accounts and of ERP customers hold the identifiers of a company. Attributes are named by the connections' mappings.</summary>
public sealed class IdentifierOptions
{
    /// <summary>Tax or VAT number.</summary>
    [Option("Attributes that hold the tax or VAT number.")]
    public IdentifierPair TaxId { get; init; } = new() { Account = "TaxId", Customer = "TaxId" };

    /// <summary>D-U-N-S number.</summary>
    [Option("Attributes that hold the D-U-N-S number.")]
    public IdentifierPair Duns { get; init; } = new() { Account = "Duns", Customer = "Duns" };

    /// <summary>Web or mail domain.</summary>
    [Option("Attributes that hold a web address or a mail address; the domain is compared. Free mail services and website hosters identify nobody.")]
    public IdentifierPair Domain { get; init; } = new() { Account = "Website", Customer = "Website" };

    /// <summary>Customer number.</summary>
    [Option("Attributes that hold a customer number; without one for customers, the number of the customer's key is compared.")]
    public IdentifierPair Number { get; init; } = new() { Account = "CustomerNumber" };
}

/// <summary>The attribute on both sides.</summary>
public sealed class IdentifierPair
{
    /// <summary>Attribute of the account; null for none.</summary>
    [Option("Attribute of the account, as the CRM connection's Attributes name it.", Example = "TaxId")]
    public string? Account { get; init; }

    /// <summary>Attribute of the ERP customer; null for none.</summary>
    [Option("Attribute of the ERP customer, as 'attributes:' of its mapping names it.", Example = "TaxId")]
    public string? Customer { get; init; }
}
