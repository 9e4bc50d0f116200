using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.Plans;

/// <summary>Works out the plan of one account from what waits for it, what the CRM shows and the decisions behind both. Pure.</summary>
/// <param name="shown">What the CRM shows.</param>
/// <param name="latest">The account's newest decision; null when it has none.</param>
/// <param name="earlier">The decisions behind what the CRM shows, by id.</param>
/// <param name="policy">The active policy.</param>
internal sealed class AccountPlanner(ShownValues shown, StoredDecision? latest, IReadOnlyDictionary<string, StoredDecision> earlier, CreditPolicy policy)
{
    private readonly CreditDecision? _decision = latest is null ? null : DecisionCodec.Decode(latest);
    private readonly CreditFile? _file = latest is null ? null : DecisionCodec.DecodeFile(latest);
    private readonly Dictionary<string, CreditDecision> _before = new(StringComparer.Ordinal);

    public PlannedAccount Plan(string key, IReadOnlyList<OutboxEntry> entries)
    {
        var account = new TargetRecord(RecordKind.Account, key);
        var records = entries.Select(Record).ToList();
        var written = records.Where(r => r.Refused is null).ToList();
        var (pipeline, deals, without) = Pipeline();
        var hold = HoldOf(written.Find(r => r.Target == account));
        return new PlannedAccount(key, _file?.Account.Name ?? key, records)
        {
            Causes = Causes(account),
            Hold = hold,
            TouchesDeals = hold != HoldChange.None || written.Exists(r => r.Fields.Any(f => f.Field.Equals(CreditFields.Opportunity.CheckStatus))),
            Pipeline = pipeline,
            OpenDeals = deals,
            DealsWithoutAmount = without,
        };
    }

    private PlannedRecord Record(OutboxEntry entry)
    {
        var before = Before(entry.Target);
        return new PlannedRecord(
            entry.Target, entry.ParentKey, NameOf(entry.Target), entry.Priority,
            [.. CreditFields.All.Where(f => !f.Accompanies && entry.Values.ContainsKey(f)).Select(f => Field(entry, f, before))])
        {
            Accompanying = CreditFields.All.Count(f => f.Accompanies && entry.Values.ContainsKey(f)),
            DecisionId = latest?.Id ?? "",
            DecisionHash = latest?.ContentHash ?? "",
            IsNew = entry.Target.RecordKey is null && shown.IsUnknown(entry.Target),
            Refused = entry.State == OutboxState.Parked ? entry.LastFailure : null,
            NotBefore = entry.NotBefore,
        };
    }

    private PlannedField Field(OutboxEntry entry, CreditField field, CreditDecision? before)
    {
        var now = shown.Of(entry.Target, field);
        var wanted = entry.Values[field];
        return new PlannedField(field, now, wanted, Reason(entry, field, before, now, wanted));
    }

    private string Reason(OutboxEntry entry, CreditField field, CreditDecision? before, FieldValue? now, FieldValue wanted)
    {
        if (shown.DriftOf(entry.Target, field) is { State: DriftState.Reasserted } typed && typed.Ours == wanted)
            return $"{typed.ChangedBy ?? "somebody"} typed over it{(typed.ChangedAt is { } at ? FormattableString.Invariant($" at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")}; ours is written again";
        if (now == wanted)
            return "written before without an answer; it is written again to be sure";
        if (entry.Target.IsOurs)
            return now is null ? $"the {KindWords.Singular(entry.Target.Kind)} is new" : $"the {KindWords.Singular(entry.Target.Kind)} has changed; 'creditbridge reviews' says why";
        if (_decision is null)
            return "the account's decision is not known any more";
        return ChangeReasons.Of(field, entry.Target.Key, now is null ? null : before, _decision);
    }

    private IReadOnlyList<string> Causes(TargetRecord account)
    {
        if (latest is null || _decision is null || _file is null)
            return [];
        if (shown.DecisionOf(account) is not { } id || !earlier.TryGetValue(id, out var stored))
            return ["the CRM was never written to for this account"];
        return stored.ContentHash == latest.ContentHash ? [] : FileChanges.Between(Before(account)!, DecisionCodec.DecodeFile(stored), _decision, _file);
    }

    private CreditDecision? Before(TargetRecord target)
    {
        if (shown.DecisionOf(target) is not { } id || !earlier.TryGetValue(id, out var stored))
            return null;
        if (!_before.TryGetValue(id, out var decision))
            _before[id] = decision = DecisionCodec.Decode(stored);
        return decision;
    }

    private string NameOf(TargetRecord target) => target.Kind == RecordKind.Account
        ? _file?.Account.Name ?? target.Key
        : target.IsOurs ? $"{char.ToUpperInvariant(KindWords.Singular(target.Kind)[0])}{KindWords.Singular(target.Kind)[1..]}"
        : _file?.Opportunities.FirstOrDefault(o => o.Key == target.Key)?.Name ?? target.Key;

    // That a record which was never written is not on hold is no news.
    private static HoldChange HoldOf(PlannedRecord? account) => account?.Fields.FirstOrDefault(f => f.Field.Equals(CreditFields.Account.Hold)) switch
    {
        { Wanted.Content: true, Shown: null or { Content: not true } } => HoldChange.Set,
        { Wanted.Content: not true, Shown.Content: true } => HoldChange.Release,
        _ => HoldChange.None,
    };

    private (Money Amount, int Deals, int Without) Pipeline()
    {
        if (_file is null)
            return (new Money(0m, policy.Currency), 0, 0);
        var rates = new ExchangeRates(_file.Rates, policy.Currency, new Horizon(_file.AsOf));
        var (sum, without) = (0m, 0);
        foreach (var deal in _file.Opportunities)
        {
            if (deal.Amount is { } amount && rates.ConvertQuietly(Bounded.Amount(amount.Amount, out _), amount.Currency, policy.Currency) is { } converted)
                sum += converted;
            else
                without++;
        }

        return (new Money(Math.Round(sum, 2, MidpointRounding.AwayFromZero), policy.Currency), _file.Opportunities.Count, without);
    }
}
