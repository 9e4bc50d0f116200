using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.FileDrop;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.DropTestFolder;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class FileReadingTests : IDisposable
{
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UnfinishedFiles_AreLeftAlone_UntilRenamed()
    {
        _folder.Customers("customers-1.csv.part", Row("C1"));
        _folder.Customers("customers-1.csv.tmp", Row("C1"));
        (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure.Message.ShouldContain("none was ever read");
        File.Move(Path.Combine(_folder.Drop, "customers-1.csv.part"), Path.Combine(_folder.Drop, "customers-1.csv"));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1000/C1"]);
    }

    [Fact]
    public async Task WithMarkers_AFileWaitsForItsMarker()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync(completion: FileCompletion.Marker));
        _folder.Write("customers-1.csv.done", "");
        await _folder.ReadAsync(completion: FileCompletion.Marker);
        _folder.State.Keys.ShouldBe(["erp:1000/C1"]);
    }

    [Fact]
    public async Task ReadTwice_TheSecondTimeGivesNothing()
    {
        _folder.Customers("customers-1.csv", Row("C1"), Row("C2"), Row("C3"), Row("C4"));
        await _folder.ReadAsync();
        (await _folder.ReadAsync()).ShouldBeEmpty();
        var receipt = _folder.Receipts.ShouldHaveSingleItem();
        (receipt.Name, receipt.Records, receipt.Rejected).ShouldBe(("customers-1.csv", 4L, 0L));
    }

    [Fact]
    public async Task DeltaFile_UnderAnotherName_IsNotReadTwice()
    {
        const string Text = "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\n";
        _folder.Write("rates-1.csv", Text);
        await _folder.ReadAsync(RecordKind.ExchangeRate);
        _folder.Write("rates-2.csv", Text);
        (await _folder.ReadAsync(RecordKind.ExchangeRate)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FullFile_WithContentOfBefore_IsAppliedAgain()
    {
        _folder.Customers("customers-1.csv", Row("C1", hold: "N"));
        await _folder.ReadAsync();
        _folder.Customers("customers-2.csv", Row("C1", hold: "Y"));
        await _folder.ReadAsync();
        _folder.Customers("customers-3.csv", Row("C1", hold: "N"));
        await _folder.ReadAsync();
        ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).OnHold.ShouldBe(false);
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task FullFile_OfAFixedName_IsReadWheneverItsContentChanged()
    {
        foreach (var hold in new[] { "N", "Y", "N" })
        {
            _folder.Customers("customers-all.csv", Row("C1", hold: hold));
            await _folder.ReadAsync();
            ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).OnHold.ShouldBe(hold == "Y");
        }
    }

    [Fact]
    public async Task FullFile_RemovesWhatItDoesNotList()
    {
        _folder.Customers("customers-1.csv", Row("C1"), Row("C2"));
        await _folder.ReadAsync();
        _folder.Customers("customers-2.csv", Row("C2"), Row("C3"));
        var pages = await _folder.ReadAsync(pageSize: 1);
        _folder.State.Keys.ShouldBe(["erp:1000/C2", "erp:1000/C3"], ignoreOrder: true);
        pages.Select(p => p.FullSet!.Id).Distinct().ShouldHaveSingleItem();
        pages.Select(p => p.FullSet!.IsLast).ShouldBe([false, false, true]);
        pages.ShouldAllBe(p => p.FullSet!.MaxRemovedPercent == 50);
        pages.Count(p => p.Receipt is not null).ShouldBe(1);
    }

    [Fact]
    public async Task OlderFullFile_ThatComesLate_IsRefusedOnce()
    {
        _folder.Customers("customers-2.csv", Row("C2"));
        await _folder.ReadAsync();
        _folder.Customers("customers-1.csv", Row("C1"));
        var page = (await _folder.ReadAsync()).ShouldHaveSingleItem();
        page.Changes.ShouldBeEmpty();
        page.FullSet.ShouldBeNull();
        page.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("older than customers-2.csv");
        (await _folder.ReadAsync()).ShouldBeEmpty();
        _folder.State.Keys.ShouldBe(["erp:1000/C2"]);
    }

    [Fact]
    public async Task UnreadableOldFullFile_DoesNotMatter_AfterANewerOne()
    {
        _folder.Customers("customers-2.csv", Row("C2"));
        await _folder.ReadAsync();
        File.CreateSymbolicLink(Path.Combine(_folder.Drop, "customers-1.csv"), Path.Combine(_folder.Path, "nowhere"));
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CorrectedMapping_ReadsTheNewestFullFileAnew_AndOlderOnesNot()
    {
        _folder.Customers("customers-1.csv", Row("C1", "5"));
        _folder.Customers("customers-2.csv", Row("C1", "0"));
        await _folder.ReadAsync();
        File.WriteAllText(_folder.MappingPath, SampleMapping.Replace("zero: none ", "zero: unlimited ", StringComparison.Ordinal));
        await _folder.ReadAsync();
        ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).Limit.ShouldBe(CreditLimit.Unlimited);
        _folder.Rejected.ShouldBeEmpty();
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MappingComments_ChangeNothing()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await _folder.ReadAsync();
        File.AppendAllText(_folder.MappingPath, "\n# a remark\n");
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task KilledMidFile_GoesOnBehindTheLastPage()
    {
        _folder.Customers("customers-1.csv", [.. Enumerable.Range(1, 9).Select(i => Row($"C{i}"))]);
        await _folder.ReadAsync(stopAfter: 2);
        var rest = await _folder.ReadAsync();
        rest.SelectMany(p => p.Changes).Select(c => c.Key).ShouldBe(["erp:1000/C7", "erp:1000/C8", "erp:1000/C9"]);
        _folder.Receipts.ShouldHaveSingleItem().Records.ShouldBe(9);
    }

    [Fact]
    public async Task KilledMidFile_AndTheFileReplaced_ReadsTheNewContentFromItsBeginning()
    {
        _folder.Customers("customers-1.csv", [.. Enumerable.Range(1, 9).Select(i => Row($"C{i}"))]);
        await _folder.ReadAsync(stopAfter: 2);
        _folder.Customers("customers-1.csv", Row("C1", "7"), Row("C8"));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1000/C1", "erp:1000/C8"], ignoreOrder: true);
    }

    [Fact]
    public async Task FileThatChangesWhileItIsRead_IsNotCounted_AndReadAgain()
    {
        _folder.Customers("customers-1.csv", [.. Enumerable.Range(1, 5000).Select(i => Row($"C{i}"))]);
        var source = _folder.Source(RecordKind.ErpCustomer, pageSize: 500);
        var failure = await Should.ThrowAsync<ConnectorException>(async () =>
        {
            var first = true;
            await foreach (var page in source.ReadPagesAsync(null, default))
            {
                page.Receipt.ShouldBeNull();
                if (first)
                    File.AppendAllText(Path.Combine(_folder.Drop, "customers-1.csv"), Row("C9999") + "\n");
                first = false;
            }
        });
        failure.Failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Failure.Where!.ShouldEndWith("customers-1.csv");
        await _folder.ReadAsync(pageSize: 2000);
        _folder.State.Count.ShouldBe(5001);
    }

    [Fact]
    public async Task ByteOrderMark_And_WindowsLineEnds_AreUnderstood()
    {
        _folder.Write("customers-1.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes((Header + Row("C1", name: "Æther") + "\n").Replace("\n", "\r\n", StringComparison.Ordinal))]);
        await _folder.ReadAsync();
        ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).Name.ShouldBe("Æther");
    }

    [Theory]
    [InlineData("windows-1252", 1252)]
    [InlineData("iso-8859-15", 28605)]
    [InlineData("utf-16", 1200)]
    public async Task DeclaredEncodings_AreRead(string name, int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        File.WriteAllText(_folder.MappingPath, SampleMapping.Replace("encoding: utf-8", "encoding: " + name, StringComparison.Ordinal));
        _folder.Write("customers-1.csv", encoding.GetBytes(Header + Row("C1", name: "Göß €") + "\n"));
        await _folder.ReadAsync();
        ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).Name.ShouldBe("Göß €");
    }

    [Fact]
    public async Task HeaderOnly_IsAnEmptyListing()
    {
        _folder.Customers("customers-1.csv");
        var page = (await _folder.ReadAsync()).ShouldHaveSingleItem();
        (page.Changes.Count, page.FullSet!.IsLast, page.Receipt!.Records).ShouldBe((0, true, 0L));
    }

    [Fact]
    public async Task ContradictingRowsForOneKey_AreAllRejected_AnEqualOneIgnored()
    {
        _folder.Customers("customers-1.csv", Row("C1", "5"), Row("C2"), Row("C2"), Row("C1", "6"));
        await _folder.ReadAsync(pageSize: 1, stopAfter: 2);
        await _folder.ReadAsync(pageSize: 1);
        _folder.Rejected.ShouldContain(r => r.Reason.Contains("erp:1000/C1 stands in line 2 too", StringComparison.Ordinal));
        _folder.State.Keys.ShouldBe(["erp:1000/C2"]);
    }

    [Fact]
    public async Task DeltaFile_TheLastRowOfAKeyCounts()
    {
        _folder.Write("rates-1.csv", "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\nUSD,EUR,0.92,2025-01-01\n");
        await _folder.ReadAsync(RecordKind.ExchangeRate);
        ((ExchangeRateRecord)_folder.State["USD-EUR@2025-01-01"]).Rate.ShouldBe(0.92m);
    }

    [Fact]
    public async Task BrokenFullFile_IsPassedOver_WhenANewerOneIsThere()
    {
        _folder.Write("customers-1.csv", "NONSENSE\n1\n");
        _folder.Customers("customers-2.csv", Row("C1"));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1000/C1"]);
        var rejected = _folder.Rejected.ShouldHaveSingleItem();
        rejected.Where.ShouldBe("customers-1.csv");
        rejected.Reason.ShouldContain("Column COMPANY is missing");
        (await _folder.ReadAsync()).ShouldAllBe(p => p.Rejected.Count == 0 && p.Changes.Count == 0);
    }

    [Fact]
    public async Task BrokenNewestFile_KeepsWhatWasThere_AndFailsEachTime()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        _folder.Write("customers-2.csv", "NONSENSE\n1\n");
        for (var i = 0; i < 2; i++)
            (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure.Kind.ShouldBe(FailureKind.Configuration);
        _folder.State.Keys.ShouldBe(["erp:1000/C1"]);
        _folder.Write("rates-1.csv", "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\n");
        await _folder.ReadAsync(RecordKind.ExchangeRate);
        _folder.State.Count.ShouldBe(2);
    }

    [Fact]
    public async Task BrokenDeltaFile_IsNotOvertaken()
    {
        _folder.Write("rates-1.csv", "FROM,TO\nUSD,EUR\n");
        _folder.Write("rates-2.csv", "FROM,TO,RATE,RATE_DATE\nUSD,EUR,0.91,2025-01-01\n");
        await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync(RecordKind.ExchangeRate));
        _folder.State.ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyRows_AcrossManyPages_AllArrive()
    {
        _folder.Customers("customers-1.csv", [.. Enumerable.Range(1, 7_000).Select(i => Row($"C{i}"))]);
        var pages = await _folder.ReadAsync(pageSize: 2000);
        _folder.State.Count.ShouldBe(7_000);
        pages.ShouldAllBe(p => p.Changes.Count <= 2000);
    }
}
