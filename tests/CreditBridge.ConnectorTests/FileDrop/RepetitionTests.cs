using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Rows of a full file that say exactly the same: one thing written twice, or two things whose key is too short.</summary>
public sealed class RepetitionTests : IDisposable
{
    private const string Header = "NO,DOC,DAY,OPEN\n";
    private const string Rows = "C1,B1,2026-01-01,10\nC2,B2,2026-01-01,5000\nC2,B2,2026-01-01,5000\nC3,B3,2026-01-01,30\nC2,B2,2026-01-01,5000\nC1,B4,2026-01-01,40\nC1,B4,2026-01-01,40\n";

    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ItemThatStandsTwice_CountsOnce_AndIsReported()
    {
        Map(_folder);
        _folder.Quarantine = "quarantine";
        _folder.Write("i-1.csv", Header + Rows);
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Keys.Order().ShouldBe(["erp:1/B1", "erp:1/B2", "erp:1/B3", "erp:1/B4"]);
        _folder.Rejected.ShouldAllBe(r => r.IsRepetition);
        _folder.Rejected.Select(r => (r.Where, r.Key, r.Customer)).ShouldBe([("i-1.csv:3", "erp:1/B2", "erp:1/C2"), ("i-1.csv:7", "erp:1/B4", "erp:1/C1")]);
        _folder.Rejected.Select(r => r.Reason).ShouldBe(
        [
            "erp:1/B2 stands in line 4 too, and in 1 more, with the same values: it counts once, and nobody knows whether these are one or two.",
            "erp:1/B4 stands in line 8 too, with the same values: it counts once, and nobody knows whether these are one or two.",
        ]);
        (_folder.Receipts.Single().Records, _folder.Receipts.Single().Rejected).ShouldBe((4, 0));
        var finding = (await _folder.CheckAsync()).Single(f => f.Subject == "open_items.repeated");
        (finding.Status, finding.Message.StartsWith("3 rows say what an earlier row says already", StringComparison.Ordinal)).ShouldBe((CheckStatus.Failed, true));
    }

    [Fact]
    public async Task MappingThatSaysSo_MakesThemOne()
    {
        Map(_folder, "repeated: once");
        _folder.Write("i-1.csv", Header + Rows);
        await _folder.ReadAsync(RecordKind.Receivable);
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((4, 0));
        (await _folder.CheckAsync()).Single(f => f.Subject == "open_items.repeated").Status.ShouldBe(CheckStatus.Ok);
    }

    [Fact]
    public async Task WithoutTheSecondRow_ItIsSettled_AndWhatIsMissingGoes()
    {
        Map(_folder);
        _folder.Write("i-1.csv", Header + Rows);
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.Rejected.Clear();
        _folder.Write("i-2.csv", Header + "C1,B1,2026-01-01,10\nC2,B2,2026-01-01,5000\nC2,B2,2026-01-01,5000\n");
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Keys.Order().ShouldBe(["erp:1/B1", "erp:1/B2"]);
        _folder.Rejected.ShouldHaveSingleItem().Key.ShouldBe("erp:1/B2");
    }

    [Fact]
    public async Task CustomerThatStandsTwice_IsNoMatter()
    {
        _folder.Customers("customers-1.csv", DropTestFolder.Row("F1"), DropTestFolder.Row("F2"), DropTestFolder.Row("F1"));
        await _folder.ReadAsync();
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((2, 0));
        (await _folder.CheckAsync()).Single(f => f.Subject == "customers.repeated").Status.ShouldBe(CheckStatus.Ok);
    }

    [Fact]
    public async Task ReadingThatWasBrokenOffAnywhere_EndsAlike()
    {
        for (var stop = 1; stop < 8; stop++)
        {
            using var folder = new DropTestFolder();
            Map(folder);
            folder.Write("i-1.csv", Header + Rows);
            await folder.ReadAsync(RecordKind.Receivable, pageSize: 1, stopAfter: stop);
            await folder.ReadAsync(RecordKind.Receivable, pageSize: 1);
            folder.State.Count.ShouldBe(4);
            folder.Rejected.Select(r => r.Where).Distinct().ShouldBe(["i-1.csv:3", "i-1.csv:7"], $"after {stop} pages");
        }
    }

    private static void Map(DropTestFolder folder, string keys = "") => folder.Map("open_items", "pattern: i-*.csv, set: full, max_removed_percent: 100",
        "company: {value: \"1\"}, customer: NO, document: DOC, issued: DAY, due: DAY, type: {value: invoice}, currency: {value: EUR}, open_amount: OPEN",
        $"sign: customer_owes_positive\n    credit_notes: negative\n    date_format: yyyy-MM-dd\n    {keys}");
}
