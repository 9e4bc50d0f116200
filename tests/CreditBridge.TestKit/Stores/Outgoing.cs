using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;

namespace CreditBridge.TestKit.Stores;

/// <summary>Outbox entries as an evaluation would ask for them.</summary>
public static class Outgoing
{
    public static TargetRecord Account(string key) => new(RecordKind.Account, key);

    public static TargetRecord Deal(string key) => new(RecordKind.Opportunity, key);

    public static IReadOnlyDictionary<CreditField, FieldValue> Score(decimal? score) =>
        new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(score) };

    public static IReadOnlyDictionary<CreditField, FieldValue> Headroom(decimal amount) =>
        new Dictionary<CreditField, FieldValue> { [CreditFields.Opportunity.HeadroomAfterDeal] = FieldValue.Number(amount) };

    public static OutboxChange Put(string account, decimal score, WriteUrgency priority = WriteUrgency.Normal) =>
        new("crm", Account(account), _ => OutboxPlan.Put(new OutboxEntry("crm", Account(account), account, Score(score), priority, 0)));

    public static OutboxChange PutDeal(string deal, string account, decimal headroom, WriteUrgency priority = WriteUrgency.Deal) =>
        new("crm", Deal(deal), _ => OutboxPlan.Put(new OutboxEntry("crm", Deal(deal), account, Headroom(headroom), priority, 0)));

    public static OutboxChange TakeAway(string account) => new("crm", Account(account), _ => OutboxPlan.TakeAway);
}
