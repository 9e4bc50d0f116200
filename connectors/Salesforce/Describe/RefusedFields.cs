using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Describe;

/// <summary>
/// Which credit fields the org was last found to lack, to hide or not to let be written. It is kept for the next process: one that tried all fields again would take the
/// set of fields for changed, look at every account anew, and spend calls on learning the same.
/// </summary>
/// <param name="fields">What is written.</param>
/// <param name="reads">What is read.</param>
/// <param name="describer">Asks the org.</param>
/// <param name="state">Where it is kept.</param>
/// <param name="clock">The clock.</param>
internal sealed class RefusedFields(
    FieldMapping fields, IReadOnlyList<ObjectMapping> reads, OrgDescriber describer, IConnectionState state, TimeProvider clock)
{
    private const string Name = "refused-fields";

    /// <summary>How long a finding holds; after that the org is asked again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private bool _recalled;

    /// <summary>When the org was last asked; the beginning of time when it never was.</summary>
    public DateTimeOffset LookedAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Asks the org about everything that is written, in one call, and takes over what it says.</summary>
    /// <returns>Whether other fields are written from now on.</returns>
    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<bool> LookAsync(CancellationToken cancellationToken) =>
        await LearnAsync(OrgDescriber.Known(await describer.DescribeAsync([.. fields.Objects.Select(o => o.Name)], cancellationToken)));

    /// <summary>Takes over what the org says about its objects.</summary>
    /// <returns>Whether other fields are written from now on.</returns>
    public async Task<bool> LearnAsync(IReadOnlyDictionary<string, ObjectDescription> objects)
    {
        var now = clock.GetUtcNow();
        var changed = fields.Learn(objects);
        foreach (var mapping in reads)
        {
            if (objects.TryGetValue(mapping.ObjectName, out var description) && !description.IsMissing)
                mapping.Owned.Learn(name => description.Field(name) is not null, now);
        }

        (LookedAt, _recalled) = (now, true);
        var hidden = reads.Where(r => objects.ContainsKey(r.ObjectName)).SelectMany(r => r.Owned.LeftOut.Select(f => $"{r.ObjectName}.{f}"));
        await state.SetAsync(Name, $"{string.Join(',', fields.Refused)}|{string.Join(',', hidden)}", CancellationToken.None);
        return changed;
    }

    /// <summary>
    /// Starts from what an earlier process found: when fields were refused then, the org is asked once whether they still are, because a person may have repaired it and
    /// started anew. Does nothing the second time.
    /// </summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (_recalled)
            return;
        _recalled = true;
        if (await state.GetAsync(Name, cancellationToken) is not { } text || text.Split('|') is not [var refused, var hidden] || refused.Length + hidden.Length == 0)
            return;
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (ConnectorException)
        {
            // The old finding is better than none.
            fields.Refuse(refused.Split(',', StringSplitOptions.RemoveEmptyEntries));
            foreach (var mapping in reads)
                mapping.Owned.Learn(name => !hidden.Split(',').Contains($"{mapping.ObjectName}.{name}", StringComparer.OrdinalIgnoreCase), clock.GetUtcNow());
        }
    }
}
