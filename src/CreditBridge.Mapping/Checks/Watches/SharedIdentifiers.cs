using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Watches;

/// <summary>Looks for customers of one company that carry the same tax id or D-U-N-S number: an attribute whose name says that it is one.</summary>
internal sealed class SharedIdentifiers
{
    private const int ShortestIdentifier = 6;
    private static readonly string[] Telling = ["tax", "vat", "duns"];

    private readonly Dictionary<string, Names> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _first = [];

    public void See(ErpCustomerRecord record)
    {
        foreach (var (name, text) in record.Attributes ?? new Dictionary<string, string>())
        {
            if (!Array.Exists(Telling, t => name.Contains(t, StringComparison.OrdinalIgnoreCase)))
                continue;
            var value = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
            // 000000 is what people type into a field that must be filled.
            if (value.Length < ShortestIdentifier || value.Where(char.IsDigit).Distinct().Count() < 2)
                continue;
            var key = HashCode.Combine(name, record.Customer.Company, value);
            if (_first.TryAdd(key, record.Customer.Number))
                continue;
            if (!_shared.TryGetValue(name, out var shared))
                _shared.Add(name, shared = new Names());
            shared.Add(() => $"{text} ({_first[key]} and {record.Customer.Number})");
        }
    }

    public IEnumerable<CheckFinding> Findings() => _shared.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new CheckFinding(
        $"customers.attributes.{s.Key}", CheckStatus.Warning, $"{Figures.Count(s.Value.Count, "customer")} {Figures.Verb(s.Value.Count, "has", "have")} the {s.Key} of another one in the same company: {s.Value}.",
        "One debtor under two numbers has two limits, and its debts are added up only where one account claims both; a branch that pays for itself is right as it is."));
}
