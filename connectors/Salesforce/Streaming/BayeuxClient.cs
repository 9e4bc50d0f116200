using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>
/// Sends Bayeux messages of one client, from its handshake on, and gives the answers. It keeps the cookies that bind a client to one of Salesforce's servers.
/// None of this is a counted call.
/// </summary>
internal sealed class BayeuxClient(HttpClient http, Session session, TimeProvider clock, string apiVersion)
{
    private readonly CookieContainer _cookies = new();
    private readonly Uri _address = new(session.InstanceUrl, $"/cometd/{apiVersion}");
    private int _messages;

    /// <summary>Who we are since the handshake; null before it.</summary>
    public string? ClientId { get; set; }

    /// <summary>A message with what every message carries.</summary>
    public JsonObject Message(string channel)
    {
        var message = new JsonObject { ["channel"] = channel, ["id"] = (++_messages).ToString(CultureInfo.InvariantCulture) };
        if (ClientId is not null)
            message["clientId"] = ClientId;
        return message;
    }

    /// <summary>Sends messages in one request.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="patience">How long the whole answer may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConnectorException">There is no answer in the protocol; a refusal in it is an answer.</exception>
    public async Task<IReadOnlyList<BayeuxMessage>> SendAsync(IReadOnlyList<JsonObject> messages, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = Build(messages);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
                Keep(cookie);
            if (!response.IsSuccessStatusCode && !IsProtocol(response))
            {
                throw new ConnectorException(response.StatusCode == HttpStatusCode.NotFound
                    ? StreamFailures.NotOffered
                    : (await ErrorAnswer.ReadAsync(response, either.Token)).ToFailure() with { Where = "Streaming" });
            }

            return Read(await ResponseBody.ReadAsync(response, SalesforceJson.Default.JsonElement, either.Token));
        }
        catch (Exception e) when (TransportFailures.Explain(e, "Streaming", patience, cancellationToken) is { } failure)
        {
            throw new ConnectorException(failure, e);
        }
    }

    private HttpRequestMessage Build(IReadOnlyList<JsonObject> messages)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address);
        // A connect is held until something happens: it must not be cut off, repeated or counted as a failure by what is made for ordinary calls.
        request.Options.Set(ConnectionContext.LongPollKey, true);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_cookies.GetCookieHeader(_address) is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        request.Content = new StringContent(new JsonArray([.. messages]).ToJsonString());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return request;
    }

    private void Keep(string cookie)
    {
        try
        {
            _cookies.SetCookies(_address, cookie);
        }
        catch (CookieException)
        {
            // For another host or badly written: none that our server asks for.
        }
    }

    // Some refusals come with a status such as 401 and still say in the protocol what is wrong.
    private static bool IsProtocol(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized && response.Content.Headers.ContentType?.MediaType == "application/json";

    private static List<BayeuxMessage> Read(JsonElement answer) => answer.ValueKind == JsonValueKind.Array
        ? [.. answer.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new BayeuxMessage(item))]
        : throw new JsonException("A list of messages was expected.");
}
