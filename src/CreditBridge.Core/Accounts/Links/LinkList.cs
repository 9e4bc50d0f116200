using System.Text;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Accounts.Links;

/// <summary>
/// What a link file says. A line is <c>account, customer</c> with an optional comment behind a further comma; <c>not account, customer</c> says that an account is not that
/// customer, so that it is not proposed again; empty lines and lines that begin with # do not count.
/// </summary>
/// <param name="Links">The links, in the order of the file.</param>
/// <param name="Refused">Accounts and customers that are not the same.</param>
/// <param name="Problems">Mistakes; with one, nothing of the file is used.</param>
public sealed record LinkList(IReadOnlyList<AccountLink> Links, IReadOnlySet<(string Account, CustomerKey Customer)> Refused, IReadOnlyList<LinkProblem> Problems)
{
    private const string Not = "not ";

    /// <summary>No links.</summary>
    public static LinkList Empty { get; } = new([], new HashSet<(string, CustomerKey)>(), []);

    /// <summary>Reads a link file and finds every mistake in it.</summary>
    public static LinkList Read(string text)
    {
        var links = new List<AccountLink>();
        var problems = new List<LinkProblem>();
        var lines = new Dictionary<(string, CustomerKey), (int Line, bool IsLink)>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || (number == 1 && IsHeader(line)))
                continue;
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

        return new LinkList(links, lines.Where(l => !l.Value.IsLink).Select(l => l.Key).ToHashSet(), problems);
    }

    /// <summary>The line that links an account and a customer.</summary>
    public static string LineOf(string account, CustomerKey customer, string comment) =>
        $"{Cell(account)}, {Cell(customer.ToString())}, {comment.ReplaceLineEndings(" ").Replace(',', ';')}".TrimEnd(' ', ',');

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
