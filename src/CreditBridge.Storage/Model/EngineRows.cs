namespace CreditBridge.Storage.Model;

/// <summary>A named value of the engine.</summary>
internal sealed class EngineValueRow
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}

/// <summary>A named lease.</summary>
internal sealed class LeaseRow
{
    public required string Name { get; init; }

    public required string Holder { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>A migration that was applied.</summary>
internal sealed class MigrationRow
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the script.</summary>
    public required string Checksum { get; init; }

    public required DateTimeOffset AppliedAt { get; init; }
}
