namespace CreditBridge.Core.Accounts.Identifiers;

/// <summary>What identifies a company.</summary>
public enum IdentifierKind
{
    /// <summary>Tax or VAT number.</summary>
    TaxId = 0,

    /// <summary>D-U-N-S number.</summary>
    Duns,

    /// <summary>Web or mail domain.</summary>
    Domain,

    /// <summary>Customer number.</summary>
    Number,
}

/// <summary>
/// An identifier in the one spelling in which it is compared. Only spelling is evened out: two that are merely similar are different, and what identifies nobody (a row of
/// zeros, a free mail service) gives none.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The identifier.</param>
public readonly record struct CompanyIdentifier(IdentifierKind Kind, string Value)
{
    private const int ShortestTaxId = 6;
    private const int DunsLength = 9;

    /// <summary>Reads an identifier as it stands in a system; null when the text identifies nobody.</summary>
    public static CompanyIdentifier? Read(IdentifierKind kind, string? text)
    {
        var value = kind switch
        {
            _ when string.IsNullOrWhiteSpace(text) => null,
            IdentifierKind.TaxId => TaxId(text),
            IdentifierKind.Duns => Duns(text),
            IdentifierKind.Domain => WebDomain.Of(text),
            _ => text.Trim(),
        };
        return value is null ? null : new CompanyIdentifier(kind, value);
    }

    /// <summary>The identifier in words: "tax id DE123456789".</summary>
    public override string ToString() => $"{Words} {Value}";

    private string Words => Kind switch
    {
        IdentifierKind.TaxId => "tax id",
        IdentifierKind.Duns => "D-U-N-S",
        IdentifierKind.Domain => "domain",
        _ => "customer number",
    };

    private static string? TaxId(string text)
    {
        var value = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return value.Length >= ShortestTaxId && IsTelling(value) ? value : null;
    }

    private static string? Duns(string text)
    {
        var value = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.')));
        return value.Length == DunsLength && value.All(char.IsAsciiDigit) && IsTelling(value) ? value : null;
    }

    // 000000000 and 111111111 are what people type into a field that must be filled.
    private static bool IsTelling(string value) => value.Where(char.IsDigit).Distinct().Count() > 1;
}
