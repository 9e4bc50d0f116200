using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation;

/// <summary>
/// Decides about an account with customers whose keys were taken out of it. They stay while taking them away would make something look better that nobody has settled: what they owe, what
/// cannot be read of them, that they are blocked in the ERP, a hold. A customer of which none of this is true was a mistake, or is done with, and goes.
/// </summary>
public static class KeptCustomers
{
    /// <summary>Evaluates a file, without the customers that need not stay.</summary>
    /// <param name="file">The file, with all customers that stayed.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The file that was decided on, the decision, and the keys of the customers that go.</returns>
    public static (CreditFile File, CreditDecision Decision, IReadOnlyList<string> LetGo) Evaluate(CreditFile file, CreditPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(file);
        var decision = CreditEvaluator.Evaluate(file, policy);
        var harmless = (file.KeptCustomers ?? []).Where(c => IsHarmless(file, c)).ToHashSet();
        if (harmless.Count == 0)
            return (file, decision, []);
        var without = Without(file, harmless);
        var after = CreditEvaluator.Evaluate(without, policy);
        return decision.HoldReasons.All(before => after.HoldReasons.Any(r => r.Rule == before.Rule))
            ? (without, after, [.. harmless.Select(c => c.ToString())])
            : (file, decision, []);
    }

    private static bool IsHarmless(CreditFile file, CustomerKey customer) =>
        file.Unreadable?.Any(u => u.Customer == customer.ToString()) != true
        && !file.OpenItems.Any(i => i.Customer == customer) && !file.Orders.Any(o => o.Customer == customer)
        && !file.Customers.Any(c => c.Customer == customer && (c.OnHold == true || c.Balance is not (null or 0m)));

    private static CreditFile Without(CreditFile file, HashSet<CustomerKey> customers)
    {
        var keys = customers.Select(c => c.ToString()).ToHashSet(StringComparer.Ordinal);
        var kept = file.KeptCustomers!.Where(c => !customers.Contains(c)).ToList();
        return file with
        {
            KeptCustomers = kept.Count > 0 ? kept : null,
            Customers = [.. file.Customers.Where(c => !customers.Contains(c.Customer))],
            Payments = [.. file.Payments.Where(p => !customers.Contains(p.Customer))],
            BureauReports = [.. file.BureauReports.Where(r => !IsAbout(r.Subject))],
            Statements = [.. file.Statements.Where(r => !IsAbout(r.Subject))],
            Securities = [.. file.Securities.Where(r => !IsAbout(r.Subject))],
            Signals = [.. file.Signals.Where(r => !IsAbout(r.Subject))],
        };

        bool IsAbout(RecordSubject subject) => subject.Kind == SubjectKind.Customer && keys.Contains(subject.Key);
    }
}
