using System.IO.Compression;
using System.Text;
using CreditBridge.Abstractions.Failures;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class PackedFileTests : IDisposable
{
    private const string Text = "NO,NAME\nA,x\nB,y\n";
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Zip_IsUnpackedWhileItIsRead()
    {
        Map("c-*.zip", "compression: zip, entry: \"cust*.csv\"");
        _folder.Write("c-1.zip", Zip(("readme.txt", "?"), ("../../customers.csv", Text), ("sub/", "")));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1/A", "erp:1/B"]);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldBe(["mapping.yaml", "c-1.zip"], ignoreOrder: true);
        (await _folder.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gzip_IsUnpackedWhileItIsRead()
    {
        Map("c-*.gz", "compression: gzip");
        _folder.Write("c-1.csv.gz", Gzip(Text));
        await _folder.ReadAsync();
        _folder.State.Keys.ShouldBe(["erp:1/A", "erp:1/B"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public async Task Gzip_OfSeveralPieces_IsOneText(int pieces)
    {
        Map("c-*.gz", "compression: gzip");
        var text = "NO,NAME\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"C{i},{i * 7919 % 10_007}\n"));
        var size = (text.Length / pieces) + 1;
        var packed = Enumerable.Range(0, pieces).Select(i => Gzip(text[(i * size)..Math.Min(text.Length, (i + 1) * size)])).ToList();
        _folder.Write("c-1.csv.gz", [.. packed.SelectMany(p => p)]);
        await _folder.ReadAsync(pageSize: 5000);
        _folder.State.Count.ShouldBe(20_000);
        if (pieces == 1)
            return;
        _folder.Write("c-2.csv.gz", [.. packed.SelectMany(p => p).SkipLast(9)]);
        (await _folder.FailureAsync()).Message.ShouldContain("cannot be unpacked");
    }

    [Fact]
    public async Task AByteThatWasDamagedInAnArchive_IsNoticed()
    {
        Map("c-*.zip", "compression: zip");
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a.csv", CompressionLevel.NoCompression).Open();
            entry.Write(Encoding.UTF8.GetBytes("NO,NAME\nA,100.00\n"));
        }

        var bytes = memory.ToArray();
        bytes[bytes.AsSpan().IndexOf("100.00"u8)] = (byte)'9';
        _folder.Write("c-1.zip", bytes);
        (await _folder.FailureAsync()).Message.ShouldContain("check sum");
    }

    [Fact]
    public async Task AnArchiveWithOtherFiles_IsRefusedWithTheirNames()
    {
        Map("c-*.zip", "compression: zip, entry: \"*.csv\"");
        _folder.Write("c-1.zip", Zip(("a.csv", Text), ("b.csv", Text)));
        (await _folder.FailureAsync()).Message.ShouldContain("2 files in the archive match '*.csv'; it holds a.csv, b.csv.");
        _folder.Write("c-1.zip", Zip(("a.txt", Text)));
        (await _folder.FailureAsync()).Message.ShouldContain("No file in the archive matches '*.csv'; it holds a.txt.");
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("gzip")]
    public async Task ABomb_IsStopped(string compression)
    {
        Map("c-*", "compression: " + compression);
        var much = "NO,NAME\n" + string.Concat(Enumerable.Repeat("A,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 300_000));
        _folder.Write("c-1", compression == "zip" ? Zip(("a.csv", much)) : Gzip(much));
        _folder.MaxUnpackedMegabytes = 8;
        var failure = await _folder.FailureAsync();
        failure.Message.ShouldContain("It unpacks to more than 8 MB.");
        _folder.MaxUnpackedMegabytes = 2048;
        _folder.Write("c-1", compression == "zip" ? Zip(("a.csv", new string('\n', 40_000_000))) : Gzip(new string('\n', 40_000_000)));
        (await _folder.FailureAsync()).Message.ShouldContain("It unpacks to more than 500 times its size.");
        _folder.State.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zip", 3)]
    [InlineData("zip", 100)]
    [InlineData("gzip", 3)]
    [InlineData("gzip", 300)]
    [InlineData("none", 3)]
    public async Task ATruncatedOrForeignFile_IsRefused(string compression, int missing)
    {
        Map("c-*", "compression: " + (compression == "none" ? "zip" : compression));
        var random = new Random(5);
        var text = "NO,NAME\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"C{i},{random.Next()}\n"));
        var packed = compression switch { "zip" => Zip(("a.csv", text)), "gzip" => Gzip(text), _ => Encoding.UTF8.GetBytes(text) };
        _folder.Write("c-1", packed[..^missing]);
        var failure = await _folder.FailureAsync();
        (failure.Kind, failure.Message.Contains("cannot be unpacked", StringComparison.Ordinal)).ShouldBe((FailureKind.Configuration, true), failure.ToString());
        _folder.State.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnEncryptedEntry_IsRefused()
    {
        Map("c-*.zip", "compression: zip");
        var bytes = Zip(("a.csv", Text));
        bytes[6] |= 1; // the mark of encryption, in the header of the entry and in the directory
        bytes[LastIndexOf(bytes, [0x50, 0x4B, 0x01, 0x02]) + 8] |= 1;
        _folder.Write("c-1.zip", bytes);
        (await _folder.FailureAsync()).Message.ShouldContain("a.csv is encrypted");
    }

    private void Map(string pattern, string declared) => _folder.Map("customers", $"pattern: \"{pattern}\", set: full, {declared}", "company: {value: \"1\"}, number: NO, name: NAME");

    private static int LastIndexOf(byte[] bytes, ReadOnlySpan<byte> piece) => bytes.AsSpan().LastIndexOf(piece);

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(text);
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
}
