using Microsoft.Extensions.Hosting;

namespace CreditBridge.Sandbox;

/// <summary>The sandbox lives as long as its owner keeps it; signals such as Ctrl-C belong to the owner's process.</summary>
internal sealed class SandboxLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
