using CreditBridge.Connectors.Rest.Ordering;
using CreditBridge.Connectors.Rest.Paging;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>What stands below <c>read:</c> in a mapping of an API.</summary>
/// <param name="Api">What the mapping says about the API as a whole.</param>
/// <param name="Plan"><c>set:</c>, <c>every:</c>, <c>full_every:</c>, <c>max_removed_percent:</c>.</param>
/// <param name="Parts">What is asked, one after the other: <c>request:</c> with <c>rows:</c>, or several of them below <c>parts:</c>.</param>
/// <param name="Paging"><c>paging:</c> how a long answer is read piece by piece.</param>
/// <param name="Changes"><c>changed:</c> how changes are asked for; null with <c>set: full</c>.</param>
/// <param name="Gone"><c>gone:</c> which rows say that their record is gone; null when none do.</param>
public sealed record RestRead(ApiSettings Api, ReadPlan Plan, IReadOnlyList<RestPart> Parts, PagingPlan Paging, ChangePlan? Changes, GoneRows? Gone)
{
    /// <summary><c>order:</c> how a report about one company is ordered; null for what is listed. A kind that is ordered is never listed.</summary>
    public OrderPlan? Order { get; private init; }

    /// <summary>Reads the keys below <c>read:</c>.</summary>
    /// <param name="read">The block.</param>
    /// <param name="api">What the mapping says about the API as a whole.</param>
    /// <param name="mayOrder">Whether records of the kind can be ordered one by one.</param>
    public static RestRead Read(MappingSection read, ApiSettings api, bool mayOrder = false)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (mayOrder && OrderPlan.Read(read) is { } order)
            return new RestRead(api, new ReadPlan(false, null, null, 100m), [], PagingPlan.Nothing, null, null) { Order = order };
        var plan = ReadPlan.Read(read);
        var parts = RestPart.ReadAll(read);
        var changes = ChangePlan.Read(read);
        if (plan.Changes && changes is null)
            read.Refuse("changed", "The key is missing.", "With 'set: changes' it must be said how the API is asked for what changed: 'changed: {column: …, format: …}'.");
        if (!plan.Changes && changes is not null)
            read.Refuse("changed", "With 'set: full' everything is read each time.", "Take the key out, or write 'set: changes'.");
        if (changes?.Request is not null && parts.Count > 1)
            read.Refuse("changed", "Several parts cannot share one request for changes.", "Put \"{{changed_since}}\" into the request of each part.");
        var asked = changes?.Request is { } own ? [own] : parts.Select(p => p.Request).ToList();
        if (plan.Changes && !asked.TrueForAll(r => r.Names.Contains("changed_since")))
            read.Refuse("changed", "The request does not hold {{changed_since}}, so everything would be read each time.", "Put \"{{changed_since}}\" where the API expects it, or write 'set: full'.");
        if (!plan.Changes && asked.Exists(r => r.Names.Contains("changed_since")))
            read.Refuse("set", "The request holds {{changed_since}}, but with 'set: full' everything is asked for.", "Take it out, or write 'set: changes'.");
        return new RestRead(api, plan, parts, PagingPlan.Read(read, asked), changes, GoneRows.Read(read));
    }
}

/// <summary>One question to an API. What a system keeps in several places, such as invoices and credit notes, is asked for in several parts of one kind.</summary>
/// <param name="Name"><c>name:</c> name of the part, which rows have in the column <c>@part</c>; empty when there is only one.</param>
/// <param name="Request"><c>request:</c> how rows are asked for.</param>
/// <param name="Rows"><c>rows:</c>, <c>each:</c>, <c>rows_missing:</c>, <c>id:</c> where they are in the answer.</param>
public sealed record RestPart(string Name, RequestTemplate Request, RowPlace Rows)
{
    /// <summary>Column with the name of the part that a row came from.</summary>
    public const string Column = "@part";

    internal static IReadOnlyList<RestPart> ReadAll(MappingSection read)
    {
        if (read.Sections("parts") is not { } sections)
            return Read(read, "") is { } only ? [only] : [];
        if (read.Has("request"))
            read.Refuse("request", "There are parts, each with its own request.", "Take 'request:' and 'rows:' out, or write them as one of the parts.");
        var parts = new List<RestPart>();
        foreach (var section in sections)
        {
            var name = section.RequiredText("name", "Write a short name, such as 'name: invoices'; rows have it in the column @part.");
            if (parts.Exists(p => p.Name == name))
                section.Refuse("name", $"Two parts are called '{name}'.", "Give each its own name.");
            if (Read(section, name) is { } part)
                parts.Add(part);
            section.Close();
        }

        return parts;
    }

    private static RestPart? Read(MappingSection section, string name)
    {
        var request = RequestTemplate.Read(section, "request", TemplateNames.Pages);
        if (request is null)
            section.Refuse("request", "The key is missing.", "Write 'request:' and below it at least 'path:'.");
        var rows = RowPlace.Read(section);
        return request is null ? null : new RestPart(name, request, rows);
    }
}
