namespace CreditBridge.IntegrationTests.Sandbox;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SandboxClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 17, 10, 30, 15, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
