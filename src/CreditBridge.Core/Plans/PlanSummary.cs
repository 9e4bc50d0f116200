using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Plans;

/// <summary>What a plan comes to: first how far it reaches, then what it writes, then what it leaves.</summary>
/// <param name="currency">Currency of the policy.</param>
/// <param name="accounts">How many accounts there are.</param>
public sealed class PlanSummary(CurrencyCode currency, long accounts)
{
    private readonly SortedDictionary<string, long> _fields = new(StringComparer.Ordinal);
    private decimal _pipeline;

    /// <summary>Accounts that are known.</summary>
    public long KnownAccounts => accounts;

    /// <summary>Accounts that would go on hold.</summary>
    public long HoldsToSet { get; private set; }

    /// <summary>The same in percent of the accounts that are known.</summary>
    public decimal HeldPercent => accounts == 0 ? 0m : Math.Round(100m * HoldsToSet / accounts, 1, MidpointRounding.AwayFromZero);

    /// <summary>Accounts whose hold would end.</summary>
    public long HoldsToRelease { get; private set; }

    /// <summary>Open deals of accounts whose hold or deal checks change, in the policy's currency.</summary>
    public Money Pipeline => new(_pipeline, currency);

    /// <summary>How many deals these are.</summary>
    public long PipelineDeals { get; private set; }

    /// <summary>Of these, how many have no amount that can be added.</summary>
    public long PipelineWithoutAmount { get; private set; }

    /// <summary>Accounts of which something would be written.</summary>
    public long Accounts { get; private set; }

    /// <summary>Records that would be written.</summary>
    public long Records { get; private set; }

    /// <summary>How many records each field is written on.</summary>
    public IReadOnlyDictionary<string, long> FieldCounts => _fields;

    /// <summary>Fields that are written with these, record by record, to say when it was checked and by which decision.</summary>
    public long Accompanying { get; private set; }

    /// <summary>Records that the CRM refused and that a person has to help with; they are not written.</summary>
    public long Refused { get; private set; }

    /// <summary>Records that would be written later, because an attempt has failed.</summary>
    public long Waiting { get; private set; }

    /// <summary>Records that would be written if sources had been read that never were; they are not part of the plan.</summary>
    public long Withheld { get; set; }

    /// <summary>Counts an account.</summary>
    public void Add(PlannedAccount account)
    {
        HoldsToSet += account.Hold == HoldChange.Set ? 1 : 0;
        HoldsToRelease += account.Hold == HoldChange.Release ? 1 : 0;
        if (account.TouchesDeals)
        {
            _pipeline += account.Pipeline.Amount;
            PipelineDeals += account.OpenDeals;
            PipelineWithoutAmount += account.DealsWithoutAmount;
        }

        var written = account.Records.Where(r => r.Refused is null).ToList();
        Accounts += written.Count > 0 ? 1 : 0;
        Records += written.Count;
        Refused += account.Records.Count - written.Count;
        Accompanying += written.Sum(r => (long)r.Accompanying);
        Waiting += written.Count(r => r.NotBefore is not null);
        foreach (var field in written.SelectMany(r => r.Fields))
            _fields[field.Field.FullName] = _fields.GetValueOrDefault(field.Field.FullName) + 1;
    }

    /// <summary>Whether it is a field that a person reads; those that only accompany others are left out of plans.</summary>
    public static bool Shows(CreditField field) => !field.Accompanies;
}
