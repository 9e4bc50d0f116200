namespace CreditBridge.TestKit.Simulation;

/// <summary>Decides from a seed which faults happen. Nothing happens while it is switched off.</summary>
public sealed class SimulatedFaults(Random random, double probability)
{
    private readonly Dictionary<string, int> _happened = [];

    public bool On { get; set; }

    /// <summary>How often each fault happened: a simulation in which none did proves nothing.</summary>
    public IReadOnlyDictionary<string, int> Happened => _happened;

    public bool Happens(string fault)
    {
        lock (_happened)
        {
            if (!On || random.NextDouble() >= probability)
                return false;
            _happened[fault] = _happened.GetValueOrDefault(fault) + 1;
            return true;
        }
    }

    /// <summary>The process dies here, sometimes.</summary>
    public void MayCrash(string where)
    {
        if (Happens($"crash {where}"))
            throw new SimulatedCrashException(where);
    }
}

/// <summary>The process died. What was not committed is lost; nothing runs any more that could clean up.</summary>
public sealed class SimulatedCrashException(string where) : Exception($"The process died (simulated) {where}.");
