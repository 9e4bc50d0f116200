using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Changes: by stamps, by delta links, by marks, in batches.</summary>
public sealed class ODataChangesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeltaLink_ShowsChangesAndWhatIsGone(bool asVersion40)
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      delta: true")).With("A", "B's", "C", "D");
        service.Stub.OldRemovals = asVersion40;
        await service.ReadAsync();
        service.Customers.Remove(r => (string)r["Number"]! == "B's");
        service.Customers.Put(service.Row("C", "Renamed"));
        service.Stub.LeftOutOfDeltas.Add("Since");
        service.Stub.Requests.Clear();
        await service.ReadAsync();
        service.Numbers.ShouldBe(["A", "C", "D"]);
        var changed = (ErpCustomerRecord)service.Engine.Records["erp:1/C"];
        (changed.Name, changed.CustomerSince).ShouldBe(("Renamed", new DateOnly(2025, 3, 1)), "what a delta leaves out is asked for");
        service.Stub.Requests[0].ShouldContain("$deltatoken");
        service.Stub.Requests[1].ShouldContain("Number eq 'C'");
    }

    [Fact]
    public async Task ADeltaLinkThatHasEnded_IsFollowedByAReadOfEverything_AndWhatDisappearedGoes()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      delta: true\n      max_removed_percent: 90")).With("A", "B", "C", "D", "E");
        await service.ReadAsync();
        service.Customers.Remove(r => (string)r["Number"]! == "B");
        service.With("F");
        service.Stub.ExpireLinks();
        await service.ReadAsync();
        service.Numbers.ShouldBe(["A", "C", "D", "E", "F"]);
        service.Stub.Requests.Clear();
        await service.ReadAsync();
        service.Stub.Requests.Count.ShouldBe(1, "afterwards there are changes only");
    }

    [Fact]
    public async Task AServiceWithoutDeltaLinks_IsSaidToBeOne()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      delta: true")).With("A");
        service.Stub.Next.Enqueue(new StubAnswer(200, """{"value":[]}"""));
        (await service.FailAsync()).Message.ShouldContain("no delta link");
    }

    [Fact]
    public async Task Changes_AreAskedForFromTheNewestStampOn_WithTheOverlapAndTheAdminsFilter()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      changed: {column: Modified, overlap: 30s}\n      filter: Name ne 'x' or Name eq 'y'")).With("A", "B", "C");
        await service.ReadAsync();
        service.Stub.Requests.Clear();
        service.With("A");
        await service.ReadAsync();
        service.Stub.Requests[0].ShouldContain("$filter=(Name ne 'x' or Name eq 'y') and (Modified ge 2026-01-01T00:01:30Z)&");
        service.Stub.Requests[0].ShouldContain("$orderby=Modified,Number");
    }

    [Fact]
    public async Task AMarkThatStillHolds_CostsNoRows()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      etag: true")).With("A", "B");
        service.Stub.Marks = true;
        await service.ReadAsync();
        await service.ReadAsync();
        service.Stub.LastHeaders.Keys.ShouldContain("If-None-Match");
        service.With("C");
        await service.ReadAsync();
        service.Numbers.ShouldBe(["A", "B", "C"]);
    }

    [Theory]
    [InlineData("json", false)]
    [InlineData("multipart", false)]
    [InlineData("multipart", true)]
    public async Task TheChangesOfSeveralKinds_AreAskedForInOneRequest(string form, bool isV2)
    {
        var rates = new StubSet("Rates", ["Id"], new(StringComparer.Ordinal) { ["Id"] = "Edm.Int32", ["Day"] = isV2 ? "Edm.DateTime" : "Edm.Date", ["Rate"] = "Edm.Decimal",
            ["Modified"] = "Edm.DateTimeOffset" });
        object day = isV2 ? new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Unspecified) : new DateOnly(2026, 1, 2);
        rates.Put(new() { ["Id"] = 1, ["Day"] = day, ["Rate"] = 1.25m, ["Modified"] = DateTimeOffset.UnixEpoch.AddYears(50) });
        await using var service = (await ServiceUnderTest.StartAsync("set: changes\n      changed: Modified", isV2, others: rates)).With("A");
        service.Folder.Write($$"""
            connector: OData
            system: erp
            odata: {version: {{(isV2 ? 2 : 4)}}, batch: {{form}}, auth: {kind: none} }
            records:
              customers:
                read: {set: changes, entity: Customers, key: [Number], changed: Modified, paging: server}
                fields: {company: {value: "1"}, number: Number, name: Name}
              rates:
                read: {set: changes, entity: Rates, key: [Id], changed: Modified, paging: server}
                fields: {from: {value: EUR}, to: {value: USD}, rate: Rate, date: Day}
            """);
        await using var connection = service.Folder.Connect(service.Engine.Context, service.Stub.BaseUrl, 100);
        var checkpoints = new Dictionary<RecordKind, Abstractions.Sources.Checkpoint?>();
        for (var cycle = 0; cycle < 2; cycle++)
        {
            service.Stub.Requests.Clear();
            service.With("B");
            await connection.BeginCycleAsync(checkpoints, CancellationToken.None);
            foreach (var source in connection.Sources.Where(s => s.Kind is RecordKind.ErpCustomer or RecordKind.ExchangeRate))
            {
                await foreach (var page in source.ReadPagesAsync(checkpoints.GetValueOrDefault(source.Kind), CancellationToken.None))
                {
                    service.Engine.Store(page);
                    checkpoints[source.Kind] = page.Next;
                }
            }
        }

        service.Stub.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /odata/$batch");
        service.Engine.Records.Count.ShouldBe(3);
    }
}
