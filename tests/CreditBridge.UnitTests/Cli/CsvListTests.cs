using CreditBridge.Worker.Cli;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>Lists that would be misread without a sign, and lists that only look odd.</summary>
public sealed class CsvListTests
{
    [Theory]
    [InlineData("id,opened,note\na,1,x\n\"b,2,y\nc,3,z\n", 3)]
    [InlineData("id,opened,note\na,1,x\n\"b,2,y\nc,3,z\n\"d,4,y\ne,5,z\n", 3)]
    [InlineData("id,opened,note\na,1,x\nb,\"2,y\nc,\"3,z\n", 3)]
    [InlineData("id,opened,note\na,1,\"x\nb,2,y\nc,3,\"z\n", 2)]
    [InlineData("id,opened,note\na,1,\"x\nb,2,y\nc,3,z\"\n", 2)]
    [InlineData("id,opened,note\na,1,\"x\"\nb,2,\"y", 3)]
    [InlineData("id,opened,note\r\na,1,\"a word\r\nand another\"\r\nb,\"2,y\r\nc,3,z\r\n", 4)]
    [InlineData("id,opened,note\ra,1,x\rb,\"2,y\rc,3,z\r", 3)]
    [InlineData("id;opened;note\na;1;x\n\n\"b;2;y\nc;3;z\n", 4)]
    [InlineData("id,opened,\"note\na,1,x\n", 1)]
    public void AStrayQuotationMark_ThatSwallowedLines_RefusesTheFile_AndNamesItsLine(string text, int line)
    {
        using var list = Open(text);
        while (list.Read())
        {
        }

        var refusal = list.Refusal.ShouldNotBeNull();
        refusal.Where.ShouldBe($"l.csv:{line}");
        refusal.What.ShouldStartWith("A quotation mark is opened here and not closed");
    }

    [Theory]
    [InlineData("id,opened,note\na,1,\"said \"\"no\"\", twice\"\nb,2,y\n", "a2 b3")]
    [InlineData("id,opened,note\na,1,\"a word\nand, another\"\nb,2,y\n", "a2 b4")]
    [InlineData("id,opened,note\na,1,5\" pipe\nb,2,\"Acme\" Ltd\nc,3,\"Q\" 3\" x\n", "a2 b3 c4")]
    [InlineData("id,opened,note\n\"a\",\"1\",\"\"\n\"b\",\"2\",\"y\"", "a2 b3")]
    public void OtherQuotationMarks_LoseNothing(string text, string rows)
    {
        using var list = Open(text);
        var read = new List<string>();
        while (list.Read())
            read.Add($"{list.Text("id")}{list.Line}");

        list.Refusal.ShouldBeNull();
        string.Join(' ', read).ShouldBe(rows);
    }

    [Theory]
    [InlineData("id,opened,note\na,1\n", "The line has 2 values, the header 3.")]
    [InlineData("id,opened,note\na\n", "The line has 1 value, the header 3.")]
    [InlineData("id,opened,note\na,1,x,\n", "The line has 4 values, the header 3.")]
    [InlineData("id,opened,note\na,,\n", null)]
    public void ALineWithOtherCellsThanTheHeader_IsAMisfit_AndAnEmptyCellIsNot(string text, string? misfit)
    {
        using var list = Open(text);
        list.Read().ShouldBeTrue();

        list.Misfit.ShouldBe(misfit);
    }

    [Fact]
    public void AColumnThatIsThereTwice_CannotBeUsed_UnlessNobodyLooksAtIt()
    {
        using var list = new CsvList(new StringReader("id,Opened,note,opened ,note\n"), "l.csv");
        list.ReadHeader("").ShouldBeTrue();

        list.Use("opened", "").ShouldNotBeNull().What.ShouldBe("Column 'opened' is there twice.");
        list.Use("id", "").ShouldBeNull();
        list.Refusal.ShouldBeNull();
    }

    private static CsvList Open(string text)
    {
        var list = new CsvList(new StringReader(text), "l.csv");
        if (list.ReadHeader("Export it."))
        {
            list.Use("id", "").ShouldBeNull();
            list.Use("opened", "").ShouldBeNull();
        }

        return list;
    }
}
