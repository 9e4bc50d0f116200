using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.DropTestFolder;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>What lies outside of the drop folder is never read, and a wrong encoding is never guessed.</summary>
public sealed class FolderSafetyTests : IDisposable
{
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ALinkOutOfTheFolder_IsNotFollowed()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "secret.csv"), Header + Row("C1"));
        File.CreateSymbolicLink(Path.Combine(_folder.Drop, "customers-1.csv"), Path.Combine(_folder.Path, "secret.csv"));
        var failure = await _folder.FailureAsync();
        (failure.Kind, failure.Message).ShouldBe((FailureKind.Configuration, "It is a link that leads out of the drop folder. Nothing of the file was applied."));
        (await _folder.CheckAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Subject == "customers-1.csv");
        _folder.Customers("customers.csv", Row("C1"));
        File.CreateSymbolicLink(Path.Combine(_folder.Drop, "customers-2.csv"), "customers.csv");
        await _folder.ReadAsync();
        _folder.State.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ANameWithControlCharacters_IsRefused_AndNeverShownAsItIs()
    {
        _folder.Customers("customers-\u001b[31m\n.csv", Row("C1"));
        var failure = await _folder.FailureAsync();
        failure.Message.ShouldStartWith("Its name holds control characters.");
        failure.ToString().Any(char.IsControl).ShouldBeFalse();
        (await _folder.CheckAsync()).ShouldAllBe(f => !f.Subject.Any(char.IsControl) && !f.Message.Any(char.IsControl));
    }

    [Theory]
    [InlineData("../x-*.csv")]
    [InlineData("..\\\\x-*.csv")]
    [InlineData("/etc/pass*")]
    public void APatternThatLeavesTheFolder_IsNoPattern(string pattern)
    {
        _folder.Map("customers", $"pattern: \"{pattern}\", set: full", "company: {value: \"1\"}, number: NO, name: NO");
        new CreditBridge.Connectors.FileDrop.FileDropConnector().Mappings.Lint("m", File.ReadAllText(_folder.MappingPath)).ShouldHaveSingleItem().Message.ShouldBe("The pattern names a folder.");
    }

    [Theory]
    [InlineData("utf-16be", 1201)]
    [InlineData("ibm850", 850)]
    [InlineData("ibm437", 437)]
    [InlineData("iso-8859-1", 28591)]
    public async Task FurtherEncodings_AreRead(string name, int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        Declare(name);
        foreach (var mark in new[] { false, true })
        {
            _folder.Write("customers-1.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Header + Row("C1", name: "Göß") + "\n")]);
            await _folder.ReadAsync();
            ((ErpCustomerRecord)_folder.State["erp:1000/C1"]).Name.ShouldBe("Göß");
        }
    }

    // The declared encoding, the real one, whether the file has a mark, what is said, what is suggested.
    public static TheoryData<string, int, bool, string, string> Wrong => new()
    {
        { "utf-8", 1252, false, "The file is not utf-8: line 2 holds a byte", "windows-1252" },
        { "utf-8", 1200, true, "The file is not utf-8: it begins with the mark of utf-16.", "encoding: utf-16" },
        { "utf-8", 1200, false, "The file is not utf-8", "encoding:" },
        { "utf-16", 1201, true, "The file is not utf-16: it begins with the mark of utf-16be.", "encoding: utf-16be" },
        { "windows-1252", 65001, true, "The file is not windows-1252: it begins with the mark of utf-8.", "encoding: utf-8" },
        { "windows-1252", 65001, false, "The file is not windows-1252: all of its 6 letters beyond A to Z are those of UTF-8.", "encoding: utf-8" },
        { "ibm850", 65001, false, "The file is not ibm850: all of its 6 letters beyond A to Z are those of UTF-8.", "encoding: utf-8" },
        { "windows-1252", 850, false, "The file is not windows-1252: it holds the byte 81", "ibm850" },
        { "iso-8859-1", 65001, false, "The file is not iso-8859-1: it holds the byte 9C", "utf-8" },
        { "iso-8859-15", 850, false, "The file is not iso-8859-15: it holds the byte 9A", "windows-1252" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task AWrongEncoding_IsRefused_AndTheRightOneSuggested(string declared, int codePage, bool mark, string message, string suggestion)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        Declare(declared);
        _folder.Write("customers-1.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Header + Row("C1", name: "Über Ünal") + "\n" + Row("C2", name: "Müller Süß & Ö") + "\n")]);
        var failure = await _folder.FailureAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain(message);
        failure.NextStep.ShouldContain(suggestion);
        _folder.State.ShouldBeEmpty();
        (await _folder.CheckAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Subject == "customers-1.csv" && f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2_400)]
    [InlineData(9_000)]
    public async Task AWrongByte_IsFoundInItsLine_HoweverFarTheReaderIsAhead(int at)
    {
        Declare("utf-8");
        // Letters of two bytes, so that the parts in which the file is read end within some of them.
        var rows = Enumerable.Range(1, 9_500).Select(i => Row($"C{i}", name: $"Müller Süß & Ö {i}") + "\n").ToArray();
        _folder.Write("customers-1.csv",
            [.. Encoding.UTF8.GetBytes(Header + string.Concat(rows[..at])), .. Encoding.Latin1.GetBytes(Row("X", name: "Über") + "\n"), .. Encoding.UTF8.GetBytes(string.Concat(rows[at..]))]);
        (await _folder.FailureAsync()).Message.ShouldContain($": line {Header.Count(c => c == '\n') + at + 1} holds a byte");
    }

    [Fact]
    public async Task AWebPage_IsCalledSo()
    {
        Declare("utf-8");
        _folder.Write("customers-1.csv", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>\n");
        var failure = await _folder.FailureAsync();
        failure.Message.ShouldStartWith("The file is a page of a web site or an XML document, not a list: it begins with '<!DOCTYPE html>'.");
        failure.NextStep.ShouldContain("error page");
    }

    [Fact]
    public async Task DeltaFiles_CanSayThatRecordsAreGone()
    {
        _folder.Map("orders", "pattern: o-*.csv, set: delta, deleted: {column: OP, values: [D]}",
            "company: {value: \"1\"}, customer: {value: C}, order: NO, ordered: DAY, progress: {column: ST, values: {O: open}, skip: [X]}, currency: {value: EUR}, amount: VALUE", "amounts: remaining");
        _folder.Write("o-1.csv", "NO,DAY,ST,VALUE,OP\nA,2025-01-01,O,5,\nB,2025-01-01,O,5,\nC,2025-01-01,O,5,I\n");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Count.ShouldBe(3);
        _folder.Write("o-2.csv", "NO,DAY,ST,VALUE,OP\nA,,,, d \nB,2025-01-01,X,5,\nZ,,,,D\n");
        await _folder.ReadAsync(RecordKind.OpenOrder);
        _folder.State.Keys.ShouldBe(["erp:1/C"]);
        _folder.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("customers-*.csv", "customers-20250131.csv", "20250131")]
    [InlineData("*.csv", "a.csv", "a")]
    [InlineData("a-*-b-*.csv", "a-1-b-2.csv", "1-b-2")]
    [InlineData("a.csv", "a.csv", "")]
    [InlineData("ab*ab", "ab", "")]
    public void TheVariablePartOfAName_IsWhatTheStarStandsFor(string pattern, string name, string part) => new DropFile("/drop/" + name).Variable(pattern).ShouldBe(part);

    private void Declare(string encoding) => File.WriteAllText(_folder.MappingPath, SampleMapping.Replace("encoding: utf-8", "encoding: " + encoding, StringComparison.Ordinal));
}
