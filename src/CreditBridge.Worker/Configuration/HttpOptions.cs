using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>Who may read the credit team's page.</summary>
public enum CreditPageReaders
{
    /// <summary>Callers on this machine.</summary>
    ThisMachine = 0,

    /// <summary>Everybody who reaches the address.</summary>
    Everybody,

    /// <summary>There is no such page.</summary>
    Nobody,
}

/// <summary>Where CreditBridge itself listens.</summary>
public sealed class HttpOptions : IChecksItself
{
    private const int ShortestKey = 32;
    private const string Placeholder = "the output of: openssl rand -hex 32";

    /// <summary>Addresses to listen on, separated by semicolons. Default: loopback, port 5080.</summary>
    [Option("Addresses to listen on, separated by semicolons. The default is reachable from this machine only, and through a proxy on it: see CreditPage before you put one there.")]
    [Required]
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Key of the API for checks on demand; null (the default) leaves the API off.</summary>
    [Option("Key that callers of the API for credit checks on demand send in the header X-Api-Key; at least 32 characters. Without it there is no API.", Secret = true, Example = Placeholder)]
    public string? ApiKey { get; init; }

    /// <summary>Who may read the credit team's page. Default: ThisMachine.</summary>
    [Option("Who may read the credit team's page, /credit, which names customers and deals. A proxy on this machine is told from a person on it by the headers that it adds, or by HTTP/1.0; one that adds none and speaks HTTP/1.1 cannot be told, and everybody who reaches it reads the page: let it add X-Forwarded-For, or choose Nobody. Everybody is for a proxy that asks for a login.")]
    public CreditPageReaders CreditPage { get; init; } = CreditPageReaders.ThisMachine;

    /// <summary>Whether there is an API: a key is set, and it is not the one of the sample configuration, which everybody knows.</summary>
    internal bool HasApi => ApiKey is not (null or Placeholder);

    /// <summary>The addresses of <see cref="Urls"/> one by one.</summary>
    public IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (ApiKey is { Length: < ShortestKey })
            yield return (nameof(ApiKey), $"A key of at least {ShortestKey} characters is expected. Make one with: openssl rand -hex 32");
        foreach (var address in Addresses)
        {
            if (!IsAddress(address))
                yield return (nameof(Urls), $"'{address}' is not an address to listen on; one such as http://127.0.0.1:5080 is expected.");
            else if (!address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
                yield return (nameof(Urls), $"'{address}' is not an http address. CreditBridge holds no certificate: listen on http behind a proxy that speaks TLS.");
        }
    }

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Port: >= 0 and <= 65_535, Host.Length: > 0, PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
