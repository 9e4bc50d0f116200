using CreditBridge.Abstractions.Failures;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.DropTestFolder;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Full files that are refused: for how long somebody is told.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ARefusedFile_IsForgotten_OnceANewerOneIsRead()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        Refused("customers-2.csv");
        (await _folder.FailureAsync()).Where.ShouldNotBeNull().ShouldContain("customers-2.csv");
        (await _folder.FailureAsync()).Where.ShouldNotBeNull().ShouldContain("customers-2.csv");
        _folder.Customers("customers-3.csv", Row("C3"));
        await _folder.ReadAsync();
        _folder.Rejected.ShouldBeEmpty();
        _folder.State.Keys.ShouldBe(["erp:1000/C3"]);
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SeveralRefusedFiles_AreForgotten_OnceANewerOneIsRead()
    {
        Refused("customers-1.csv");
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync());
        Refused("customers-2.csv");
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync());
        _folder.Customers("customers-3.csv", Row("C3"));
        await _folder.ReadAsync();
        _folder.Rejected.ShouldBeEmpty();
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARefusedFile_ThatCameTogetherWithANewerOne_IsToldOnce()
    {
        Refused("customers-1.csv");
        _folder.Customers("customers-2.csv", Row("C2"));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1000/C2"]);
        var told = _folder.Rejected.ShouldHaveSingleItem();
        (told.Where, told.Reason).ShouldSatisfyAllConditions(t => t.Where.ShouldBe("customers-1.csv"), t => t.Reason.ShouldContain("The newer customers-2.csv was read instead."));
        var settling = (await _folder.ReadAsync()).ShouldHaveSingleItem();
        (settling.Rejected.Count, settling.Settled).ShouldSatisfyAllConditions(s => s.Count.ShouldBe(0), s => s.Settled.ShouldBe(["customers-1.csv"]));
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARefusedFile_ThatIsTakenAway_StopsNothing()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        Refused("customers-2.csv");
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync());
        File.Delete(Path.Combine(_folder.Drop, "customers-2.csv"));
        await _folder.ReadAsync();
        (await _folder.ReadAsync()).ShouldBeEmpty();
        _folder.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public async Task ARefusedFile_IsForgotten_WhenTheNewerOneSaysTheSameAsTheLast()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        Refused("customers-2.csv");
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync());
        _folder.Customers("customers-3.csv", Row("C1"));
        await _folder.ReadAsync();
        (await _folder.ReadAsync()).ShouldBeEmpty();
        _folder.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public async Task ALateFile_IsSettled_WhenItIsTakenAway()
    {
        _folder.Customers("customers-2.csv", Row("C2"));
        await _folder.ReadAsync();
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        _folder.Rejected.ShouldHaveSingleItem();
        (await _folder.ReadAsync()).ShouldBeEmpty();
        File.Delete(Path.Combine(_folder.Drop, "customers-1.csv"));
        (await _folder.ReadAsync()).ShouldHaveSingleItem().Settled.ShouldBe(["customers-1.csv"]);
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    private void Refused(string name) => _folder.Write(name, "no,such,columns\n1,2,3\n");
}
