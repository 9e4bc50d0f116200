using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>What the org still allows: API calls, the share of them that CreditBridge keeps to, and the Bulk API as far as it is used. Costs two counted calls at most.</summary>
/// <param name="client">Where to ask.</param>
/// <param name="options">Options of the connection.</param>
/// <param name="usage">What is known of the calls.</param>
internal sealed class Allowances(SalesforceClient client, SalesforceOptions options, Func<ConnectionUsage> usage)
{
    public async Task<IReadOnlyList<CheckFinding>> FindingsAsync(CancellationToken cancellationToken)
    {
        if (options is { BulkReadRecords: 0, BulkWriteRecords: 0 })
            return [.. CallsLeft()];
        var (limits, refused) = await TryAsync($"{client.Root}/limits", cancellationToken);
        var (_, bulk) = await TryAsync($"{client.Root}/jobs/ingest", cancellationToken);
        return [.. CallsLeft(), Bulk(bulk, refused is null ? limits : default)];
    }

    private IEnumerable<CheckFinding> CallsLeft()
    {
        const string Subject = "API calls";
        var now = usage();
        if (now is not { UsedInPeriod: { } used, AllowedInPeriod: > 0 and var allowed })
        {
            yield return new CheckFinding(Subject, CheckStatus.Warning, "The org does not say how many API calls are left.", "Look at Setup, System Overview.");
        }
        else
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {allowed:N0} calls of the last 24 hours are used, by all integrations together.");
            yield return used * 5 < allowed * 4
                ? CheckFinding.Ok(Subject, message)
                : new CheckFinding(Subject, CheckStatus.Warning, message, "Poll less often, or find out which integration uses so many (Setup, API Usage).");
        }

        if (now is { OwnBudget: > 0 and var budget })
        {
            var own = now.OwnInPeriod ?? 0;
            var message = string.Create(CultureInfo.InvariantCulture, $"CreditBridge has used {own:N0} of its own {budget:N0} calls of today; {now.ReservedForHolds ?? 0:N0} are kept for holds.");
            yield return own * 5 < budget * 4
                ? CheckFinding.Ok("Own budget", message)
                : new CheckFinding("Own budget", CheckStatus.Warning, message, "Nothing to do today: polls slow down and less urgent writes wait. If it happens often, raise DailyCalls or poll less often.");
        }
    }

    private static CheckFinding Bulk(Failure? refused, JsonElement limits)
    {
        const string Subject = "Bulk API";
        if (refused is { Kind: FailureKind.Transient or FailureKind.Throttled })
            return new CheckFinding(Subject, CheckStatus.Warning, refused.Message, refused.NextStep);
        if (refused is not null)
        {
            return new CheckFinding(Subject, CheckStatus.Warning, "The Bulk API cannot be used; many records at once cost one call per 1,000 instead of a few. " + refused.Message,
                "Give the user the permission 'API Enabled' and check that the edition includes the Bulk API.");
        }

        if (Remaining(limits, "DailyBulkApiBatches") is not { } batches || Remaining(limits, "DailyBulkV2QueryJobs") is not { } jobs)
            return CheckFinding.Ok(Subject, "Jobs can be listed.");
        return batches > 0 && jobs > 0
            ? CheckFinding.Ok(Subject, string.Create(CultureInfo.InvariantCulture, $"Can be used; {batches:N0} batches and {jobs:N0} query jobs are left today."))
            : new CheckFinding(Subject, CheckStatus.Warning, string.Create(CultureInfo.InvariantCulture, $"{batches:N0} batches and {jobs:N0} query jobs are left today."), "Find out which integration uses so many (Setup, Bulk Data Load Jobs).");
    }

    // The list of limits has grown over the years, and some entries nest further objects: only what is looked for is read.
    private static long? Remaining(JsonElement limits, string name) =>
        limits.ValueKind == JsonValueKind.Object && limits.TryGetProperty(name, out var entry) && entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("Remaining", out var left) && left.TryGetInt64(out var number)
            ? number
            : null;

    private async Task<(JsonElement Answer, Failure? Refused)> TryAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return ((await client.GetAsync(path, SalesforceJson.Default.JsonElement, cancellationToken)).Value, null);
        }
        catch (ConnectorException e)
        {
            return (default, e.Failure);
        }
    }
}
