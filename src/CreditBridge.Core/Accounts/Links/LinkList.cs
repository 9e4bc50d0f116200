using System.Text;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Accounts.Links;

/// <summary>
/// What a link file says. A line is <c>account, customer</c> with an optional comment behind a further comma; <c>not account, customer</c> says that an account is not that
/// customer, so that it is not proposed again and does not stay with the account when the account names it no longer; <c>renumbered customer, customer</c> says that a customer has a new key, <c>gone customer</c> that it is no customer any more. Empty lines and lines that begin with # do not count.
/// </summary>
/// <param name="Links">The links, in the order of the file.</param>
/// <param name="Refused">Accounts and customers that are not the same.</param>
/// <param name="Problems">Mistakes; with one, nothing of the file is used.</param>
public sealed record LinkList(IReadOnlyList<AccountLink> Links, IReadOnlySet<(string Account, CustomerKey Customer)> Refused, IReadOnlyList<LinkProblem> Problems)
{
    /// <summary>Begins a line about a customer that has a new key.</summary>
    public const string Renumbered = "renumbered ";

    /// <summary>Begins a line about a customer that is gone for good.</summary>
    public const string Gone = "gone ";

    /// <summary>Begins a line that says that an account is not a customer.</summary>
    public const string Not = "not ";

    /// <summary>What became of customers, in the order of the file; each customer once.</summary>
    public IReadOnlyList<CustomerChange> Changes { get; init; } = [];

    /// <summary>No links.</summary>
    public static LinkList Empty { get; } = new([], new HashSet<(string, CustomerKey)>(), []);

    /// <summary>Reads a link file and finds every mistake in it.</summary>
    public static LinkList Read(string text)
    {
        var links = new List<AccountLink>();
        var problems = new List<LinkProblem>();
        var lines = new Dictionary<(string, CustomerKey), (int Line, bool IsLink)>();
        var changes = new Dictionary<CustomerKey, CustomerChange>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || (number == 1 && IsHeader(line)))
                continue;
            if (IsChange(line))
            {
                if (ReadChange(line, number, out var change) is { } wrong)
                    problems.Add(new LinkProblem(number, $"'{Shortened(line)}': {wrong}"));
                else if (!changes.TryAdd(change!.Customer, change))
                    problems.Add(new LinkProblem(number, $"Line {changes[change.Customer].Line} says already what became of customer {change.Customer}."));
                continue;
            }

            var isLink = !line.StartsWith(Not, StringComparison.OrdinalIgnoreCase);
            var (account, customer, mistake) = ReadPair(isLink ? line : line[Not.Length..]);
            if (mistake is not null)
            {
                problems.Add(new LinkProblem(number, $"'{Shortened(line)}': {mistake}"));
                continue;
            }

            if (lines.TryGetValue((account, customer), out var earlier))
            {
                problems.Add(new LinkProblem(number, earlier.IsLink == isLink
                    ? $"Account {account} and customer {customer} stand in line {earlier.Line} already."
                    : $"Line {earlier.Line} says the opposite about account {account} and customer {customer}."));
                continue;
            }

            lines.Add((account, customer), (number, isLink));
            if (isLink)
                links.Add(new AccountLink(account, customer, number));
        }

        return new LinkList(links, lines.Where(l => !l.Value.IsLink).Select(l => l.Key).ToHashSet(), problems) { Changes = [.. changes.Values] };
    }

    /// <summary>The line that links an account and a customer.</summary>
    public static string LineOf(string account, CustomerKey customer, string comment) =>
        $"{Cell(account)}, {Cell(customer.ToString())}, {comment.ReplaceLineEndings(" ").Replace(',', ';')}".TrimEnd(' ', ',');

    /// <summary>The line that says what became of a customer.</summary>
    public static string LineOf(CustomerKey customer, CustomerKey? successor, string comment) =>
        (successor is { } to ? $"{Renumbered}{Cell(customer.ToString())}, {Cell(to.ToString())}, " : $"{Gone}{Cell(customer.ToString())}, ")
        + comment.ReplaceLineEndings(" ").Replace(',', ';');

    private static bool IsChange(string line) =>
        line.StartsWith(Renumbered, StringComparison.OrdinalIgnoreCase) || line.StartsWith(Gone, StringComparison.OrdinalIgnoreCase);

    private static string? ReadChange(string line, int number, out CustomerChange? change)
    {
        change = null;
        var isGone = line.StartsWith(Gone, StringComparison.OrdinalIgnoreCase);
        var cells = Cells(line[(isGone ? Gone : Renumbered).Length..]);
        if (!CustomerKey.TryParse(cells[0], null, null, out var customer))
            return $"'{cells[0]}' is not a customer key: system:company/number is expected, such as erp:1000/C10023.";
        if (isGone)
        {
            change = new CustomerChange(customer, null, number);
            return null;
        }

        if (cells.Count < 2 || !CustomerKey.TryParse(cells[1], null, null, out var successor))
            return "the new key of the customer is expected behind the old one: renumbered erp:1000/C10023, erp:1000/K77.";
        if (successor == customer)
            return "the old and the new key are the same.";
        change = new CustomerChange(customer, successor, number);
        return null;
    }

    private static (string Account, CustomerKey Customer, string? Mistake) ReadPair(string text)
    {
        var cells = Cells(text);
        if (cells.Count < 2)
            return ("", default, "an account and a customer are expected, separated by a comma: 0015g00000AbCdEAAV, erp:1000/C10023.");
        var (account, customer) = (cells[0], cells[1]);
        if (account.Length == 0 || account.Any(char.IsWhiteSpace))
            return ("", default, "the account is expected first, by its record id in the CRM.");
        if (CustomerKey.TryParse(account, null, null, out _))
            return ("", default, "the customer stands first; the account is expected first.");
        return CustomerKey.TryParse(customer, null, null, out var key)
            ? (account, key, null)
            : ("", default, $"'{customer}' is not a customer key: system:company/number is expected, such as erp:1000/C10023.");
    }

    // A cell with a comma in it stands between quotation marks, as in any CSV file.
    private static List<string> Cells(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
                Take();
            else
                cell.Append(text[i]);
        }

        Take();
        return cells;

        void Take()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }

    private static bool IsHeader(string line) =>
        Cells(line) is [var account, var customer, ..] && account.Equals("account", StringComparison.OrdinalIgnoreCase) && customer.Equals("customer", StringComparison.OrdinalIgnoreCase);

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    private static string Shortened(string text) => text.Length > 80 ? text[..80] + "…" : text;
}

/// <summary>A mistake in a link file.</summary>
/// <param name="Line">The line; 0 when it is the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record LinkProblem(int Line, string Message);
