using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>What <see cref="CyclePoll"/> needs of a source, whatever its record.</summary>
internal interface IPolledSource : ISource
{
    /// <summary>Adds the source's question to the common call.</summary>
    void Ask(CompositeRequest request, Checkpoint? from);

    /// <summary>Takes the answer from the common call; the next reading from the same checkpoint uses it.</summary>
    void Hear(Answer<IReadOnlyDictionary<string, CompositeAnswer>> answer, Checkpoint? from);
}
