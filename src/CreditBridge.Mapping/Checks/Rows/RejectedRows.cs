using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Checks.Rows;

/// <summary>
/// Rows that cannot be read, by reason: a hundred thousand rows with one mistake are one line with a number. A check with such rows fails, as a run does: what they say is missing from every decision.
/// </summary>
internal sealed partial class RejectedRows
{
    private const int MostReasons = 200;
    private const int Shown = 6;
    private readonly Dictionary<string, (RejectedRecord First, int Count)> _byReason = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(RejectedRecord rejected)
    {
        Count++;
        var reason = Particulars().Replace(rejected.Reason, "…");
        if (_byReason.TryGetValue(reason, out var known))
            _byReason[reason] = known with { Count = known.Count + 1 };
        else if (_byReason.Count < MostReasons)
            _byReason[reason] = (rejected, 1);
    }

    public IEnumerable<CheckFinding> Findings(string kind)
    {
        foreach (var (first, count) in _byReason.Values.OrderByDescending(r => r.Count).Take(Shown))
        {
            yield return new CheckFinding(first.Where, CheckStatus.Failed, count == 1 ? first.Reason : $"{first.Reason} {Figures.Of(count)} rows are rejected for such a reason; this is the first.", NextStepFor(first.Reason));
        }

        if (_byReason.Count > Shown)
            yield return new CheckFinding($"{kind}.rejected", CheckStatus.Failed, $"{Figures.Of(Count)} rows are rejected in all, for {Figures.Of(_byReason.Count)} sorts of reason.", "The most frequent ones are shown above.");
    }

    private static string NextStepFor(string reason)
    {
        if (reason.Contains("'credit_notes: ", StringComparison.Ordinal))
            return "Look at such a document in the other system. If credit notes are written with this sign there, turn 'credit_notes:' in the mapping round.";
        if (reason.Contains("before it was issued", StringComparison.Ordinal))
            return "Look whether 'issued' and 'due' name the right columns, and whether day and month are in the order that 'date_format' says.";
        return "Correct the row in the other system, or declare in the mapping what it means.";
    }

    // What differs from row to row: texts in quotation marks, numbers, days.
    [GeneratedRegex(@"'[^']*'|\d[\d.,-]*")]
    private static partial Regex Particulars();
}
