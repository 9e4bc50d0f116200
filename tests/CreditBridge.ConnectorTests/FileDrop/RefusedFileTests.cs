using System.Text;
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

    [Fact]
    public async Task EveryRefusedFile_ThatWaits_IsNamed()
    {
        _folder.Customers("customers-10.csv", Row("C1"));
        await _folder.ReadAsync();
        Refused("customers-11.csv");
        await _folder.FailureAsync();
        _folder.Write("customers-12.csv", Encoding.Unicode.GetBytes(Header + Row("C2") + "\n"));
        _folder.Write("customers-13.csv", (Header + Row("C2")).Replace("CUSTNO", "NUMBER", StringComparison.Ordinal));
        _folder.Write("customers-14.csv", "");
        var failure = await _folder.FailureAsync();
        failure.Where.ShouldNotBeNull().ShouldContain("customers-14.csv");
        failure.Message.ShouldEndWith("customers-11.csv, customers-12.csv, customers-13.csv were refused before it.");
        for (var i = 15; i < 20; i++)
            Refused($"customers-{i}.csv");
        failure = await _folder.FailureAsync();
        failure.Where.ShouldNotBeNull().ShouldContain("customers-19.csv");
        failure.Message.ShouldEndWith("customers-11.csv, customers-12.csv, customers-13.csv, customers-14.csv, customers-15.csv and 3 more were refused before it.");
    }

    [Fact]
    public async Task FilesOfChanges_ThatWaitForARefusedOne_AreNamed()
    {
        _folder.Map("customers", "pattern: customers-*.csv, set: delta", "company: {value: \"1000\"}, number: CUSTNO, name: NAME");
        _folder.Customers("customers-3.csv", Row("C3"));
        await _folder.ReadAsync();
        Refused("customers-2.csv");
        (await _folder.FailureAsync()).Message.ShouldNotContain("customers-3.csv", Case.Sensitive, "it was read before");
        _folder.Customers("customers-4.csv", Row("C4"));
        var failure = await _folder.FailureAsync();
        failure.Where.ShouldNotBeNull().ShouldContain("customers-2.csv");
        failure.Message.ShouldEndWith("customers-4.csv waits for it and was not looked at.");
        Refused("customers-5.csv");
        (await _folder.FailureAsync()).Message.ShouldEndWith("customers-4.csv, customers-5.csv wait for it and were not looked at.");
        File.Delete(Path.Combine(_folder.Drop, "customers-2.csv"));
        (await _folder.FailureAsync()).Where.ShouldNotBeNull().ShouldContain("customers-5.csv");
        _folder.State.Keys.ShouldContain("erp:1000/C4");
    }

    private void Refused(string name) => _folder.Write(name, "no,such,columns\n1,2,3\n");
}
