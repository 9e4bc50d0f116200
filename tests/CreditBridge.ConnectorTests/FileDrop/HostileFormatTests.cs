using System.Globalization;
using System.IO.Compression;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>Whatever the bytes of a file of any format are: records, rejections, or a failure that names the file; never anything else.</summary>
public sealed class HostileFormatTests
{
    private const string Fields = "company: {value: \"1\"}, number: NO, name: NAME";

    public static TheoryData<string, string> Formats => new()
    {
        { "format: xlsx, merged: fill", "workbook" },
        { "compression: zip", "zip" },
        { "compression: gzip", "gzip" },
        { "format: fixed, positions: {NO: 1-2, NAME: 3-4}, trailer: {starts_with: T, count: 2-3}", "fixed" },
        { "escape: \"\\\\\", comment: \"#\", footer: [T], footer_lines: 1, encoding: ibm437", "text" },
        { "encoding: utf-16, manifest: {file: \"m-{*}\", format: json, count: n}", "text" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task DamagedFiles_AreReadOrRefused(string declared, string sort)
    {
        var random = new Random(20250131);
        var good = Good(sort);
        for (var i = 0; i < 60; i++)
        {
            var bytes = good.ToArray();
            for (var damage = random.Next(4); damage >= 0; damage--)
                bytes = Damage(bytes, random);
            await ReadsAsync(declared, bytes);
        }
    }

    [Fact]
    public void Text_IsTakenApart_AsCsvHelperDoes() => Prop.ForAll(
        Gen.Elements("a", "", "bc", "\"\"", "\"x\"\"y\"", "\"p,q\"", "\"l\nm\"", "ä").ArrayOf(2).ArrayOf().ToArbitrary(), Gen.Elements("\n", "\r\n").ToArbitrary(),
        (rows, lineEnd) =>
        {
            var text = "NO,NAME" + lineEnd + string.Concat(rows.Select(r => $"K{string.Join(",K", r)}".Replace("K\"", "\"K", StringComparison.Ordinal) + lineEnd));
            using var folder = new DropTestFolder();
            folder.Map("customers", "pattern: c.csv, set: delta", "company: {value: \"1\"}, number: {column: NO, trim: false}, name: {column: NAME, trim: false}");
            folder.Write("c.csv", text);
            var pages = folder.ReadAsync(pageSize: 1000).GetAwaiter().GetResult();
            using var csv = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture));
            var expected = new List<string>();
            csv.Read();
            while (csv.Read())
            {
                if (!csv[0].Any(char.IsControl))
                    expected.Add(csv[0] + "|" + csv[1]);
            }

            return pages.SelectMany(p => p.Changes).Select(c => (ErpCustomerRecord)c.Current!).Select(c => c.Customer.Number + "|" + c.Name).SequenceEqual(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static byte[] Damage(byte[] bytes, Random random)
    {
        if (bytes.Length < 3)
            return bytes;
        var at = random.Next(bytes.Length - 1);
        switch (random.Next(5))
        {
            case 0: return bytes[..at];
            case 1: return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 2: return [.. bytes[..at], .. bytes[random.Next(at + 1)..Math.Min(bytes.Length, at + 40)], .. bytes[at..]];
            case 3: bytes[at] = (byte)random.Next(256); return bytes;
            default: bytes[at] ^= (byte)(1 << random.Next(8)); return bytes;
        }
    }

    private static byte[] Good(string sort)
    {
        const string Text = "NO,NAME\nA,x\nB,\"y\nz\"\nC,w\nTotal,3\n";
        using var memory = new MemoryStream();
        switch (sort)
        {
            case "workbook":
                return WorkbookBuilder.Build(("S", [["NO", "NAME"], ["A", 1.5], [2, new DateOnly(2025, 1, 1)], [null, new WorkbookBuilder.Error("#N/A")]], ["A2:A3"]));
            case "zip":
                using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
                {
                    using var writer = archive.CreateEntry("a.csv").Open();
                    writer.Write(Encoding.UTF8.GetBytes(Text));
                }

                return memory.ToArray();
            case "gzip":
                using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
                    gzip.Write(Encoding.UTF8.GetBytes(Text));
                return memory.ToArray();
            case "fixed":
                return Encoding.UTF8.GetBytes("A x \nB y \nT02\n");
            default:
                return Encoding.UTF8.GetBytes(Text);
        }
    }

    private static async Task ReadsAsync(string declared, byte[] bytes)
    {
        using var folder = new DropTestFolder { Quarantine = "quarantine" };
        folder.Map("customers", "pattern: c-*, set: full, " + declared, Fields);
        folder.Write("c-1", bytes);
        folder.Write("m-1", "{\"n\": 3}");
        try
        {
            await folder.ReadAsync();
            folder.Receipts.Count.ShouldBe(1);
        }
        catch (ConnectorException e) when (e.Failure.Kind == FailureKind.Configuration)
        {
            folder.State.ShouldBeEmpty();
            e.Failure.Where!.ShouldContain("c-1");
        }

        await folder.CheckAsync();
    }
}
