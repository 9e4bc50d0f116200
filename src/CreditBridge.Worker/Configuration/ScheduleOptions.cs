using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>When things run.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Pause between two polls of the connected systems, in seconds. Default: 60.</summary>
    [Option("Seconds between two polls of the connected systems. Every poll costs Salesforce calls: 60 seconds are 1,440 polls a day.")]
    [Range(1, 86_400)]
    public int PollSeconds { get; init; } = 60;
}
