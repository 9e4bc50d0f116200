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

    // Another number than the usual one looks further; a longer look takes more rounds.
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("CREDITBRIDGE_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20250131;
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("CREDITBRIDGE_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 60;

    public static TheoryData<string, string> Formats => new()
    {
        { "format: xlsx, merged: fill", "workbook" },
        { "format: xlsx, sheet: T, trailer: {starts_with: Total, count: 2}", "workbook" },
        { "compression: zip", "zip" },
        { "compression: zip, entry: \"*.csv\"", "nested zip" },
        { "compression: zip, entry: \"*.csv\"", "bomb" },
        { "compression: gzip", "gzip" },
        { "compression: gzip", "gzip in pieces" },
        { "compression: gzip, encoding: windows-1252", "gzip in pieces" },
        { "format: fixed, positions: {NO: 1-2, NAME: 3-4}, trailer: {starts_with: T, count: 2-3}", "fixed" },
        { "escape: \"\\\\\", comment: \"#\", footer: [T], footer_lines: 1, encoding: ibm437", "text" },
        { "encoding: utf-16, manifest: {file: \"m-{*}\", format: json, count: n}", "text" },
        { "encoding: utf-16", "utf-16" },
        { "encoding: utf-16be", "utf-16" },
        { "encoding: utf-8", "windows-1252" },
        { "encoding: windows-1252", "utf-8" },
        { "encoding: iso-8859-15", "windows-1252" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task DamagedFiles_AreReadOrRefused(string declared, string sort)
    {
        var random = new Random(Seed);
        var good = Good(sort);
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = good.ToArray();
            for (var damage = random.Next(5) - 1; damage >= 0; damage--)
                bytes = Damage(bytes, random);
            await ReadsAsync(declared, bytes, $"seed {Seed}, round {i}");
        }
    }

    [Fact]
    public void Text_IsTakenApart_AsCsvHelperDoes() => Prop.ForAll(
        Gen.Elements("a", "", "bc", "\"\"", "\"x\"\"y\"", "\"p,q\"", "\"l\nm\"", "ä").ArrayOf(2).ArrayOf().ToArbitrary(), Gen.Elements("\n", "\r\n").ToArbitrary(),
        (rows, lineEnd) =>
        {
            var text = "NO,NAME" + lineEnd + string.Concat(rows.Select(r => $"K{string.Join(",K", r)}".Replace("K\"", "\"K", StringComparison.Ordinal) + lineEnd));
            using var folder = new DropTestFolder();
            folder.MaxUnpackedMegabytes = 8;
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
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20251125, 23));

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
        const string Letters = "NO,NAME\nA,Müller & Söhne\nB,Café Ångström\nC,Straße\n";
        return sort switch
        {
            "workbook" => WorkbookBuilder.Build(
                ("S", [["NO", "NAME"], ["A", 1.5], [2, new DateOnly(2025, 1, 1)], [null, new WorkbookBuilder.Error("#N/A")]], ["A2:A3"]),
                ("T", [["NO", "NAME"], ["A", "x"], ["B", new WorkbookBuilder.Error("#REF!")], ["Total", 2]], [])),
            "zip" => Zip(("a.csv", Text)),
            "nested zip" => Zip(("in/", ""), ("in/../readme.txt", "?"), ("in/deep/a.csv", Text), ("in/b.zip", "PK"), ("__MACOSX/._a.txt", "?")),
            "bomb" => Zip(("a.csv", "NO,NAME\n" + new string('\n', 20_000_000))),
            "gzip" => Gzip(Text),
            "gzip in pieces" => [.. Gzip(Letters[..9]), .. Gzip(""), .. Gzip(Letters[9..30]), .. Gzip(Letters[30..])],
            "fixed" => Encoding.UTF8.GetBytes("A x \nB y \nT02\n"),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Letters)],
            "utf-8" => Encoding.UTF8.GetBytes(Letters),
            "windows-1252" => Encoding.Latin1.GetBytes(Letters),
            _ => Encoding.UTF8.GetBytes(Text),
        };
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = archive.CreateEntry(name).Open();
                writer.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static async Task ReadsAsync(string declared, byte[] bytes, string which)
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
            folder.State.ShouldBeEmpty(which);
            e.Failure.Where!.ShouldContain("c-1");
        }
        catch (Exception e) when (e is not ConnectorException)
        {
            throw new InvalidOperationException($"{declared}, {which}: {e.Message}", e);
        }

        await folder.CheckAsync();
    }
}
