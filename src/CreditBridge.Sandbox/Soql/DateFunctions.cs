using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>The functions that take a part of a date. The fiscal year of the org is the calendar year.</summary>
internal static class DateFunctions
{
    /// <summary>The function applied, or null when this is not a date function.</summary>
    public static Operand<Row>? Apply(string function, Operand<Row> operand)
    {
        if (function == "DAY_ONLY") return new Operand<Row>(operand.Name, FieldType.Date, row => Moment(operand.Read(row)) is { } moment ? DateOnly.FromDateTime(moment) : null);
        Func<DateTime, int>? part = function switch
        {
            "CALENDAR_YEAR" or "FISCAL_YEAR" => moment => moment.Year,
            "CALENDAR_QUARTER" or "FISCAL_QUARTER" => moment => (moment.Month + 2) / 3,
            "CALENDAR_MONTH" or "FISCAL_MONTH" => moment => moment.Month,
            "DAY_IN_MONTH" => moment => moment.Day,
            "DAY_IN_WEEK" => moment => (int)moment.DayOfWeek + 1,
            "DAY_IN_YEAR" => moment => moment.DayOfYear,
            "HOUR_IN_DAY" => moment => moment.Hour,
            "WEEK_IN_MONTH" => moment => (moment.Day + 6) / 7,
            "WEEK_IN_YEAR" => moment => (moment.DayOfYear + 6) / 7,
            _ => null,
        };
        return part is null ? null : new Operand<Row>(operand.Name, FieldType.Int, row => Moment(operand.Read(row)) is { } moment ? (decimal)part(moment) : null);
    }

    private static DateTime? Moment(object? value) => value switch
    {
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        DateTimeOffset instant => instant.UtcDateTime,
        _ => null,
    };
}
