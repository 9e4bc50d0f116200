using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>
/// Finds the customer file that gives the balances for a file of open items: the one whose name has the same variable part (<c>customers-20250131.csv</c> for
/// <c>open-items-20250131.csv</c>), because balances of another day prove nothing. Without variable parts it is the newest.
/// </summary>
internal sealed class BalancePartner(DropFiles drop, MappingFile<FileLayout> mapping)
{
    /// <summary>The mapping of customers, when it has balances that can be compared; null otherwise.</summary>
    public (KindMapping<ErpCustomerRecord, FileLayout> Files, CustomerMapping Customers)? Customers { get; } =
        mapping.Of(MappedKinds.OpenItems) is { Read: { IsFull: true, IgnoresBalances: false } }
            && mapping.Of(MappedKinds.Customers) is { Records: CustomerMapping { Balance.IsMapped: true } customers } files ? (files, customers) : null;

    /// <summary>The customer file for a file of items; null when there is none (yet).</summary>
    public DropFile? Of(DropFile items)
    {
        if (Customers is not { } customers || mapping.Of(MappedKinds.OpenItems) is not { } itemFiles)
            return null;
        var (theirs, ours) = (customers.Files.Read, itemFiles.Read.Pattern);
        var complete = drop.Folder.Complete(theirs);
        if (!theirs.Pattern.Contains('*', StringComparison.Ordinal) || !ours.Contains('*', StringComparison.Ordinal))
            return complete.Count == 0 ? null : complete[^1];
        return complete.FirstOrDefault(f => f.Variable(theirs.Pattern).Equals(items.Variable(ours), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Compares the balances of a customer file.</summary>
    public void Compare(DropFile file, BalanceComparison comparison, CancellationToken cancellationToken)
    {
        if (Customers is not var (files, customers))
            return;
        using var rows = drop.Open(file, files.Read, files.Columns);
        while (rows.Next(cancellationToken))
        {
            if (rows.Row is { } row && customers.StatedBalanceOf(row) is var (customer, balance, currency))
                comparison.Compare(customer, balance, currency, row.Where(customers.Balance.Column));
        }
    }
}
