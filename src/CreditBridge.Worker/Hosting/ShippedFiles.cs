namespace CreditBridge.Worker.Hosting;

/// <summary>Files that are delivered beside the executable.</summary>
internal static class ShippedFiles
{
    /// <summary>The starter policy.</summary>
    public static string Policy => Path.Combine(AppContext.BaseDirectory, "config", "policies", "starter.yaml");

    /// <summary>The mapping of the sample ERP.</summary>
    public static string SampleMapping => Path.Combine(AppContext.BaseDirectory, "config", "mappings", "sample-erp.yaml");
}
