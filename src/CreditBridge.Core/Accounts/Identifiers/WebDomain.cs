using System.Collections.Frozen;
using System.Globalization;

namespace CreditBridge.Core.Accounts.Identifiers;

/// <summary>The domain of a web or mail address, if it identifies a company.</summary>
internal static class WebDomain
{
    private static readonly IdnMapping Names = new();

    // Whoever has an address there shares it with strangers.
    private static readonly FrozenSet<string> Everybodys = new[]
    {
        // Mail
        "gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr", "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.it", "hotmail.es", "hotmail.co.uk", "live.com",
        "live.de", "live.fr", "live.co.uk", "live.nl", "msn.com", "passport.com", "yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.uk", "yahoo.co.jp", "yahoo.com.br",
        "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.de", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de",
        "arcor.de", "mail.com", "mail.ru", "inbox.ru", "bk.ru", "list.ru", "yandex.ru", "yandex.com", "ya.ru", "rambler.ru", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io",
        "posteo.de", "mailbox.org", "zoho.com", "fastmail.com", "hey.com", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "naver.com", "daum.net", "hanmail.net", "rediffmail.com",
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "alice.it", "tin.it", "tiscali.it", "terra.com.br", "uol.com.br", "bol.com.br", "bluewin.ch",
        "sunrise.ch", "hispeed.ch", "chello.at", "aon.at", "ziggo.nl", "kpnmail.nl", "planet.nl", "telenet.be", "skynet.be", "telia.com", "online.no", "seznam.cz", "centrum.cz", "wp.pl",
        "o2.pl", "onet.pl", "interia.pl", "btinternet.com", "sky.com", "virginmedia.com", "ntlworld.com", "talktalk.net", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net",
        "cox.net", "charter.net", "earthlink.net", "shaw.ca", "rogers.com", "sympatico.ca", "bigpond.com", "optusnet.com.au", "xtra.co.nz",
        // Web sites on somebody else's domain
        "wixsite.com", "wordpress.com", "blogspot.com", "blogger.com", "weebly.com", "squarespace.com", "myshopify.com", "webflow.io", "webnode.com", "jimdo.com", "jimdofree.com",
        "jimdosite.com", "strikingly.com", "site123.me", "godaddysites.com", "business.site", "sites.google.com", "google.com", "github.io", "gitlab.io", "netlify.app", "vercel.app",
        "herokuapp.com", "azurewebsites.net", "amazonaws.com", "cloudfront.net", "web.app", "firebaseapp.com", "pages.dev", "facebook.com", "instagram.com", "linkedin.com", "twitter.com",
        "x.com", "youtube.com", "tiktok.com", "xing.com", "linktr.ee", "amazon.com", "ebay.com", "etsy.com", "alibaba.com",
        // Nobody's
        "example.com", "example.org", "example.net", "localhost.localdomain",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The domain: lower case, without "www.", as it stands in the name system; null when the text has none that identifies a company.</summary>
    public static string? Of(string text)
    {
        var host = text.Trim();
        if (host.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
            host = host[(scheme + 3)..];
        host = host.Split('/', '?', '#')[0];
        host = host[(host.LastIndexOf('@') + 1)..].Split(':')[0].TrimEnd('.').ToLowerInvariant();
        if (host.StartsWith("www.", StringComparison.Ordinal))
            host = host[4..];
        if (!host.Contains('.', StringComparison.Ordinal) || host.Any(char.IsWhiteSpace) || host.All(c => char.IsAsciiDigit(c) || c == '.'))
            return null;
        try
        {
            host = Names.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null;
        }

        for (var part = host; part.Length > 0; part = part.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? part[(dot + 1)..] : "")
        {
            if (Everybodys.Contains(part))
                return null;
        }

        return host;
    }
}
