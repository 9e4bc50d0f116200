using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Runs the writes of a request in a transaction: its own, or that of the all-or-none composite around it.</summary>
internal sealed class RequestWrites(SandboxOrg org, SandboxFaults faults)
{
    public T Run<T>(ApiRequest request, Func<WriteContext, T> action)
    {
        if (request.Outer is { } outer) return action(Context(request, outer));
        var transaction = new Transaction(new Author(request.Access.UserId, request.Origin));
        try
        {
            var result = action(Context(request, transaction));
            Commit(transaction);
            return result;
        }
        catch
        {
            transaction.Rollback();
            throw;
        }
    }

    /// <summary>Makes a transaction visible, now or, under a late-commit fault, later.</summary>
    public void Commit(Transaction transaction)
    {
        foreach (var change in transaction.Changes)
        {
            if (faults.Take(FaultKind.LateCommit, new FaultTarget(Object: change.Table.Object.Name, Record: change.Id)) is not { } late) continue;
            org.Store.Postpone(transaction, org.Now + late.Rule.Delay);
            return;
        }

        org.Store.Announce(transaction);
    }

    private WriteContext Context(ApiRequest request, Transaction transaction) => new(request.Access.UserId, request.Access, org.StampNow(), transaction);
}
