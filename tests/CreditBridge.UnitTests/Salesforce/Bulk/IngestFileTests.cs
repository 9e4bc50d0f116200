using System.Text;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Connectors.Salesforce.Bulk;
using CreditBridge.Connectors.Salesforce.Writing;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields;
using static CreditBridge.UnitTests.Salesforce.Answers;
using static CreditBridge.UnitTests.Salesforce.Writing.Writes;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

public sealed class IngestFileTests
{
    private static readonly FieldMapping Fields = new(ScriptedOrg.ClientCredentials);

    [Fact]
    public void Rows_CarryEveryTypeAsTheBulkApiReadsIt()
    {
        var file = Csv(
            ToAccount(
                1,
                (Account.Score, FieldValue.Number(712.5m)),
                (Account.Limit, FieldValue.Number(1234.567m)),
                (Account.Hold, FieldValue.Flag(true)),
                (Account.NextReview, FieldValue.Date(new DateOnly(2027, 1, 31))),
                (Account.CheckedAt, FieldValue.Instant(new DateTimeOffset(2026, 11, 21, 13, 0, 5, TimeSpan.FromHours(1)))),
                (Account.Message, FieldValue.Text(" He said \"no\",\r\ntwice; a=1 "))),
            ToAccount(2, (Account.Score, FieldValue.Empty), (Account.Hold, FieldValue.Empty)));

        file.ShouldBe(
            "\"Id\",\"Credit_Score__c\",\"Credit_Limit__c\",\"Credit_Hold__c\",\"Credit_Message__c\",\"Next_Credit_Review__c\",\"Credit_Checked_At__c\"\n" +
            $"\"{Id(1)}\",\"712.5\",\"1234.57\",\"true\",\" He said \"\"no\"\",\ntwice; a=1 \",\"2027-01-31\",\"2026-11-21T12:00:05.000Z\"\n" +
            $"\"{Id(2)}\",\"#N/A\",,\"false\",,,\n");
    }

    [Theory]
    [InlineData("#N/A", false)]
    [InlineData(" #N/A ", false)]
    [InlineData("see #N/A", true)]
    [InlineData("#n/a", true)]
    public void Text_ThatWouldClearTheField_CannotTravelThisWay(string text, bool can) =>
        IngestFile.CanCarry(new PendingWrite(0, ToAccount(1, (Account.Message, FieldValue.Text(text))))).ShouldBe(can);

    [Fact]
    public void File_ThatGrowsTooLarge_EndsAtAWholeRow()
    {
        PendingWrite[] rows = [.. Enumerable.Range(1, 10).Select(i => new PendingWrite(i, ToAccount(i, (Account.Message, FieldValue.Text(new string('ü', 100))))))];
        using var first = new MemoryStream();
        var columns = IngestFile.Columns(rows, Fields);

        var written = IngestFile.Write(first, rows, 0, columns, Fields, mostBytes: 1_000);

        written.ShouldBeInRange(2, 5);
        first.Length.ShouldBeLessThanOrEqualTo(1_000);
        using var second = new MemoryStream();
        IngestFile.Write(second, rows, written, columns, Fields).ShouldBe(10 - written);
        Encoding.UTF8.GetString(second.ToArray()).ShouldStartWith($"\"Id\",\"Credit_Message__c\"\n\"{Id(written + 1)}\"");
    }

    private static string Csv(params Abstractions.Sinks.FieldWrite[] writes)
    {
        PendingWrite[] rows = [.. writes.Select((w, i) => new PendingWrite(i, w))];
        using var stream = new MemoryStream();
        IngestFile.Write(stream, rows, 0, IngestFile.Columns(rows, Fields), Fields).ShouldBe(writes.Length);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
