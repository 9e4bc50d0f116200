using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>How an account says which ERP customers it is.</summary>
public sealed class CustomerKeyOptions
{
    /// <summary>API name of the account field; empty when accounts carry no keys.</summary>
    [Option("API name of the Account field that lists the ERP customers of the account, such as '1000/C10023;2000/C20011'. Empty when accounts carry no keys.")]
    public string Field { get; init; } = "ERP_Customer_Keys__c";

    /// <summary>Text between two keys.</summary>
    [Option("Text that stands between two keys in the field.")]
    public string Separator { get; init; } = ";";

    /// <summary>System of keys that name none.</summary>
    [Option("ERP system that a key belongs to when it does not name one ('system:company/number'). Without it such a key is rejected, never guessed.", Example = "erp")]
    public string? DefaultSystem { get; init; }

    /// <summary>Company of keys that name none.</summary>
    [Option("Company that a key belongs to when it does not name one. Without it such a key is rejected, never guessed.", Example = "1000")]
    public string? DefaultCompany { get; init; }
}
