using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Core.Reviews;

/// <summary>Keys of reviews: the same review has the same key however often it is worked out.</summary>
internal static class ReviewKeys
{
    private const int Digits = 12;

    /// <summary>The review of an account or deal that follows another one, or the first.</summary>
    public static string Next(string account, string? deal, string? before) => Of($"{account}\n{deal}\n{before}");

    /// <summary>A short stand-in for a text.</summary>
    public static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];

    private static string Of(string text) => "R-" + Short(text);
}
