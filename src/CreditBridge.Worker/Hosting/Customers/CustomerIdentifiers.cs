using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts.Identifiers;
using CreditBridge.Worker.Configuration;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>The identifiers that accounts and customers carry in the attributes that the configuration names.</summary>
internal static class CustomerIdentifiers
{
    /// <summary>Those of an account.</summary>
    public static IEnumerable<CompanyIdentifier> Of(AccountRecord account, IdentifierOptions options) =>
        Read(account.Attributes, options, pair => pair.Account);

    /// <summary>Those of a customer.</summary>
    public static IEnumerable<CompanyIdentifier> Of(ErpCustomerRecord customer, IdentifierOptions options)
    {
        foreach (var identifier in Read(customer.Attributes, options, pair => pair.Customer))
            yield return identifier;
        if (options.Number.Customer is null && CompanyIdentifier.Read(IdentifierKind.Number, customer.Customer.Number) is { } number)
            yield return number;
    }

    private static IEnumerable<CompanyIdentifier> Read(IReadOnlyDictionary<string, string>? attributes, IdentifierOptions options, Func<IdentifierPair, string?> side)
    {
        if (attributes is null)
            yield break;
        foreach (var (kind, pair) in
            new[] { (IdentifierKind.TaxId, options.TaxId), (IdentifierKind.Duns, options.Duns), (IdentifierKind.Domain, options.Domain), (IdentifierKind.Number, options.Number) })
        {
            if (side(pair) is { } name && attributes.TryGetValue(name, out var text) && CompanyIdentifier.Read(kind, text) is { } identifier)
                yield return identifier;
        }
    }
}
