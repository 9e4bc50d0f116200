using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.TestKit.Connectors;

/// <summary>
/// What a source needs around it in a conformance test: a system with records of one kind. Written by the author of a connector; one instance serves one test.
/// </summary>
public interface ISourceHarness : IAsyncDisposable
{
    /// <summary>The kind of record under test.</summary>
    RecordKind Kind { get; }

    /// <summary>Connects anew, as after a restart of the process. Pages must be small (three records or so), so that the few records of a test make several.</summary>
    IConnection Connect(ConnectionContext context);

    /// <summary>Puts records into the system, so that the next read sees them: one per number. Called again with a number, it changes that record.</summary>
    /// <param name="numbers">Numbers of the records; each number always stands for the same record.</param>
    /// <param name="version">What the records say; another version is another content.</param>
    Task PublishAsync(IReadOnlyList<int> numbers, int version);

    /// <summary>Puts the records into the system and among them one that cannot be read; false when the system cannot hold such a thing.</summary>
    Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version);

    /// <summary>Key of the record with a number.</summary>
    string KeyOf(int number);
}
