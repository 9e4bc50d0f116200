namespace CreditBridge.Worker.Cli;

/// <summary>Exit codes of every command; documented in the README.</summary>
internal static class ExitCodes
{
    /// <summary>Done, nothing to do for a person.</summary>
    public const int Done = 0;

    /// <summary>A defect in CreditBridge itself.</summary>
    public const int Defect = 1;

    /// <summary>The command line, the configuration, a mapping or the policy is wrong; nothing was done.</summary>
    public const int WrongInput = 2;

    /// <summary>Done, but something needs a person: rejected records, refused writes, a failed check.</summary>
    public const int NeedsAttention = 3;

    /// <summary>A system that is needed cannot be reached or refuses the login.</summary>
    public const int Unreachable = 4;

    /// <summary>A plan was not applied, because the world is not any more as it was when the plan was made; nothing was written.</summary>
    public const int WorldMoved = 5;

    /// <summary>Interrupted; the next run goes on from there.</summary>
    public const int Interrupted = 130;
}
