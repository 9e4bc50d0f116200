using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Kinds;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Whatever stands in a file: records, rejections or a <see cref="ConnectorException"/>, never anything else.</summary>
public sealed class HostileInputTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20251126, 29);
    private static readonly string[] Pieces = [",", "\"", "\n", "\r\n", "\r", ";", "\0", "0", "-", "1000", "C1", "EUR", "N", "N30", "2020-01-01", "\"a\nb\"", "\uFEFF", "Ä", " ", "999999999", "1e999"];

    [Fact]
    public void RandomBytes_AreReadOrRefused() => Prop.ForAll<byte[], bool>((bytes, withHeader) =>
        Reads(withHeader ? [.. Encoding.UTF8.GetBytes(DropTestFolder.Header), .. bytes] : bytes)).Check(Thorough);

    [Fact]
    public void RandomCsv_IsReadOrRefused() => Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(), pieces =>
        Reads(Encoding.UTF8.GetBytes(DropTestFolder.Header + string.Concat(pieces)))).Check(Thorough);

    // Every kind of the sample mapping, and files whose header is right and whose rows are anything at all.
    public static TheoryData<RecordKind, string> Files => new()
    {
        { RecordKind.Receivable, "open-items-1.csv" }, { RecordKind.Payment, "paid-items-1.csv" }, { RecordKind.ExchangeRate, "rates-1.csv" }, { RecordKind.OpenOrder, "orders-1.csv" },
        { RecordKind.BureauReport, "bureau-reports-1.csv" }, { RecordKind.FinancialStatement, "statements-1.csv" }, { RecordKind.Security, "securities-1.csv" }, { RecordKind.Signal, "signals-1.csv" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void RandomRows_OfEveryKind_AreReadOrRefused(RecordKind kind, string file)
    {
        var columns = ColumnsOf(file);
        var likely = Gen.Elements("1000", "C1", "EUR", "N", "Y", "1", "0", "-7", "72", "2025-01-01", "9999-12-31", "INS", "DLV", "OPN", "INV", "CN", "3", "INSOLVENCY", "", " ", "x", "999999999999999");
        Prop.ForAll(likely.ArrayOf(columns.Length).ArrayOf().ToArbitrary(), rows =>
        {
            using var folder = new DropTestFolder();
            folder.Write(file, string.Join(',', columns) + "\n" + string.Concat(rows.Select(r => string.Join(',', r) + "\n")));
            folder.ReadAsync(kind).GetAwaiter().GetResult();
            folder.Rejected.ShouldAllBe(r => r.Where.StartsWith(file, StringComparison.Ordinal) && r.Reason.Length > 0);
            return folder.Receipts.Count == 1;
        }).Check(Thorough);
    }

    private static string[] ColumnsOf(string file)
    {
        var mapping = MappingFile<FileLayout>.Parse(new FileDialect(), "m.yaml", DropTestFolder.SampleMapping, [])!;
        var origins = file.Split("-1.")[0] switch
        {
            "open-items" => mapping.Of(MappedKinds.OpenItems)!.Records.ColumnOrigins,
            "paid-items" => mapping.Of(MappedKinds.PaidItems)!.Records.ColumnOrigins,
            "rates" => mapping.Of(MappedKinds.Rates)!.Records.ColumnOrigins,
            "orders" => mapping.Of(MappedKinds.Orders)!.Records.ColumnOrigins,
            "bureau-reports" => mapping.Of(MappedKinds.BureauReports)!.Records.ColumnOrigins,
            "statements" => mapping.Of(MappedKinds.Statements)!.Records.ColumnOrigins,
            "securities" => mapping.Of(MappedKinds.Securities)!.Records.ColumnOrigins,
            _ => mapping.Of(MappedKinds.Signals)!.Records.ColumnOrigins,
        };
        return [.. origins.Select(o => o.Column!).Distinct()];
    }

    [Fact]
    public void RandomRows_ResumedAnywhere_EndInTheSameState() => Prop.ForAll(
        Gen.Zip(Gen.Choose(1, 6), Gen.Elements("5", "0", "", "x", "999999999")).ArrayOf().ToArbitrary(),
        Gen.Choose(1, 8).ToArbitrary(),
        (rows, stopAfter) =>
        {
            using var whole = new DropTestFolder();
            using var parts = new DropTestFolder();
            foreach (var folder in new[] { whole, parts })
                folder.Customers("customers-1.csv", [.. rows.Select(r => DropTestFolder.Row($"C{r.Item1}", r.Item2))]);
            whole.ReadAsync(pageSize: 2).GetAwaiter().GetResult();
            parts.ReadAsync(pageSize: 2, stopAfter: stopAfter).GetAwaiter().GetResult();
            parts.ReadAsync(pageSize: 2).GetAwaiter().GetResult();
            return parts.State.OrderBy(s => s.Key).SequenceEqual(whole.State.OrderBy(s => s.Key))
                && parts.Rejected.Select(r => r.Where).SequenceEqual(whole.Rejected.Select(r => r.Where))
                && parts.Receipts.SequenceEqual(whole.Receipts);
        }).Check(Thorough);

    [Fact]
    public void RandomMapping_IsReadOrRefused()
    {
        var lines = DropTestFolder.SampleMapping.Split('\n');
        var junk = new[] { "  ", "- a", "x: [", "*a", "&a b", "!!int 3", "? k", "'", "\t", "<<: *a", "a: {b: c}", "limit:", "fields: 3" };
        Prop.ForAll(Gen.Zip(Gen.Choose(0, lines.Length - 1), Gen.Elements(junk)).ArrayOf().ToArbitrary(), edits =>
        {
            var edited = lines.ToArray();
            foreach (var (at, text) in edits)
                edited[at] = text;
            MappingFile<FileLayout>.Parse(new FileDialect(), "m.yaml", string.Join('\n', edited), []);
        }).Check(Thorough);
    }

    private static bool Reads(byte[] content)
    {
        using var folder = new DropTestFolder();
        folder.Write("customers-1.csv", content);
        try
        {
            folder.ReadAsync(RecordKind.ErpCustomer).GetAwaiter().GetResult();
            folder.Receipts.Count.ShouldBe(1);
        }
        catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Configuration)
        {
            folder.State.ShouldBeEmpty();
        }

        return true;
    }
}
