using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Rows of one key that contradict each other: nobody can say which is true, so none of them counts.</summary>
public sealed class ContradictionTests : IDisposable
{
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("N", "Y")]
    [InlineData("Y", "N")]
    [InlineData("N", "?")]
    [InlineData("?", "N")]
    public async Task LastGoodStateStays(string first, string second)
    {
        _folder.Customers("customers-1.csv", Rows("Y"));
        await ReadAsync();
        _folder.Customers("customers-2.csv", [.. Rows(first), DropTestFolder.Row("F3", hold: second)]);
        await ReadAsync();
        ((ErpCustomerRecord)_folder.State["erp:1000/F3"]).OnHold.ShouldBe(true);
        _folder.State.Count.ShouldBe(6);
        _folder.Rejected.Select(r => r.Where.Split(':', ',')[1]).Order().ShouldBe(["4", "8"]);
    }

    [Fact]
    public async Task ReadingThatWasBrokenOffAnywhere_EndsAlike()
    {
        for (var stop = 1; stop < 8; stop++)
        {
            using var folder = new DropTestFolder();
            folder.Customers("customers-2.csv", [.. Rows("N"), DropTestFolder.Row("F3", hold: "Y"), DropTestFolder.Row("F1"), DropTestFolder.Row("F2")]);
            await folder.ReadAsync(pageSize: 1, stopAfter: stop);
            await folder.ReadAsync(pageSize: 1);
            folder.State.Keys.Order().ShouldBe(["erp:1000/F1", "erp:1000/F2", "erp:1000/F4", "erp:1000/F5", "erp:1000/F6"]);
            (folder.Receipts.Single().Records, folder.Receipts.Single().Rejected).ShouldBe((5, 2), $"after {stop} pages");
        }
    }

    private async Task ReadAsync() => await _folder.ReadAsync(pageSize: 2);

    private static string[] Rows(string hold) =>
        [DropTestFolder.Row("F1"), DropTestFolder.Row("F2"), DropTestFolder.Row("F3", hold: hold), DropTestFolder.Row("F4"), DropTestFolder.Row("F5"), DropTestFolder.Row("F6")];
}
