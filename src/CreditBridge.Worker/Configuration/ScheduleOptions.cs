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

    /// <summary>Shortest time between two cycles when a connected system tells of changes as they happen, in seconds. Default: 2.</summary>
    [Option("Seconds that at least lie between two cycles when a connected system tells of changes as they happen. Every cycle costs Salesforce a call; raise it to spend fewer in busy hours.")]
    [Range(1, 3_600)]
    public int AccelerateSeconds { get; init; } = 2;
}
