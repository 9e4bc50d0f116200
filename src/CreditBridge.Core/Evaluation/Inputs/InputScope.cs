using System.Diagnostics.CodeAnalysis;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>The inputs that one policy may use: the catalogue and what the policy defines itself. Positions are those of <see cref="CreditInput.Index"/>.</summary>
public sealed class InputScope
{
    private readonly List<CreditInput> _defined = [];
    private readonly Dictionary<string, CreditInput> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _announced = [];
    private bool _isClosed;

    /// <summary>How many there are.</summary>
    public int Count => InputCatalogue.All.Count + _defined.Count;

    /// <summary>The input at a position.</summary>
    public CreditInput this[int index] => index < InputCatalogue.All.Count ? InputCatalogue.All[index] : _defined[index - InputCatalogue.All.Count];

    /// <summary>The catalogue, then what the policy defines, in the order of the document.</summary>
    public IEnumerable<CreditInput> All => InputCatalogue.All.Concat(_defined);

    /// <summary>What the policy defines, in the order of the document.</summary>
    public IReadOnlyList<CreditInput> Defined => _defined;

    /// <summary>The input of a name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out CreditInput? input)
    {
        if (!InputCatalogue.TryGet(name, out input) && !_byName.TryGetValue(name, out input))
            return false;
        // Policies are read by one thread; afterwards nothing new is named, and the set is only read.
        if (!_isClosed)
            _named.Add(name);
        return true;
    }

    /// <summary>The policy is read to its end.</summary>
    internal void Close() => _isClosed = true;

    /// <summary>The inputs that the policy names somewhere, in no particular order: no other input can bear on its answers, but those that the evaluation itself reads.</summary>
    internal IEnumerable<CreditInput> Named => All.Where(i => _named.Contains(i.Name));

    /// <summary>The name that was probably meant; null when none is near.</summary>
    public string? Nearest(string name) => Spelling.Nearest(name, All.Select(i => i.Name));

    /// <summary>Adds what a policy defines; the name must be free.</summary>
    internal CreditInput Add(CreditInput input)
    {
        var placed = input with { Index = Count };
        _defined.Add(placed);
        _byName.Add(placed.Name, placed);
        return placed;
    }

    /// <summary>Remembers that the definition of a name is wrong: that is reported once, not for every use.</summary>
    internal void AddBroken(string name) => _broken.Add(name);

    /// <summary>Whether the definition of a name is wrong.</summary>
    internal bool IsBroken(string name) => _broken.Contains(name) && !TryGet(name, out _);

    /// <summary>Tells which names the document defines, so that a use before the definition can be told from a misspelt name.</summary>
    internal void Announce(IReadOnlyList<string> names) => _announced = names;

    /// <summary>Why a name is not an input, as a sentence, and what was probably meant.</summary>
    internal (string Message, string? Suggestion) WhyUnknown(string name, IEnumerable<string>? others = null) =>
        _announced.Contains(name, StringComparer.Ordinal)
            ? ($"'{name}' is not defined yet here: a definition may use only those above it. Move the definition of '{name}' up; if it needs this one in turn, the two go round in a circle.", null)
            : ($"There is no input '{name}'.", Spelling.Nearest(name, All.Select(i => i.Name).Concat(others ?? [])));
}
