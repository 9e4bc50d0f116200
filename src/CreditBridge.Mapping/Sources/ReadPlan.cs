namespace CreditBridge.Mapping.Sources;

/// <summary>When what is read; the keys below <c>read:</c> that every polled connector has.</summary>
/// <param name="Changes"><c>set:</c> <c>full</c>: each read lists everything, and what it does not list is gone; <c>changes</c>: only what changed is read.</param>
/// <param name="Every"><c>every:</c> the least time between two reads, such as <c>15m</c>; each cycle when not given.</param>
/// <param name="FullEvery"><c>full_every:</c> with <c>set: changes</c>, after what time everything is listed once more, to find what disappeared; never when not given.</param>
/// <param name="MaxRemovedPercent"><c>max_removed_percent:</c> the largest share of known records that one listing may remove by not showing them; default 50.</param>
public sealed record ReadPlan(bool Changes, TimeSpan? Every, TimeSpan? FullEvery, decimal MaxRemovedPercent)
{
    /// <summary>Reads the keys from the block <c>read:</c>.</summary>
    public static ReadPlan Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var changes = read.Choice<bool>("set", Sets, null, "With 'full' each read lists everything, and what is not listed any more is gone; with 'changes' only what changed is read.");
        var fullEvery = read.Duration("full_every");
        if (fullEvery is not null && !changes)
            read.Refuse("full_every", "With 'set: full' every read is a full one.", "Take the key out, or write 'every:' for the least time between two reads.");
        return new ReadPlan(changes, read.Duration("every"), fullEvery, read.Percent("max_removed_percent", 50));
    }

    private static readonly Dictionary<string, bool> Sets = new() { ["full"] = false, ["changes"] = true };
}
