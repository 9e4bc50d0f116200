namespace CreditBridge.Connectors.OData.Queries;

/// <summary>The condition for the rows that come after a row.</summary>
internal static class Keyset
{
    /// <summary>For an order by a, b: <c>a gt x or (a eq x and b gt y)</c>. Nothing comes before something, as OData sorts.</summary>
    /// <param name="order">Properties by which rows are sorted.</param>
    /// <param name="last">Their literals in the row.</param>
    public static string After(IReadOnlyList<string> order, IReadOnlyList<string> last)
    {
        var ways = new List<string>();
        for (var at = 0; at < order.Count; at++)
        {
            var same = Enumerable.Range(0, at).Select(i => $"{order[i]} eq {last[i]}");
            var parts = same.Append(last[at] == "null" ? $"{order[at]} ne null" : $"{order[at]} gt {last[at]}").ToList();
            ways.Add(parts.Count == 1 ? parts[0] : $"({string.Join(" and ", parts)})");
        }

        return string.Join(" or ", ways);
    }
}
