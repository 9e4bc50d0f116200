namespace CreditBridge.Worker.Logging;

/// <summary>Stands in a log event for an exception whose text held a secret: the same text without it.</summary>
internal sealed class RedactedException(string text) : Exception(text)
{
    public override string ToString() => Message;
}
