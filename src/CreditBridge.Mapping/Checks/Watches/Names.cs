namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Examples and a count: of a hundred thousand only the first few are kept.</summary>
internal sealed class Names(int kept = 5)
{
    private readonly List<string> _first = [];

    public long Count { get; private set; }

    public void Add(string name)
    {
        Count++;
        if (_first.Count < kept)
            _first.Add(name);
    }

    public void Add(Func<string> name)
    {
        Count++;
        if (_first.Count < kept)
            _first.Add(name());
    }

    /// <inheritdoc />
    public override string ToString() => Figures.Some(_first, Count, kept);
}
