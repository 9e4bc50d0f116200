using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Describe;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>
/// Finds out which fields the org hides, for all objects whose credit fields are read back and with one call: an org refuses a query for the first hidden field only,
/// so that asking by trial would cost a call for each of them.
/// </summary>
internal sealed class FieldVisibility(RefusedFields refusedFields)
{
    /// <summary>Leaves the hidden credit fields out of the queries, after one was refused.</summary>
    /// <returns>Whether anything is left out that was asked for.</returns>
    public async Task<bool> LeaveOutHiddenAsync(ObjectMapping refused, Failure failure, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (refused.Owned.LeavesOut(failure))
            return true;
        var before = refused.AskedFields.Count;
        try
        {
            await refusedFields.LookAsync(cancellationToken);
        }
        catch (ConnectorException)
        {
            // Without a description the field itself is left out, which costs a call for each.
        }

        return refused.AskedFields.Count < before || refused.Owned.LeaveOut(failure, now);
    }
}
