using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Salesforce.Auth;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>What a login that worked tells about logins to come: the clock, and how long the certificate lasts.</summary>
internal static class LoginFindings
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public static IEnumerable<CheckFinding> Of(TokenClient tokens)
    {
        var now = tokens.Skew.Now;
        if (tokens.Skew.InWords is { } difference)
        {
            yield return new CheckFinding("Clock", CheckStatus.Warning, $"This machine's clock is {difference}. Logins are made with Salesforce's time, but the business date and all records of time are this machine's.",
                "Correct this machine's clock (NTP).");
        }
        else if (tokens.Skew.Ahead is { } ahead)
        {
            yield return CheckFinding.Ok("Clock", string.Create(CultureInfo.InvariantCulture, $"This machine's clock agrees with Salesforce's within {Math.Max(1, Math.Ceiling(ahead.Duration().TotalSeconds)):F0} s."));
        }

        if (tokens.CertificateEnds is { } ends)
        {
            var day = string.Create(CultureInfo.InvariantCulture, $"{ends:yyyy-MM-dd}");
            yield return ends - now > Notice
                ? CheckFinding.Ok("Certificate", $"The certificate of the private key is good until {day}.")
                : new CheckFinding("Certificate", CheckStatus.Warning, ends > now ? $"The certificate of the private key ends on {day}; no login is possible after that." : $"The certificate of the private key ended on {day}.",
                    "Make a new key and certificate, upload the certificate to the External Client App, and put the key in place of the old one; no restart is needed.");
        }
    }
}
