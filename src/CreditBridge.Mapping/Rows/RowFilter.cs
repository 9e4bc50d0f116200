namespace CreditBridge.Mapping.Rows;

/// <summary>
/// <c>where:</c> the conditions that a row must meet; one that does not is left out. All must hold: <c>{column: STATE, is: [posted]}</c>, <c>not:</c>, <c>empty: true</c>,
/// <c>zero: false</c>, <c>above:</c> and <c>below:</c> a number, <c>starts_with:</c>.
/// </summary>
internal sealed class RowFilter
{
    private readonly RowCondition[] _conditions;

    private RowFilter(RowCondition[] conditions) => _conditions = conditions;

    /// <summary>Reads the key from the block of a kind; null when it is not there.</summary>
    public static RowFilter? Read(KindBlock block) =>
        block.Section.Sections("where", "condition") is { } sections ? new RowFilter([.. sections.Select(s => RowCondition.Read(block, s)).OfType<RowCondition>()]) : null;

    /// <summary>Whether a row is to be mapped. What cannot be read is noted.</summary>
    public bool Keeps(RowReading reading)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.Holds(reading))
                return false;
        }

        return true;
    }
}
