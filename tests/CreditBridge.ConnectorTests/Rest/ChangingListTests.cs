using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>A list that changes between two pages, and one that contradicts itself.</summary>
public sealed class ChangingListTests
{
    private const string Mapping = """
        connector: Rest
        system: erp
        api: {auth: {kind: none}}
        records:
          customers:
            read:
              request: {path: customers, query: {offset: "{{page.offset}}", limit: "{{page.size}}"}}
              rows: data
              paging: {kind: offset, total: total}
              set: full
            fields: {company: {value: "1"}, number: no, name: name, currency: {value: EUR}}
        """;

    private List<(string No, string Name)> _rows = [.. Enumerable.Range(1, 8).Select(i => ($"C{i}", "as it was"))];
    private Action? _afterPage;

    [Fact]
    public async Task RowTakenOutBetweenTwoPages_HidesNoOther()
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);
        using var folder = new RestFolder(Mapping, server.Url);
        _afterPage = () =>
        {
            _rows.RemoveAt(0);
            _afterPage = null;
        };
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Records.Keys.ShouldContain("erp:1/C4", "it moved from the second page to the first");
    }

    [Fact]
    public async Task RowThatContradictsAnEarlierPage_LeavesTheLastGoodState()
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);
        using var folder = new RestFolder(Mapping, server.Url);
        await folder.ReadAsync(RecordKind.ErpCustomer);
        _rows = [("C1", "one"), .. _rows.Skip(1), ("N1", "one"), ("C1", "two"), ("N2", "new"), ("N2", "new"), ("N3", "x"), ("N3", "y"), ("N1", "two"), ("C1", "one")];
        var engine = await folder.ReadAsync(RecordKind.ErpCustomer);
        ((ErpCustomerRecord)engine.Records["erp:1/C1"]).Name.ShouldBe("as it was");
        engine.Records.Keys.ShouldContain("erp:1/N2");
        engine.Records.Keys.ShouldNotContain("erp:1/N1");
        engine.Records.Keys.ShouldNotContain("erp:1/N3");
        engine.Rejected.Values.Select(r => r.Key).Distinct().Order().ShouldBe(["erp:1/C1", "erp:1/N1", "erp:1/N3"]);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (offset, limit) = (int.Parse(context.Request.Query["offset"]!), int.Parse(context.Request.Query["limit"]!));
        await context.Response.WriteAsJsonAsync(new { total = _rows.Count, data = _rows.Skip(offset).Take(limit).Select(r => new { no = r.No, name = r.Name }) });
        _afterPage?.Invoke();
    }
}
