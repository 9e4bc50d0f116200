namespace CreditBridge.Worker.Hosting;

/// <summary>Files that are delivered beside the executable.</summary>
internal static class ShippedFiles
{
    /// <summary>The starter policy.</summary>
    public static string Policy => Path.Combine(AppContext.BaseDirectory, "config", "policies", "starter.yaml");

    /// <summary>A mapping by its name, such as "sample-erp".</summary>
    public static string Mapping(string name) => Path.Combine(AppContext.BaseDirectory, "config", "mappings", $"{name}.yaml");
}
