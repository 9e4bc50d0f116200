using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Snapshots;

public sealed class SnapshotIngestorTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_word_on_a_key_wins_within_a_page()
    {
        var page = new SourcePage<UserRecord>(
            [SourceChange<UserRecord>.Upsert(new("1", "old")), SourceChange<UserRecord>.Deleted("2"), SourceChange<UserRecord>.Upsert(new("1", "new")), SourceChange<UserRecord>.Upsert(new("2", "back"))],
            new Checkpoint("c"));

        var prepared = SnapshotIngestor.Prepare("crm", RecordKind.User, page, Now);

        prepared.Removed.ShouldBeEmpty();
        prepared.Rows.Select(r => ((UserRecord)RecordCodec.Decode(RecordKind.User, r.Payload)).Name).ShouldBe(["new", "back"]);
    }

    [Fact]
    public void Deletions_carry_the_record_that_took_their_place()
    {
        var page = new SourcePage<AccountRecord>([SourceChange<AccountRecord>.Deleted("1", mergedInto: "2")], new Checkpoint("c"));
        SnapshotIngestor.Prepare("crm", RecordKind.Account, page, Now).Removed.ShouldBe([new RemovedRecord("1", "2")]);
    }

    [Fact]
    public void Claims_of_accounts_are_pulled_out_also_when_there_are_none()
    {
        var key = CustomerKey.Parse("erp:1000/C1");
        var page = new SourcePage<AccountRecord>(
            [SourceChange<AccountRecord>.Upsert(new("1", "a") { CustomerKeys = [key] }), SourceChange<AccountRecord>.Upsert(new("2", "b"))], new Checkpoint("c"));
        var claims = SnapshotIngestor.Prepare("crm", RecordKind.Account, page, Now).Claims;
        claims["1"].ShouldBe([key]);
        claims["2"].ShouldBeEmpty();
    }
}
