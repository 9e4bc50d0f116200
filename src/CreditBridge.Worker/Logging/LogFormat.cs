namespace CreditBridge.Worker.Logging;

/// <summary>How a log line looks.</summary>
public enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>One JSON object per line.</summary>
    Json,
}
