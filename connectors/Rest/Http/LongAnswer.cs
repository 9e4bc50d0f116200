using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>What of a long answer has not come yet. The connection to the API stays open until it is disposed.</summary>
public sealed class LongAnswer : IDisposable
{
    private readonly AnswerBody _body;
    private readonly OpenExchange _exchange;
    private readonly Func<Exception, Failure?> _explain;
    private readonly Func<JsonElement, Failure?> _judge;

    internal LongAnswer(AnswerBody body, OpenExchange exchange, Func<Exception, Failure?> explain, Func<JsonElement, Failure?> judge, long most)
    {
        (_body, _exchange, _explain, _judge, Most) = (body, exchange, explain, judge, most);
        exchange.Waiting.Pause();
    }

    /// <summary>What has come.</summary>
    internal ReadOnlyMemory<byte> Begun => _body.Bytes;

    /// <summary>The most bytes that are held in memory.</summary>
    internal long Most { get; }

    /// <summary>Reads on; 0 at the end.</summary>
    /// <exception cref="ConnectorException">It broke off, or came too slowly.</exception>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        _exchange.Waiting.Resume();
        try
        {
            return await _body.Rest!.ReadAsync(buffer, _exchange.Waiting.Token);
        }
        catch (Exception e) when (_explain(e) is { } failure)
        {
            throw new ConnectorException(failure, e);
        }
        finally
        {
            _exchange.Waiting.Pause();
        }
    }

    /// <summary>Looks whether what stands around the rows declares the answer to be a failure.</summary>
    /// <exception cref="ConnectorException">It does.</exception>
    internal void Judge(JsonElement around)
    {
        if (_judge(around) is { } failure)
            throw new ConnectorException(failure);
    }

    /// <inheritdoc />
    public void Dispose() => _exchange.Dispose();
}

/// <summary>What is open while a request is under way.</summary>
/// <param name="slot">Its place among the requests that may run at the same time.</param>
/// <param name="message">The request.</param>
/// <param name="waiting">The time that it may take.</param>
internal sealed class OpenExchange(IDisposable slot, HttpRequestMessage message, WaitingTime waiting) : IDisposable
{
    public HttpRequestMessage Message => message;

    public WaitingTime Waiting => waiting;

    /// <summary>The answer, once there is one.</summary>
    public HttpResponseMessage? Response { get; set; }

    public void Dispose()
    {
        Response?.Dispose();
        message.Dispose();
        waiting.Dispose();
        slot.Dispose();
    }
}
