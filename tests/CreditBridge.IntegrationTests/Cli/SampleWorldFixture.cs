using CreditBridge.Worker.Demo;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>The sample company for one test: its org on a real socket, its drop folder, its configuration.</summary>
public abstract class SampleWorldFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-cli-");

    internal SampleWorld World { get; private set; } = null!;

    protected string Config => World.ConfigFile;

    protected string Folder => _folder.FullName;

    public async Task InitializeAsync() =>
        World = await SampleWorld.StartAsync(_folder.FullName, port: 0, servicePort: 0, pollSeconds: 1, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Whether commands run in processes of their own.</summary>
    protected virtual bool InOwnProcess => false;

    internal Task<Outcome> CommandAsync(params string[] arguments) =>
        InOwnProcess || WritesBytes(arguments) ? Creditbridge.RunAsync([.. arguments, "--config", Config]) : Creditbridge.RunHereAsync([.. arguments, "--config", Config]);

    // A plan without a file goes to the standard output as it is made, past the console.
    private static bool WritesBytes(string[] arguments) => arguments is ["plan", ..] && !arguments.Contains("--out");
}
