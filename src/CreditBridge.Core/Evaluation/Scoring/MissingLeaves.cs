using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>Finds what is really missing: behind an input that the policy defines, the inputs that it is made of.</summary>
internal static class MissingLeaves
{
    /// <summary>The missing inputs behind some inputs, each once, in the order of their positions.</summary>
    public static IReadOnlyList<CreditInput> Of(IReadOnlyList<CreditInput> inputs, Situation situation)
    {
        var leaves = new SortedDictionary<int, CreditInput>();
        foreach (var input in inputs)
            Collect(input, situation, leaves);
        return [.. leaves.Values];
    }

    private static void Collect(CreditInput input, Situation situation, SortedDictionary<int, CreditInput> leaves)
    {
        if (!situation.IsMissing(input))
            return;
        var anyBehind = false;
        foreach (var used in input.Uses)
        {
            if (!situation.IsMissing(used))
                continue;
            anyBehind = true;
            Collect(used, situation, leaves);
        }

        if (!anyBehind)
            leaves[input.Index] = input;
    }
}
