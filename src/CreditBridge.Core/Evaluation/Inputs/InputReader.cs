using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Reads single inputs of a file, as a policy's rules would, without deciding anything.</summary>
public sealed class InputReader
{
    private readonly Situation _situation;

    /// <summary>Prepares a file.</summary>
    public InputReader(CreditFile file, CreditPolicy policy) => _situation = new Situation(new FactSheet(file.InOrder(), policy), policy);

    /// <summary>
    /// The value of an input; missing when it cannot be known, which results of later steps never can here.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such input.</exception>
    public Reading Read(string name) => _situation.Policy.Inputs.TryGet(name, out var input)
        ? _situation.Read(input)
        : throw new ArgumentException($"There is no input '{name}'.", nameof(name));
}
