using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli;

/// <summary>Mistakes because of which a list is not used: each with its line, as long as there are not too many.</summary>
/// <param name="name">Name of the file, for messages.</param>
internal sealed class CsvMistakes(string name)
{
    private const int Most = 20;

    private readonly List<Problem> _named = [];
    private int _further;

    /// <summary>Whether there are none.</summary>
    public bool AreNone => _named.Count == 0;

    /// <summary>The first of them, and how many more there are.</summary>
    public IReadOnlyList<Problem> ToProblems() => _further == 0 ? [.. _named] : [.. _named, new Problem(name, $"There are {_further:N0} more mistakes.")];

    /// <summary>Adds a mistake on a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="nextStep">What to do about it.</param>
    public void Add(int line, string what, string nextStep) => Add(new Problem($"{name}:{line}", what, nextStep));

    /// <summary>Adds a mistake.</summary>
    public void Add(Problem mistake)
    {
        if (_named.Count < Most)
            _named.Add(mistake);
        else
            _further++;
    }

    /// <summary>Nothing of the list can be believed: other mistakes may only follow from that, and are forgotten.</summary>
    public void Set(Problem refusal)
    {
        _named.Clear();
        _named.Add(refusal);
        _further = 0;
    }
}
