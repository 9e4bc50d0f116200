using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.TestKit.Connectors;

/// <summary>
/// What a source needs around it in a conformance test: a system with records of one kind. Written by the author of a connector; one instance serves one test.
/// The first five members are needed. Each of the others makes the system do one thing more; one that is left out stands in <see cref="Cannot"/> with its reason.
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

    /// <summary>Key of the record with a number.</summary>
    string KeyOf(int number);

    /// <summary>What the system, or the stand-in for it, cannot be made to do, each with the reason in a sentence.</summary>
    IReadOnlyDictionary<Ability, string> Cannot { get; }

    /// <summary>Puts the records into the system and among them one that cannot be read; false when the system cannot hold such a thing.</summary>
    Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version) => Task.FromResult(false);

    /// <summary>Takes records out of the system; false when it never lets one go, or never says so.</summary>
    Task<bool> DeleteAsync(IReadOnlyList<int> numbers) => Task.FromResult(false);

    /// <summary>Puts a record into the system so that one read shows it twice, first in one version and then in another, which may be the same; false when that cannot be.</summary>
    Task<bool> PublishTwiceAsync(int number, int version, int then) => Task.FromResult(false);

    /// <summary>Changes a record, or adds it, with a stamp somewhat older than the newest that was read, as a long transaction does; false when there are no stamps.</summary>
    Task<bool> PublishLateAsync(int number, int version) => Task.FromResult(false);

    /// <summary>Gives a record the key of another number, which no record has; false when keys never change.</summary>
    Task<bool> RenumberAsync(int number, int becomes) => Task.FromResult(false);

    /// <summary>Puts a record into the system whose amount (a limit, what is open) and currency are these; false when its records have none.</summary>
    Task<bool> PublishAmountAsync(int number, decimal amount, string currency) => Task.FromResult(false);

    /// <summary>A text that is no currency for this connection.</summary>
    string NoCurrency => "XQX";

    /// <summary>Connects with credentials that the system refuses; null when it asks for none.</summary>
    IConnection? ConnectRefused(ConnectionContext context) => null;

    /// <summary>
    /// Changes the shape of the system. What is published after it comes in that shape; with <see cref="SchemaDrift.None"/> everything is as it was and can be read again.
    /// False when the system cannot change in that way.
    /// </summary>
    Task<bool> DriftAsync(SchemaDrift drift) => Task.FromResult(false);

    /// <summary>The most records that a page of this connection may hold.</summary>
    int PageBound => 10;
}
