using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>The server has ended the stream with an answer of the protocol.</summary>
internal sealed class StreamEndedException(BayeuxMessage answer) : Exception
{
    /// <summary>What it said; null when it left our message unanswered.</summary>
    public BayeuxMessage? Answer => answer.Channel.Length > 0 ? answer : null;

    public Failure Failure => StreamFailures.Broken(answer);
}
