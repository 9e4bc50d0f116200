namespace CreditBridge.Worker.Cli.Plans;

/// <summary>How a plan is written.</summary>
internal enum PlanFormat
{
    /// <summary>For people.</summary>
    Table = 0,

    /// <summary>For machines, and to be applied.</summary>
    Json,

    /// <summary>For spreadsheets; one line per field.</summary>
    Csv,
}
