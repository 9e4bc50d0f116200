namespace CreditBridge.Core.Forecasting;

/// <summary>Waiting in a queue that several people serve (Erlang's second formula): arrivals by chance, service times by chance, nobody leaves the queue.</summary>
public static class ErlangC
{
    /// <summary>The chance that somebody who arrives has to wait; 1 when there is as much work as people, or more.</summary>
    /// <param name="load">Work that arrives per unit of time, in people kept busy (erlangs); not negative.</param>
    /// <param name="servers">People who serve; at least 1.</param>
    public static double Wait(double load, int servers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(load);
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        if (load >= servers)
            return 1;
        var blocked = 1.0;
        for (var n = 1; n <= servers; n++)
            blocked = load * blocked / (n + (load * blocked));
        return blocked / (1 - (load / servers * (1 - blocked)));
    }

    /// <summary>The chance of waiting longer than a time.</summary>
    /// <param name="load">Work that arrives, in people kept busy.</param>
    /// <param name="servers">People who serve.</param>
    /// <param name="serviceTime">Mean time of one service.</param>
    /// <param name="time">The time, in the unit of the service time.</param>
    public static double WaitLonger(double load, int servers, double serviceTime, double time) =>
        load >= servers ? 1 : Wait(load, servers) * Math.Exp(-(servers - load) * Math.Max(0, time) / serviceTime);

    /// <summary>The mean time of waiting; infinite when there is as much work as people, or more.</summary>
    public static double MeanWait(double load, int servers, double serviceTime) =>
        load >= servers ? double.PositiveInfinity : Wait(load, servers) * serviceTime / (servers - load);
}
