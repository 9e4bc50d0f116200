using System.Globalization;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Core.Plans;

namespace CreditBridge.Worker.Cli.Plans;

/// <summary>A plan as CSV: one line per field, for a spreadsheet. It cannot be applied.</summary>
internal static class PlanCsv
{
    public static Task WriteHeaderAsync(TextWriter text) =>
        text.WriteAsync("account,account_name,hold,kind,record,record_name,field,shown,wanted,reason,causes,state,decision\r\n");

    public static async Task WriteAsync(TextWriter text, PlannedAccount account)
    {
        var hold = account.Hold switch { HoldChange.Set => "set", HoldChange.Release => "release", _ => "" };
        foreach (var record in account.Records)
        {
            var state = record.Refused is { } refused ? $"refused: {refused.Message}" : record.NotBefore is { } moment ? string.Create(CultureInfo.InvariantCulture, $"not before {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z") : "";
            foreach (var field in record.Fields)
            {
                string[] cells =
                [
                    account.Key, account.Name, hold, record.Target.Kind.ToString(), record.Target.Key, record.Name, field.Field.Name, Text(field.Shown), Text(field.Wanted),
                    field.Reason, string.Join("; ", account.Causes), state, record.DecisionId,
                ];
                await text.WriteAsync(CsvCells.Line(cells));
            }
        }
    }

    private static string Text(FieldValue? value) => value is { } known ? known.ToString() : "";
}
