namespace CreditBridge.Worker.Hosting;

/// <summary>What was built.</summary>
internal static class BuildInfo
{
    /// <summary>The version, such as "0.1.0".</summary>
    public static string Version { get; } = typeof(BuildInfo).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
