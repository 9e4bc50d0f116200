namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>Finds the smallest of many steps that passes, exactly: every further step asks less of credit, so whatever passes, passes from there on.</summary>
internal static class StepSearch
{
    /// <summary>The smallest step from 1 on that passes, and the verdict; null when even the last does not.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="passing">The verdict on a step when it passes, null otherwise.</param>
    public static (int Step, Verdict Verdict)? Smallest(int steps, Func<int, Verdict?> passing)
    {
        if (steps < 1 || passing(steps) is not { } verdict)
            return null;
        int fails = 0, passes = steps;
        while (passes - fails > 1)
        {
            var middle = fails + (passes - fails) / 2;
            if (passing(middle) is { } better)
                (passes, verdict) = (middle, better);
            else
                fails = middle;
        }

        return (passes, verdict);
    }
}
