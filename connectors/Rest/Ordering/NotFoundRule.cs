using System.Globalization;

namespace CreditBridge.Connectors.Rest.Ordering;

/// <summary><c>not_found:</c> how an API says that it does not know a company.</summary>
/// <param name="Statuses"><c>status:</c> statuses; 404 when not given.</param>
/// <param name="Charged"><c>charged:</c> whether such an answer is charged for like a report; it is not when not given.</param>
public sealed record NotFoundRule(IReadOnlyList<int> Statuses, bool Charged)
{
    /// <summary>Reads the block; the usual rule when the key is missing.</summary>
    public static NotFoundRule Read(MappingSection order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Section("not_found") is not { } section)
            return new NotFoundRule([404], false);
        var statuses = new List<int>();
        foreach (var text in section.List("status") ?? ["404"])
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 500 and not (401 or 403 or 429))
                statuses.Add(status);
            else
                section.Refuse("status", $"'{text}' cannot say that a company is not known.", "Statuses from 400 to 499 can, but for 401, 403 and 429, which are about the login and the rate.");
        }

        var rule = new NotFoundRule(statuses, section.Switch("charged", false));
        section.Close();
        return rule;
    }
}
