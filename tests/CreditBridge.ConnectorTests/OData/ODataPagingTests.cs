using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Pages, links that end, and what a service may do wrong with them.</summary>
public sealed class ODataPagingTests
{
    private static readonly string[] Seven = ["A", "B", "C", "D'; drop", "E' or 1 eq 1 or Number eq '", "F&G=1#?", "Ü"];

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    public async Task AReadThatWasKilledOnAnyPage_GoesOnAfterTheLinkHasEnded(bool relative, int pages)
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With(Seven);
        (service.Stub.PageLimit, service.Stub.RelativeLinks) = (2, relative);
        await service.ReadAsync(pages);
        service.Stub.ExpireLinks();
        service.Stub.Requests.Clear();
        await service.ReadAsync();
        service.Numbers.ShouldBe(Seven, ignoreOrder: true);
        service.Engine.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("paging: keyset", false)]
    [InlineData("paging: skip", false)]
    [InlineData("paging: keyset", true)]
    [InlineData("paging: skip", true)]
    public async Task AServiceWithoutPagesOfItsOwn_IsReadInPages_WhateverTheKeysHold(string paging, bool isV2)
    {
        await using var service = (await ServiceUnderTest.StartAsync($"set: full\n      {paging}", isV2)).With(Seven);
        await service.ReadAsync();
        service.Numbers.ShouldBe(Seven, ignoreOrder: true);
        service.Stub.Requests.Count.ShouldBeGreaterThanOrEqualTo(4);
        service.Stub.Requests.ShouldAllBe(r => r.Contains("$top=2") && r.Contains("$select=Number,Name,Since"));
    }

    [Fact]
    public async Task ALinkToAnotherHost_IsNotFollowed()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With("A");
        service.Stub.Next.Enqueue(new StubAnswer(200, """{"value":[{"Number":"A","Name":"A","Since":null}],"@odata.nextLink":"https://elsewhere.example/odata/Customers?$skiptoken=1"}"""));
        var failure = await service.FailAsync();
        (failure.Kind, failure.Message).ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(FailureKind.Configuration), f => f.Message.ShouldContain("elsewhere.example"));
    }

    [Fact]
    public async Task LinksThatGoInACircle_AreNoticed()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With("A");
        var page = """{"value":[{"Number":"A","Name":"A","Since":null}],"@odata.nextLink":"Customers?$skiptoken=round"}""";
        service.Stub.Next.Enqueue(new StubAnswer(200, page));
        service.Stub.Next.Enqueue(new StubAnswer(200, page));
        (await service.FailAsync()).Message.ShouldContain("never comes to an end");
    }

    [Fact]
    public async Task AServiceThatIgnoresTheFilterOfKeys_IsNoticed()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full\n      paging: keyset")).With("A");
        var page = """{"value":[{"Number":"A","Name":"A","Since":null}]}""";
        service.Stub.Next.Enqueue(new StubAnswer(200, page));
        service.Stub.Next.Enqueue(new StubAnswer(200, page));
        (await service.FailAsync()).Kind.ShouldBe(FailureKind.Fatal);
    }

    [Fact]
    public async Task DaysOfTheSecondVersion_StayWhatTheyShow_AndNumbersInTextsKeepTheirCents()
    {
        await using var service = await ServiceUnderTest.StartAsync("set: full", isV2: true, top: "no_date: [1900-01-01]", fields: "currency: {value: EUR}\n      limit: {column: Limit, zero: none, null: not_set}");
        service.With("A");
        var none = service.Row("B");
        none["Since"] = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        service.Customers.Put(none);
        await service.ReadAsync();
        var customer = (ErpCustomerRecord)service.Engine.Records["erp:1/A"];
        customer.CustomerSince.ShouldBe(new DateOnly(2025, 3, 1));
        customer.Limit.TryGetAmount(out var limit).ShouldBeTrue();
        limit.Amount.ShouldBe(1234.56m);
        ((ErpCustomerRecord)service.Engine.Records["erp:1/B"]).CustomerSince.ShouldBeNull();
    }

    [Fact]
    public async Task ACollectionInsideOfRecords_IsReadElementByElement()
    {
        await using var service = await ServiceUnderTest.StartAsync("set: full");
        service.Customers.Types["Branches"] = "Collection(stub.Branch)";
        var row = service.Row("A");
        row["Branches"] = new List<Dictionary<string, object?>> { new() { ["Code"] = "1" }, new() { ["Code"] = "2" } };
        service.Customers.Put(row);
        service.Folder.Write("""
            connector: OData
            system: erp
            odata: {version: 4, auth: {kind: none} }
            records:
              customers:
                read: {set: full, entity: Customers, key: [Number], expand: [Branches], each: Branches}
                fields: {company: ^.Number, number: Code, name: ^.Name}
            """);
        await service.ReadAsync();
        service.Engine.Records.Keys.ShouldBe(["erp:A/1", "erp:A/2"]);
        service.Stub.Requests[0].ShouldContain("$expand=Branches($select=Code)");
    }
}
