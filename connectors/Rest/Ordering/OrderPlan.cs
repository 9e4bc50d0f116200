using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Rest.Reading;

namespace CreditBridge.Connectors.Rest.Ordering;

/// <summary><c>order:</c> how a report about one company is ordered.</summary>
/// <param name="Price"><c>price:</c> the most that one report costs.</param>
/// <param name="Needs"><c>needs:</c> what identifies a company: attributes of accounts or customers, or <c>country</c>.</param>
/// <param name="Find"><c>find:</c> a request, free of charge, that turns these into the provider's own number of the company; null when none is needed.</param>
/// <param name="Request"><c>request:</c> the request that is paid for.</param>
/// <param name="Rows"><c>rows:</c> where the report is in the answer; each row of an array becomes a record of its own.</param>
/// <param name="Same"><c>same:</c> paths of the report that repeat what was asked for, each with its identifier: a report about another company is not kept.</param>
/// <param name="NotFound"><c>not_found:</c> how the API says that it does not know a company.</param>
public sealed record OrderPlan(
    Money Price, IReadOnlyList<string> Needs, FindPlan? Find, RequestTemplate? Request, RowPlace Rows, IReadOnlyList<(JsonPath Path, string Identifier)> Same, NotFoundRule NotFound)
{
    // What a request may name beside the identifiers.
    private static readonly string[] Given = ["name", "country", "date", "order_key"];

    /// <summary>Reads the block; null when the key is missing.</summary>
    public static OrderPlan? Read(MappingSection read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Section("order") is not { } order)
            return null;
        var needs = order.List("needs") ?? [];
        if (needs.Count == 0 || needs.All(n => n is "country" or "name" or ""))
            order.Refuse("needs", "No identifier is needed.", "A name or a country never tells a company for certain, and the wrong company's report is worse than none. Write 'needs: [duns]' or 'needs: [registration_number, country]'.");
        IReadOnlyList<string> names = [.. needs, .. Given];
        var find = FindPlan.Read(order, names);
        var request = RequestTemplate.Read(order, "request", new TemplateNames([.. names, .. find is null ? Array.Empty<string>() : ["found"]]));
        if (request is null)
            order.Refuse("request", "The key is missing.", "Write 'request:' and below it at least 'path:'.");
        else if (!request.Names.Any(n => n == "found" || needs.Contains(n)))
            order.Refuse("request", "It names no identifier of the company.", $"Put \"{{{{{(needs.Count > 0 ? needs[0] : "duns")}}}}}\" where the API expects it.");
        else if (find is not null && !request.Names.Contains("found"))
            order.Refuse("request", "It does not hold {{found}}, so that what was found is not used.", "Put \"{{found}}\" where the API expects its number of the company, or take 'find:' out.");
        var same = ReadSame(order, names);
        if (same.Count == 0 && find is not { Same.Count: > 0 })
            order.Refuse("same", "Nothing in the answer is compared with what was asked for.", "Write 'same: {organization.duns: duns}' with the path at which the report repeats the identifier, so that another company's report is never taken.");
        var plan = new OrderPlan(ReadPrice(order), needs, find, request, RowPlace.Read(order), same, NotFoundRule.Read(order));
        order.Close();
        return plan;
    }

    /// <summary>Reads what is compared between an answer and a request.</summary>
    internal static IReadOnlyList<(JsonPath Path, string Identifier)> ReadSame(MappingSection section, IReadOnlyList<string> names)
    {
        var same = new List<(JsonPath, string)>();
        foreach (var (text, identifier) in section.Table("same") ?? new Dictionary<string, string>())
        {
            if (!JsonPath.TryParse(text, out var path, out var reason))
                section.Refuse("same", $"'{text}' is not a path: {reason}", "Write the path in the answer on the left and the identifier on the right: 'same: {organization.duns: duns}'.");
            else if (!names.Contains(identifier))
                section.Refuse("same", $"'{identifier}' is not among what is needed.", $"Write one of {string.Join(", ", names)} on the right.");
            else
                same.Add((path, identifier));
        }

        return same;
    }

    private static Money ReadPrice(MappingSection order)
    {
        if (order.Section("price") is not { } price)
        {
            order.Refuse("price", "The key is missing.", "What is charged for a report stands in your contract: 'price: {amount: 4.50, currency: EUR}'. Nothing is ordered that the budget does not cover.");
            return default;
        }

        var amount = price.Number("amount");
        if (amount is null or < 0)
            price.Refuse("amount", "The price of a report is missing or below zero.", "Write 'amount: 4.50'.");
        if (!CurrencyCode.TryParse(price.Text("currency") ?? "", out var currency))
            price.Refuse("currency", "The currency of the price is missing or no code of three letters.", "Write 'currency: EUR'; it must be that of the budget.");
        price.Close();
        return new Money(amount ?? 0, currency);
    }
}
