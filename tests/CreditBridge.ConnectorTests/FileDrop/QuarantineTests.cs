using CreditBridge.Abstractions.Failures;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.DropTestFolder;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class QuarantineTests : IDisposable
{
    private readonly DropTestFolder _folder = new() { Quarantine = "quarantine" };

    public void Dispose() => _folder.Dispose();

    private string Folder => Path.Combine(_folder.Path, "quarantine");

    [Fact]
    public async Task RejectedRows_AreListedWithLineReasonAndText_OnceHoweverOftenTheyAreRead()
    {
        _folder.Customers("customers-1.csv", Row("C1", hold: "?"), Row("C2"), "a,\"b\"", Row("C3"), Row("C4", limit: "x"));
        await _folder.ReadAsync(pageSize: 1, stopAfter: 3);
        Directory.GetFiles(Folder).ShouldBeEmpty();
        await _folder.ReadAsync(pageSize: 1);
        var lines = File.ReadAllLines(Path.Combine(Folder, "customers-1.csv.rejected.csv"));
        lines.Length.ShouldBe(4);
        lines[0].ShouldBe("line,reason,row");
        lines[1].ShouldStartWith("2,\"hold: '?' is listed neither");
        lines[2].ShouldBe("4,\"The row has 2 values, the header 10. A value that holds ',' must stand in quotation marks.\",\"a,\"\"b\"\"\"");
        lines[3].ShouldEndWith($",\"{Row("C4", limit: "x")}\"");
        _folder.Checkpoints.Clear();
        await _folder.ReadAsync();
        File.ReadAllLines(Path.Combine(Folder, "customers-1.csv.rejected.csv")).ShouldBe(lines);
        Directory.GetFiles(Folder).ShouldHaveSingleItem();
        File.Exists(Path.Combine(_folder.Drop, "customers-1.csv")).ShouldBeTrue();
    }

    [Fact]
    public async Task ARefusedFile_GetsItsReason_UntilItIsGood()
    {
        _folder.Write("customers-1.csv", "NONSENSE\n1\n");
        for (var i = 0; i < 2; i++)
            await _folder.FailureAsync();
        var reason = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        Path.GetFileName(reason).ShouldBe("customers-1.csv.reason.txt");
        File.ReadAllText(reason).ShouldContain("Column COMPANY is missing");
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        Directory.GetFiles(Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutTheOption_NothingIsWritten()
    {
        _folder.Quarantine = "";
        _folder.Customers("customers-1.csv", Row("C1", hold: "?"));
        await _folder.ReadAsync();
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [Fact]
    public async Task AFolderThatCannotBeWritten_IsSaid()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        _folder.Customers("customers-1.csv", Row("C1", hold: "?"));
        var failure = await _folder.FailureAsync();
        (failure.Kind, failure.Message.StartsWith("What could not be read cannot be kept", StringComparison.Ordinal)).ShouldBe((FailureKind.Configuration, true));
        _folder.Quarantine = "drop";
        (await _folder.FailureAsync()).Message.ShouldBe("The quarantine is the drop folder itself.");
    }
}
