using System.Diagnostics;
using System.Globalization;

namespace CreditBridge.Worker.Hosting;

/// <summary>
/// Names processes towards others that share the database: node, process id, start. What a process that no longer runs on this machine had leased can be taken over at once,
/// instead of when the lease runs out.
/// </summary>
internal static class ProcessIdentity
{
    private const char Separator = '/';

    // The start of a process is worked out from the clock, which may have been set since. In doubt a process lives: then its leases merely run out in their time.
    private const long ToleranceSeconds = 300;

    /// <summary>Name of this process.</summary>
    public static string Of(string node)
    {
        using var me = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{node}{Separator}{me.Id}{Separator}{StartOf(me)}");
    }

    /// <summary>Whether a name stands for a process of this node that does not run any more. Names of other nodes are never judged.</summary>
    public static bool IsGone(string holder, string node)
    {
        var parts = holder.Split(Separator);
        if (parts.Length != 3 || parts[0] != node || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start) || Math.Abs(StartOf(process) - start) > ToleranceSeconds;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    // The number of a process is used again after it ended; its start is not.
    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
}
