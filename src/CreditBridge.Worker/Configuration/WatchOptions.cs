using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using CreditBridge.Core.Watch;

namespace CreditBridge.Worker.Configuration;

/// <summary>When an account comes onto the watch list and when it leaves it.</summary>
public sealed class WatchOptions
{
    /// <summary>Days back to the standing that today's is compared with. Default: 90.</summary>
    [Option("Days back to the standing that today's is compared with.")]
    [Range(7, 365)]
    public int LookBackDays { get; init; } = 90;

    /// <summary>Days without any cause until an account leaves. Default: 7.</summary>
    [Option("Days without any cause until an account leaves the list, and before one that had room to sell into comes back.")]
    [Range(0, 90)]
    public int CalmDays { get; init; } = 7;

    /// <summary>Days after which an earlier standing is forgotten. Default: 180.</summary>
    [Option("Days after which an earlier standing is forgotten: what has lasted that long is no news.")]
    [Range(30, 730)]
    public int ForgetDays { get; init; } = 180;

    /// <summary>By how much the score must have fallen, in percent of the policy's scale. Default: 10.</summary>
    [Option("By how much the score must have fallen, in percent of the policy's scale. Half of it keeps an account on the list.")]
    [Range(1, 100)]
    public decimal ScoreDropPercent { get; init; } = 10m;

    /// <summary>By how many percentage points the past-due share must have risen. Default: 15.</summary>
    [Option("By how many percentage points the past-due share of open receivables must have risen. Half of it keeps an account on the list.")]
    [Range(1, 100)]
    public decimal PastDueRise { get; init; } = 15m;

    /// <summary>What must be left of the limit beyond the open pipeline, in percent. Default: 25.</summary>
    [Option("What must be left of the limit beyond the open deals for an account to have room, in percent of the limit. Half of it keeps an account on the list.")]
    [Range(1, 100)]
    public decimal RoomPercent { get; init; } = 25m;

    /// <summary>Days beyond terms up to which an account pays well. Default: 5.</summary>
    [Option("Average days beyond terms up to which an account pays well. Twice as many, and one more, keep it on the list.")]
    [Range(0, 90)]
    public decimal PaysWithinDays { get; init; } = 5m;

    /// <summary>The bands that count as low risk; empty for the better half of the policy's.</summary>
    [Option("Risk bands of the policy that count as low risk; the better half of its bands when none is named.", Example = "[\"Low\"]")]
    public IReadOnlyList<string> RoomBands { get; init; } = [];

    /// <summary>The same for the runs.</summary>
    internal WatchRules Rules => new()
    {
        LookBackDays = LookBackDays, CalmDays = CalmDays, ForgetDays = ForgetDays, ScoreDropPercent = ScoreDropPercent, PastDueRise = PastDueRise, RoomPercent = RoomPercent,
        PaysWithinDays = PaysWithinDays, RoomBands = RoomBands.Count > 0 ? RoomBands : null,
    };
}
