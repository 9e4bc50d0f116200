using CreditBridge.Abstractions.Records;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;

namespace CreditBridge.Storage.Stores;

/// <summary>Keeps what records said before a transaction changes or removes them: one statement for all of them, and only for kinds that decisions are made of.</summary>
internal sealed class RecordPast(Session session, string connection, RecordKind kind, DateTimeOffset now)
{
    /// <summary>The moment of the transaction.</summary>
    public DateTimeOffset Now => now;

    // Stages and users have no past that a decision would ask for; exchange rates and stage changes carry their own dates.
    private bool IsKept => kind is not (RecordKind.Stage or RecordKind.User or RecordKind.StageChange or RecordKind.ExchangeRate);

    /// <summary>Keeps the records as they are now. Call it before they are changed.</summary>
    public async Task KeepAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        if (!IsKept || keys.Count == 0)
            return;
        // What came and went at one moment was never known.
        await session.ExecuteAsync(
            "INSERT INTO record_history (connection, kind, key, known_to, known_from, subject_kind, subject_key, payload) " +
            "SELECT connection, kind, key, @now, known_from, subject_kind, subject_key, payload FROM records " +
            $"WHERE connection = @connection AND kind = @kind AND {session.In("key", "keys")} AND (known_from IS NULL OR known_from < @now) ON CONFLICT DO NOTHING",
            cancellationToken,
            ("now", now),
            ("connection", connection),
            ("kind", (short)kind),
            ("keys", keys.ToArray()));
    }

    /// <summary>Notes that the source's history begins, unless it has begun before.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => !IsKept ? Task.CompletedTask : session.InsertAsync(
        [new HistoryStartRow { Connection = connection, Kind = kind, Since = now }], OnConflict.Keep, cancellationToken);
}
