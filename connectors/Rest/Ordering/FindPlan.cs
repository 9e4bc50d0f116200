using CreditBridge.Connectors.Rest.Reading;

namespace CreditBridge.Connectors.Rest.Ordering;

/// <summary><c>find:</c> how a provider's own number of a company is found by identifiers. It is free of charge, and a company counts as found when exactly one row is the same.</summary>
/// <param name="Request"><c>request:</c> the request.</param>
/// <param name="Rows"><c>rows:</c> where the companies are in the answer.</param>
/// <param name="Id"><c>take:</c> path of the number in a row; later requests name it <c>{{found}}</c>.</param>
/// <param name="Same"><c>same:</c> paths of a row that repeat what was asked for, each with its identifier; rows that differ are other companies.</param>
public sealed record FindPlan(RequestTemplate? Request, RowPlace Rows, JsonPath? Id, IReadOnlyList<(JsonPath Path, string Identifier)> Same)
{
    /// <summary>Reads the block; null when the key is missing.</summary>
    public static FindPlan? Read(MappingSection order, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Section("find") is not { } find)
            return null;
        var plan = new FindPlan(RequestTemplate.Read(find, "request", new TemplateNames([.. names])), RowPlace.Read(find), JsonPath.Read(find, "take"), OrderPlan.ReadSame(find, names));
        if (plan.Request is null)
            find.Refuse("request", "The key is missing.", "Write 'request:' and below it at least 'path:'.");
        if (plan.Id is null)
            find.Refuse("take", "The key is missing.", "Write 'take:' and the path of the provider's number in a row, such as 'take: id'.");
        find.Close();
        return plan;
    }
}
