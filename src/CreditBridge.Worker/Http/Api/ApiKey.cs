using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Worker.Http.Api;

/// <summary>The key that callers of the API send. Compared in a time that says nothing about how much of it was right.</summary>
internal sealed class ApiKey(string key)
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Api-Key";

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a request carries the key, once.</summary>
    public bool IsIn(HttpRequest request) => request.Headers[Header] is [{ } given]
        && CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
