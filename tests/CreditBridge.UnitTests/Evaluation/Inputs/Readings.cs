using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using Shouldly;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

/// <summary>Reads single inputs of a file.</summary>
internal static class Readings
{
    public static Reading Of(CreditFile file, CreditPolicy policy, string name)
    {
        policy.Inputs.TryGet(name, out var input).ShouldBeTrue($"There is no input '{name}'.");
        return CreditEvaluator.Read(file.InOrder(), policy, input!);
    }

    public static void ShouldBe(CreditFile file, CreditPolicy policy, string name, double? expected)
    {
        var number = Of(file, policy, name).Number;
        if (expected is null)
            number.ShouldBeNull(name);
        else
            number!.Value.ShouldBe((decimal)expected.Value, 0.005m, name);
    }
}
