namespace CreditBridge.Core.Accounts.Links;

/// <summary>What a cycle made of the link file.</summary>
/// <param name="Links">Links that the file has, or had when it was last good.</param>
public sealed record LinkReport(long Links)
{
    private const int MostListed = 100;

    /// <summary>Links that count since this cycle.</summary>
    public long Added { get; init; }

    /// <summary>Links that ended in this cycle.</summary>
    public long Removed { get; init; }

    /// <summary>What is wrong with the file, with file and line; while there is a mistake, the last good file counts.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What a person should look at, although the file can be used; the first hundred.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Puts a report together.</summary>
    public static LinkReport Of(LinkList list, LinkResult result, string file, IReadOnlyList<LinkProblem> problems) => new(list.Links.Count)
    {
        Added = result.Added,
        Removed = result.Removed,
        Problems = [.. problems.Select(p => p.Line > 0 ? $"{file}:{p.Line}: {p.Message}" : $"{file}: {p.Message}")],
        Warnings =
        [
            .. result.UnknownAccounts.Select(l => $"{file}:{l.Line}: there is no account {l.AccountKey}; the link counts as soon as there is.")
                .Concat(result.UnknownCustomers.Select(l => $"{file}:{l.Line}: no ERP has delivered customer {l.Customer}; the link counts as soon as one does."))
                .Concat(result.UnknownSuccessors.Select(c => $"{file}:{c.Line}: no ERP has delivered customer {c.Successor}; what was last known of {c.Customer} counts until one does."))
                .Concat(result.StillThere.Select(c => $"{file}:{c.Line}: customer {c.Customer} is still in the ERP and counts; take the line out."))
                .Concat(result.NeverKnown.Select(c => $"{file}:{c.Line}: no account claims customer {c.Customer}, and no ERP ever delivered it to one; check the key."))
                .Concat(result.Shared.Select(l => $"{file}:{l.Line}: another account claims customer {l.Customer} too; its items count with both. Decide which account it is."))
                .Take(MostListed),
        ],
    };
}
