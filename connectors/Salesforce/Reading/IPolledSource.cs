using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>What <see cref="CyclePoll"/> needs of a source, whatever its record.</summary>
internal interface IPolledSource : IVerifiedSource
{
    /// <summary>Whether the org is known to lack the object, so that it is not worth asking for.</summary>
    bool IsMissing { get; }

    /// <summary>Lets a turn pass: the next reading from this checkpoint gives nothing, and costs nothing.</summary>
    void Pass(Checkpoint? from);

    /// <summary>Adds the source's question to the common call.</summary>
    void Ask(CompositeRequest request, Checkpoint? from);

    /// <summary>Takes the answer from the common call; the next reading from the same checkpoint uses it.</summary>
    void Hear(Answer<IReadOnlyDictionary<string, CompositeAnswer>> answer, Checkpoint? from);

    /// <summary>Adds the questions of a verification to the common calls: what changed lately, and how many records there are.</summary>
    void AskVerification(CompositeRequest recent, CompositeRequest counts, VerificationRequest request);

    /// <summary>Takes the answers from the common calls; null for a call that nobody had a question for.</summary>
    void HearVerification(Answer<IReadOnlyDictionary<string, CompositeAnswer>>? recent, Answer<IReadOnlyDictionary<string, CompositeAnswer>>? counts);
}
