using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Worker.Delivery.Webhooks;

/// <summary>
/// The signature of a webhook request: <c>t=SECONDS,v1=HEX</c>. HEX is HMAC-SHA256 under the shared secret over the seconds since 1970, a point and the body, byte for byte. The time is
/// signed with the body, so that a request that was overheard cannot be sent again later.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>Name of the header.</summary>
    public const string Header = "X-CreditBridge-Signature";

    /// <summary>The value of the header.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
