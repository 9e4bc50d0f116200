using CreditBridge.Connectors.Rest.Paging;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>What stands below <c>read:</c> in a mapping of an API.</summary>
/// <param name="Api">What the mapping says about the API as a whole.</param>
/// <param name="Plan"><c>set:</c>, <c>every:</c>, <c>full_every:</c>, <c>max_removed_percent:</c>.</param>
/// <param name="Request"><c>request:</c> how rows are asked for.</param>
/// <param name="Rows"><c>rows:</c>, <c>each:</c>, <c>rows_missing:</c>, <c>id:</c> where they are in the answer.</param>
/// <param name="Paging"><c>paging:</c> how a long answer is read piece by piece.</param>
/// <param name="Changes"><c>changed:</c> how changes are asked for; null with <c>set: full</c>.</param>
/// <param name="Gone"><c>gone:</c> which rows say that their record is gone; null when none do.</param>
public sealed record RestRead(ApiSettings Api, ReadPlan Plan, RequestTemplate Request, RowPlace Rows, PagingPlan Paging, ChangePlan? Changes, GoneRows? Gone)
{
    /// <summary>Reads the keys below <c>read:</c>.</summary>
    public static RestRead Read(MappingSection read, ApiSettings api)
    {
        var plan = ReadPlan.Read(read);
        var request = RequestTemplate.Read(read, "request", TemplateNames.Pages);
        if (request is null)
            read.Refuse("request", "The key is missing.", "Write 'request:' and below it at least 'path:'.");
        var changes = ChangePlan.Read(read);
        if (plan.Changes && changes is null)
            read.Refuse("changed", "The key is missing.", "With 'set: changes' it must be said how the API is asked for what changed: 'changed: {column: …, format: …}'.");
        if (!plan.Changes && changes is not null)
            read.Refuse("changed", "With 'set: full' everything is read each time.", "Take the key out, or write 'set: changes'.");
        if (plan.Changes && (changes?.Request ?? request)?.Names.Contains("changed_since") == false)
            read.Refuse("changed", "The request does not hold {{changed_since}}, so everything would be read each time.", "Put \"{{changed_since}}\" where the API expects it, or write 'set: full'.");
        if (!plan.Changes && request?.Names.Contains("changed_since") == true)
            read.Refuse("request", "It holds {{changed_since}}, but with 'set: full' everything is asked for.", "Take it out, or write 'set: changes'.");
        return new RestRead(api, plan, request!, RowPlace.Read(read), PagingPlan.Read(read, request), changes, GoneRows.Read(read));
    }
}
