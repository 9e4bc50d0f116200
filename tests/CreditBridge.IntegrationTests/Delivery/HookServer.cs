using System.Net;
using System.Text;
using CreditBridge.IntegrationTests.Mail;

namespace CreditBridge.IntegrationTests.Delivery;

/// <summary>A subscriber on this machine that notes what it is sent and answers as told.</summary>
internal sealed class HookServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<HookRequest> _requests = [];
    private readonly Queue<(int Code, string? Location)> _answers = new();

    public HookServer()
    {
        Address = new Uri($"http://127.0.0.1:{SmtpServer.FreePort()}/hook");
        _listener.Prefixes.Add($"http://127.0.0.1:{Address.Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<HookRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>The next answers; 204 when there are no more.</summary>
    public void Answer(int code, string? location = null) => _answers.Enqueue((code, location));

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_requests)
                    _requests.Add(new HookRequest(context.Request.RawUrl!, context.Request.Headers["X-CreditBridge-Id"], context.Request.Headers["X-CreditBridge-Signature"], body.ToArray()));
                var (code, location) = _answers.TryDequeue(out var told) ? told : (204, null);
                context.Response.StatusCode = code;
                if (location is not null)
                    context.Response.RedirectLocation = location;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

internal sealed record HookRequest(string Path, string? Id, string? Signature, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
