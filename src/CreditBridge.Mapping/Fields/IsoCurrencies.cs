using System.Collections.Frozen;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>The currencies that exist, so that a typing mistake is not taken for a new one. Source: ISO 4217, with those withdrawn since 2010 for old documents.</summary>
public static class IsoCurrencies
{
    private static readonly FrozenDictionary<string, CurrencyCode> Codes = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNH CNY COP COU CRC " +
        "CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR " +
        "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP " +
        "PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU " +
        "UYW UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF XSU XUA YER ZAR ZMW ZWG " +
        "BYR EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL").Split(' ').ToFrozenDictionary(c => c, CurrencyCode.Parse, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, CurrencyCode>.AlternateLookup<ReadOnlySpan<char>> BySpan = Codes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] InOrder = [.. Codes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The currency that a code names, in upper or lower case; null when there is none.</summary>
    public static CurrencyCode? Find(ReadOnlySpan<char> code) => BySpan.TryGetValue(code, out var currency) ? currency : null;

    /// <summary>The code that somebody probably meant; null when none is near.</summary>
    public static string? Near(string code) => NearestName.Of(code, InOrder);
}
