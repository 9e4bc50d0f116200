using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.TestKit.Connectors;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>Rows that say exactly the same: on one page the API has them twice; on two pages one may have moved.</summary>
public sealed class RepeatedRowsTests
{
    private const string Mapping = """
        connector: Rest
        system: erp
        api: {auth: {kind: none}}
        records:
          open_items:
            read:
              request: {path: items, query: {offset: "{{page.offset}}", limit: "{{page.size}}"}}
              rows: data
              paging: {kind: offset}
              set: full
            sign: customer_owes_positive
            credit_notes: negative
            date_format: yyyy-MM-dd
            fields:
              company: {value: "1"}
              customer: {value: C1}
              document: no
              type: {value: invoice}
              issued: {value: 2026-01-01}
              due: {value: 2026-02-01}
              currency: {value: EUR}
              open_amount: amount
        """;

    [Theory]
    [InlineData("A B B C D", "erp:1/B")]
    [InlineData("A B C C D", "")]
    [InlineData("A B C C C D", "erp:1/C")]
    [InlineData("A B B D B", "erp:1/B")]
    public async Task OnOnePage_TheyAreReported_OnTwoTheyMayHaveMoved(string documents, string expected)
    {
        var engine = await ReadAsync(documents);
        engine.Records.Count.ShouldBe(documents.Split(' ').Distinct().Count());
        engine.Rejected.Values.ShouldAllBe(r => r.IsRepetition);
        string.Join(' ', engine.Rejected.Values.Select(r => r.Key).Distinct()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("B B b A")]
    [InlineData("B b B A")]
    [InlineData("A B B C b")]
    public async Task WhenAnotherRowContradictsThem_NoneCounts(string documents)
    {
        var engine = await ReadAsync(documents);
        engine.Records.Keys.ShouldNotContain("erp:1/B");
        engine.Rejected.Values.ShouldContain(r => !r.IsRepetition);
        engine.Rejected.Values.ShouldAllBe(r => r.Key == "erp:1/B");
    }

    [Theory]
    [InlineData("kind: offset", true)]
    [InlineData("kind: offset, reread_last: true", false)]
    [InlineData("kind: offset, total: total", false)]
    [InlineData("kind: none", false)]
    public async Task Check_WarnsOfAListThatMayLoseARowWhenItMoves(string paging, bool isWarned)
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsJsonAsync(new { total = 0, data = Array.Empty<object>() }));
        using var folder = new RestFolder(Mapping.Replace("kind: offset", paging, StringComparison.Ordinal), server.Url);
        (await folder.CheckAsync()).Any(f => f is { Subject: "open_items.paging", Status: CheckStatus.Warning }).ShouldBe(isWarned);
    }

    // A small letter is a document of that name with another amount.
    private static async Task<MiniEngine> ReadAsync(string documents)
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            var (offset, limit) = (int.Parse(context.Request.Query["offset"]!), int.Parse(context.Request.Query["limit"]!));
            var rows = documents.Split(' ').Skip(offset).Take(limit).Select(d => new { no = d.ToUpperInvariant(), amount = char.IsLower(d[0]) ? 50 : 100 });
            await context.Response.WriteAsJsonAsync(new { data = rows });
        });
        using var folder = new RestFolder(Mapping, server.Url);
        return await folder.ReadAsync(RecordKind.Receivable);
    }
}
