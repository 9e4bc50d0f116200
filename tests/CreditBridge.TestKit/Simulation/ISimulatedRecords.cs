using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.TestKit.Simulation;

/// <summary>Records of one kind in a simulated system, and the source that reads them.</summary>
public interface ISimulatedRecords<T> : ISource<T>
    where T : SourceRecord
{
    /// <summary>What is there now, by key.</summary>
    IReadOnlyDictionary<string, T> Current { get; }

    void Put(T record);

    void Delete(string key);
}
