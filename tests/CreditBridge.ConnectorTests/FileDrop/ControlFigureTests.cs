using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>A file is read only when it holds what its manifest or its trailer says.</summary>
public sealed class ControlFigureTests : IDisposable
{
    private const string Text = "CUST;NO;DAY;VALUE\nC1;A;2025-01-01;1,50\nC1;B;2025-01-01;2,25\nC1;C;wrong;3\n";
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Manifests => new()
    {
        { "file: \"{stem}.json\", format: json, count: rows, totals: {VALUE: total}", "o-1.json", "{\"rows\": 3, \"total\": \"6,75\"}" },
        { "file: \"{name}.json\", format: json, count: rows, totals: {value: sums.total}", "o-1.csv.json", "{\"rows\": \"3\", \"sums\": {\"total\": 6.75}}" },
        { "file: \"m-{*}.json\", format: json, count: \"files[{name}].rows\"", "m-1.json", "{\"files\": [{\"file\": \"x.csv\", \"rows\": 1}, {\"file\": \"o-1.csv\", \"rows\": 3}]}" },
        { "file: \"m-{*}.json\", format: json, count: \"{name}[1]\"", "m-1.json", "{\"o-1.csv\": [9, 3]}" },
        { "file: \"o-m{*}.csv\", format: csv, count: Rows, totals: {VALUE: Total}", "o-m1.csv", "File;Rows;Total\no-0.csv;9;9\no-1.csv;3;6,75\n" },
        { "file: \"{stem}.m\", format: csv, count: rows", "o-1.m", "rows,date\n3,2025-01-01\n" },
        { "file: \"{stem}.m\", format: properties, count: \"{stem}.rows\", totals: {VALUE: total}", "o-1.m", "# figures\no-1.rows = 3\nTOTAL=6,75\n" },
        { "file: \"{stem}.m\", format: properties, sha256: hash", "o-1.m", "hash=" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text))) },
    };

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task AFileWhoseManifestAgrees_IsRead(string declared, string name, string manifest)
    {
        Orders($"manifest: {{{declared}}}");
        _folder.Write("o-1.csv", Text);
        _folder.Write(name, manifest);
        (await _folder.ReadAsync(RecordKind.OpenOrder)).ShouldNotBeEmpty();
        (_folder.State.Count, _folder.Rejected.Count, _folder.Receipts.Count).ShouldBe((2, 1, 1));
        var findings = await _folder.CheckAsync();
        findings.ShouldNotContain(f => f.Message.Contains("match no pattern", StringComparison.Ordinal));
        findings.Where(f => f.Status == CheckStatus.Failed).ShouldHaveSingleItem().Message.ShouldContain("'wrong'", Case.Sensitive, "the row without a day, and nothing about the file");
    }

    [Theory]
    [InlineData("rows=4", "o-1.m says 4 rows, the file has 3.")]
    [InlineData("rows=3\ntotal=7,75", "o-1.m says 7.75 for the sum of VALUE, the file has 6.75, a difference of 1.00.")]
    [InlineData("rows=2\ntotal=7", "o-1.m says 2 rows, the file has 3; o-1.m says 7 for the sum of VALUE, the file has 6.75, a difference of 0.25.")]
    [InlineData("total=6,75", "o-1.m says nothing of the number of rows ('').")]
    [InlineData("rows=three\ntotal=6,75", "o-1.m says nothing of the number of rows ('three').")]
    public async Task AFileWhoseManifestDisagrees_IsRefused_WithBothFigures(string manifest, string message)
    {
        Orders($"manifest: {{file: \"{{stem}}.m\", format: properties, count: rows{(manifest.Contains("total", StringComparison.Ordinal) ? ", totals: {VALUE: total}" : "")}}}");
        _folder.Write("o-1.csv", Text);
        _folder.Write("o-1.m", manifest);
        var failure = await _folder.FailureAsync(RecordKind.OpenOrder);
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldStartWith("The file does not hold what it should: " + message);
        _folder.State.ShouldBeEmpty();
        (await _folder.CheckAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Subject == "o-1.csv" && f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASumThatCannotBeTold_RefusesTheFile()
    {
        Orders("manifest: {file: \"{stem}.m\", format: properties, totals: {VALUE: total}}");
        _folder.Write("o-1.csv", Text.Replace("2,25", "2.25", StringComparison.Ordinal));
        _folder.Write("o-1.m", "total=6,75");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldContain("which cannot be told, because 2.25 in line 3, column VALUE, is not a number");
        Orders("manifest: {file: \"{stem}.m\", format: properties, totals: {VALU: total}}");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldContain("Column VALU is missing (read.manifest.totals names it); did you mean VALUE?");
    }

    [Fact]
    public async Task AFileWithAnotherHash_IsRefused()
    {
        Orders("manifest: {file: \"{stem}.m\", format: properties, sha256: hash}");
        _folder.Write("o-1.csv", Text);
        _folder.Write("o-1.m", "hash=00ff");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldStartWith("The manifest gives the hash 00ff, the file has ");
        _folder.Write("o-1.m", "nothing");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldStartWith("The manifest gives the hash , the file has ");
    }

    [Fact]
    public async Task WithoutItsManifest_AFileWaits_AndHoldsUpLaterDeltas_UntilThatIsAFailure()
    {
        Orders("manifest: {file: \"{stem}.json\", format: json, count: rows, wait: 2h}", "delta");
        _folder.Write("o-1.csv", Text);
        _folder.Write("o-2.csv", Text.Replace(";A;", ";D;", StringComparison.Ordinal));
        _folder.Write("o-2.json", "{\"rows\": 3}");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldContain("o-1.csv waits for its manifest.");
        (await _folder.CheckAsync()).ShouldContain(f => f.Status == CheckStatus.Warning && f.Message == "1 file(s) wait for their manifests: o-1.csv. The first one needs o-1.json.");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Drop, "o-1.csv"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-3));
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldStartWith("Its manifest o-1.json is not there, 3.0 hours after the file was written.");
        _folder.State.ShouldBeEmpty();
        _folder.Write("o-1.json", "{\"rows\": 3}");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Count.ShouldBe(3);
    }

    [Fact]
    public async Task AFullFileThatWaits_LeavesTheOneBefore()
    {
        Orders("manifest: {file: \"{stem}.json\", format: json, count: rows}");
        _folder.Write("o-1.csv", Text);
        _folder.Write("o-1.json", "{\"rows\": 3}");
        _folder.Write("o-2.csv", "CUST;NO;DAY;VALUE\n");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Count.ShouldBe(2);
        _folder.Write("o-2.json", "no json");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldStartWith("The manifest is not JSON");
    }

    [Theory]
    [InlineData("T;3;6,75", null)]
    [InlineData("T;4;6,75", "the trailer says 4 rows, the file has 3")]
    [InlineData("T;3", "the trailer says nothing of the sum of VALUE ('')")]
    [InlineData("", "The last line does not begin with 'T': the file was cut off.")]
    [InlineData("T;3;6,75\nC1;D;2025-01-01;1", "A row stands in line 6, behind the trailer.")]
    [InlineData("T;3;6,75\nT;3;6,75", "A second line begins with 'T'.")]
    public async Task ATrailer_SaysWhatTheFileShouldHold(string trailer, string? message)
    {
        Orders("trailer: {starts_with: T, count: 2, totals: {VALUE: 3}}");
        _folder.Write("o-1.csv", Text + trailer);
        if (message is not null)
            (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldContain(message);
        else
            await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Count.ShouldBe(message is null ? 2 : 0);
    }

    [Fact]
    public async Task ATrailerOfFixedWidth_IsReadAtItsPlaces()
    {
        _folder.Map("orders", "pattern: o-*, set: full, format: fixed, comment: H, positions: {NO: 2-3, DAY: 4-13, VALUE: 14-20}, trailer: {starts_with: T, count: 2-4, totals: {VALUE: 5-12}}",
            "company: {value: \"1\"}, customer: NO, order: NO, ordered: DAY, progress: {value: open}, currency: {value: EUR}, amount: VALUE", "amounts: remaining");
        _folder.Write("o-1", "H\nDA 2025-01-01 000150\nDB 2025-01-01 000050\nT002     200\n");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Count.ShouldBe(2);
        _folder.Write("o-2", "H\nDA 2025-01-01 000150\nT002     150\n");
        (await _folder.FailureAsync(RecordKind.OpenOrder)).Message.ShouldContain("the trailer says 2 rows, the file has 1.");
    }

    private void Orders(string declared, string set = "full") => _folder.Map("orders", $"pattern: o-*.csv, set: {set}, delimiter: \";\", {declared}",
        "company: {value: \"1\"}, customer: CUST, order: NO, ordered: DAY, progress: {value: open}, currency: {value: EUR}, amount: VALUE", "amounts: remaining\n    decimal_separator: \",\"");
}
