namespace CreditBridge.Sandbox.Faults;

/// <summary>
/// One switchable fault: what happens, to which requests or records, how often. Members that are null match everything;
/// members that a kind does not use are ignored.
/// </summary>
/// <param name="Kind">What happens.</param>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>HTTP method of the requests meant, such as <c>PATCH</c>.</summary>
    public string? Method { get; init; }

    /// <summary>Text that the path and query of the requests contain, such as <c>/query/01g</c>.</summary>
    public string? Path { get; init; }

    /// <summary>API name of the object meant.</summary>
    public string? Object { get; init; }

    /// <summary>Id of the record meant, 15 or 18 characters.</summary>
    public string? Record { get; init; }

    /// <summary>API name of the field meant.</summary>
    public string? Field { get; init; }

    /// <summary>How many times it happens; null until the rule is removed.</summary>
    public int? Times { get; init; }

    /// <summary>How many matches pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>Chance of each match, from 0 to 1, drawn from <see cref="Seed"/>.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Start of the random sequence behind <see cref="Probability"/>.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long the rule lives on the org's clock; null until it is removed.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The delay, latency or skew.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>The error code, such as <c>UNABLE_TO_LOCK_ROW</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The error message, or the text of the header suffix.</summary>
    public string? Message { get; init; }

    /// <summary>The fields that an error names.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The number of rows.</summary>
    public int? Size { get; init; }

    /// <summary>A SOQL condition on the record as it would be saved, such as <c>Amount &gt; 1000</c>.</summary>
    public string? When { get; init; }
}

/// <summary>A rule in force.</summary>
/// <param name="Id">Names the rule for removal.</param>
/// <param name="Rule">What was asked for.</param>
/// <param name="Since">When it was set, on the org's clock.</param>
/// <param name="Matched">How many requests or records it met, harmed or not.</param>
/// <param name="Fired">How many times it struck.</param>
public sealed record ActiveFault(string Id, FaultRule Rule, DateTimeOffset Since, int Matched, int Fired);
