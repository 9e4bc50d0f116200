using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>What another system says that a file should hold, as it wrote it.</summary>
/// <param name="Origin">Who says so, for people: the trailer, or the name of a manifest.</param>
internal sealed record ControlFigures(string Origin)
{
    /// <summary>Number of rows; null when it is not said.</summary>
    public object? Count { get; init; }

    /// <summary>Sum of a column, by the name of the column; null when the figure is missing.</summary>
    public IReadOnlyDictionary<string, object?> Totals { get; init; } = new Dictionary<string, object?>();

    /// <summary>Whether <see cref="Count"/> is to be compared.</summary>
    public bool ComparesCount { get; init; }

    /// <summary>Reads the figures of a trailer.</summary>
    public static ControlFigures OfTrailer(TrailerLayout layout, Func<LinePlace, object?> at) => new("the trailer")
    {
        ComparesCount = layout.Count is not null,
        Count = layout.Count is { } place ? at(place) : null,
        Totals = layout.Totals.ToDictionary(t => t.Key, t => at(t.Value)),
    };
}
