using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>A customer as the ledger gives it. Each change gets the next number.</summary>
internal sealed record LedgerCustomer(long Change, string? Company, string? Number, string? Name, decimal? Limit, string? Currency);

/// <summary>Speaks to the ledger: <c>GET customers?after=17&amp;take=1000</c> gives the customers that changed after change 17, in the order of their changes.</summary>
internal sealed partial class LedgerClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly int _pageSize;
    private long _calls;

    // The host's transport repeats what may be repeated and stops in time. It belongs to the host: the client must not dispose it.
    public LedgerClient(HttpMessageHandler transport, LedgerApiOptions options)
    {
        _http = new HttpClient(transport, disposeHandler: false) { BaseAddress = new Uri(options.Url) };
        _http.DefaultRequestHeaders.Add("X-Api-Key", options.ApiKey);
        _pageSize = options.PageSize;
    }

    /// <summary>Calls so far, repetitions by the transport included.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public async Task<IReadOnlyList<LedgerCustomer>> CustomersAfterAsync(long change, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"customers?after={change}&take={_pageSize}");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new ConnectorException(FailureOf(response));
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, Json.Default.ListLedgerCustomer, cancellationToken) ?? [];
        }
        catch (HttpRequestException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, $"The ledger cannot be reached: {e.Message}", "It is tried again; look after the network if it stays.") { Where = _http.BaseAddress!.Host }, e);
        }
        catch (JsonException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Fatal, "The ledger's answer cannot be understood.", "Ask its vendor whether the interface has changed."), e);
        }
        finally
        {
            Interlocked.Add(ref _calls, request.Options.TryGetValue(ConnectionContext.AttemptsKey, out var attempts) ? attempts : 1);
        }
    }

    public void Dispose() => _http.Dispose();

    // A failure says what has to be done next, so its kind matters more than its text.
    private static Failure FailureOf(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Failure(FailureKind.Authentication, "The ledger does not accept the key.", "Renew the key and set the option ApiKey."),
        HttpStatusCode.TooManyRequests => new Failure(FailureKind.Throttled, "The ledger asks for fewer calls.", "Nothing is to be done; it is tried again later.") { RetryAfter = response.Headers.RetryAfter?.Delta },
        >= HttpStatusCode.InternalServerError => new Failure(FailureKind.Transient, $"The ledger fails with status {(int)response.StatusCode}.", "It is tried again; ask its vendor if it stays."),
        _ => new Failure(FailureKind.Configuration, $"The ledger refuses the call with status {(int)response.StatusCode}.", "Correct the option Url."),
    };

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(List<LedgerCustomer>))]
    private sealed partial class Json : JsonSerializerContext;
}
