using System.Diagnostics.CodeAnalysis;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>The inputs that one policy may use: the catalogue and what the policy defines itself. Positions are those of <see cref="CreditInput.Index"/>.</summary>
public sealed class InputScope
{
    private readonly List<CreditInput> _defined = [];

    /// <summary>How many there are.</summary>
    public int Count => InputCatalogue.All.Count + _defined.Count;

    /// <summary>The catalogue, then what the policy defines, in the order of the document.</summary>
    public IEnumerable<CreditInput> All => InputCatalogue.All.Concat(_defined);

    /// <summary>What the policy defines, in the order of the document.</summary>
    public IReadOnlyList<CreditInput> Defined => _defined;

    /// <summary>The input of a name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out CreditInput? input)
    {
        if (InputCatalogue.TryGet(name, out input))
            return true;
        input = _defined.Find(d => d.Name == name);
        return input is not null;
    }

    /// <summary>Adds what a policy defines; the name must be free.</summary>
    internal CreditInput Add(CreditInput input)
    {
        var placed = input with { Index = Count };
        _defined.Add(placed);
        return placed;
    }
}
