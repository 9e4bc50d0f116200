namespace CreditBridge.Core.Forecasting;

/// <summary>What is forecast about a deal: that it closes, or that it reaches a step of the sales process.</summary>
public sealed class ForecastEvent
{
    private readonly HashSet<string>? _stages;
    private readonly IReadOnlyDictionary<string, string> _aliases;

    private ForecastEvent(HashSet<string>? stages, IReadOnlyDictionary<string, string>? aliases)
    {
        _stages = stages;
        _aliases = aliases ?? new Dictionary<string, string>();
    }

    /// <summary>The deal is won or lost.</summary>
    public static ForecastEvent Closes { get; } = new(null, null);

    /// <summary>The deal is put into one of the stages for the first time; closing before that takes it out.</summary>
    /// <param name="stages">The stages at which credit looks at deals.</param>
    /// <param name="aliases">Former names of stages and what they are called now; null when none was renamed.</param>
    public static ForecastEvent Reaches(IEnumerable<string> stages, IReadOnlyDictionary<string, string>? aliases = null) => new([.. stages], aliases);

    /// <summary>Whether closing is what is waited for.</summary>
    public bool IsClosing => _stages is null;

    /// <summary>Whether being put into the stage is what is waited for.</summary>
    public bool IsReachedBy(string stage) => _stages is not null && _stages.Contains(NameOf(stage));

    /// <summary>The stage's present name.</summary>
    public string NameOf(string stage) => _aliases.GetValueOrDefault(stage, stage);
}
