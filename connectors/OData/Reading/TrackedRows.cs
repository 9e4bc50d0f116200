using System.Text.Json;
using CreditBridge.Connectors.OData.Answers;
using CreditBridge.Connectors.OData.Queries;

namespace CreditBridge.Connectors.OData.Reading;

/// <summary>
/// Rows of a service that keeps track of changes. It may give of a changed record only what changed; such records are then asked for whole. Of one that is gone it
/// gives the key, or the address in which the key stands.
/// </summary>
internal sealed class TrackedRows(ODataRead read, EntityColumns columns, Question question, Func<string, EdmKind?> kindOf)
{
    // Conditions for so many keys fit into an address that every service takes.
    private const int KeysAtOnce = 15;

    private readonly IReadOnlyList<string> _properties = [.. columns.Names.Names.Select(c => EntityColumns.Property(c).Split('/')[0]).Where(p => p.Length > 0 && p[0] != '@').Distinct()];

    public async Task<PageRows> OfAsync(ODataAnswer answer, Asked asked, Func<Asked, CancellationToken, Task<ApiAnswer>> ask, ApiEndpoint endpoint, CancellationToken cancellationToken)
    {
        var gone = new List<SourceRow>();
        var (whole, partly) = (new List<JsonElement>(), new List<JsonElement>());
        foreach (var record in answer.Rows)
        {
            if (IsLink(record))
                continue;
            if (RemovedRecord.IsOne(record))
                gone.Add(columns.Of(RemovedRecord.KeyOf(record, read, kindOf, asked.Name), asked.Name));
            else
                (_properties.All(p => record.TryGetProperty(p, out _)) ? whole : partly).Add(record);
        }

        var rows = columns.Of(whole, asked.Name);
        foreach (var some in partly.Chunk(KeysAtOnce))
        {
            var keys = some.Select(r => (IReadOnlyList<string>)[.. read.Key.Select(k => Literal.Of(KeyValue(r, k, asked.Name), read.Service.Version))]);
            using var asWhole = await ask(new Asked(endpoint.Below(question.OfKeys(keys)), $"{asked.Name}, whole records"), cancellationToken);
            rows.AddRange(columns.Of(ODataAnswer.Of(asWhole.Json, read.Service.Version, asked.Name).Rows, $"{asked.Name}, whole records"));
        }

        return new PageRows(rows, gone);
    }

    // Added and removed links between records, which OData 4.0 puts among the records, are no rows.
    private static bool IsLink(JsonElement record) => record.ValueKind == JsonValueKind.Object
        && (record.TryGetProperty("@odata.context", out var context) || record.TryGetProperty("@context", out context))
        && context.ValueKind == JsonValueKind.String && context.GetString() is { } text
        && (text.EndsWith("/$link", StringComparison.Ordinal) || text.EndsWith("/$deletedLink", StringComparison.Ordinal));

    private EdmValue KeyValue(JsonElement record, string property, string name) => record.TryGetProperty(property, out var element)
        ? EdmValue.Of(element, kindOf(property), read.Service.Version)
        : throw new ConnectorException(new Failure(FailureKind.Configuration, $"A changed record has no property '{property}' of its key.", "Correct 'key:' in the mapping.") { Where = name });
}
