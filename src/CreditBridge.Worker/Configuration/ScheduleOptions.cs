using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Core.Runs;

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

    /// <summary>Hours between two verifications; 0 for none. Default: 24.</summary>
    [Option("Hours between two verifications that polling has missed nothing: what changed lately is read again and all records are counted, for some two Salesforce calls. 0 switches it off.")]
    [Range(0, 8_760)]
    public int VerifyHours { get; init; } = 24;

    /// <summary>How far back a verification reads, in days. Default: 2.</summary>
    [Option("Days back that a verification reads again; longer than any transaction in the CRM takes.")]
    [Range(1, 30)]
    public int VerifyDays { get; init; } = 2;

    /// <summary>The same for the runs.</summary>
    internal VerificationSchedule Verification => new(TimeSpan.FromHours(VerifyHours), TimeSpan.FromDays(VerifyDays));
}
