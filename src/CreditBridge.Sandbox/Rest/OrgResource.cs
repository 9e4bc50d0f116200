using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Accounting;

namespace CreditBridge.Sandbox.Rest;

/// <summary>What the API tells about itself: versions, resources, limits.</summary>
internal sealed class OrgResource(SandboxServerOptions options, CallLedger calls)
{
    private static readonly string[] Roots = ["composite", "jobs", "limits", "query", "queryAll", "sobjects"];
    private static readonly string[] Seasons = ["Spring", "Summer", "Winter"];

    public int Oldest => options.OldestVersion;

    public bool Offers(string version) =>
        version.EndsWith(".0", StringComparison.Ordinal) && int.TryParse(version[..^2], out var number) && number >= options.OldestVersion && number <= options.NewestVersion;

    public JsonArray Versions() => ApiJson.Array(Enumerable.Range(options.OldestVersion, options.NewestVersion - options.OldestVersion + 1), version => new JsonObject
    {
        ["label"] = Label(version), ["url"] = $"/services/data/v{version}.0", ["version"] = $"{version}.0",
    });

    public static ApiResponse Resources(ApiRequest request)
    {
        var root = $"/services/data/v{request.Version}";
        return ApiResponse.Ok(new JsonObject(Roots.Select(name => KeyValuePair.Create(name, (JsonNode?)$"{root}/{name}"))));
    }

    public ApiResponse Limits() => ApiResponse.Ok(new JsonObject
    {
        ["DailyApiRequests"] = Limit(calls.DailyLimit, calls.Used),
        ["DailyBulkApiBatches"] = Limit(15_000, 0),
        ["DailyBulkV2QueryFileStorageMB"] = Limit(976_562, 0),
        ["DailyBulkV2QueryJobs"] = Limit(10_000, 0),
        ["DataStorageMB"] = Limit(1024, 0),
        ["FileStorageMB"] = Limit(1024, 0),
    });

    private static JsonObject Limit(int max, int used) => new() { ["Max"] = max, ["Remaining"] = Math.Max(0, max - used) };

    /// <summary>Version 58 is Summer '23; three releases make a year, and Winter carries the year to come.</summary>
    private static string Label(int version)
    {
        var release = version - 57;
        var year = 23 + release / 3 + (release % 3 == 2 ? 1 : 0);
        return $"{Seasons[((release % 3) + 3) % 3]} \u2019{year}";
    }
}
