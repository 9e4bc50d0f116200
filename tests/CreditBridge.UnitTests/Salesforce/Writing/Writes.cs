using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using static CreditBridge.UnitTests.Salesforce.Answers;

namespace CreditBridge.UnitTests.Salesforce.Writing;

/// <summary>Writes to be sent.</summary>
internal static class Writes
{
    public static FieldWrite ToAccount(int number, params (CreditField Field, FieldValue Value)[] values) =>
        new(new TargetRecord(RecordKind.Account, Id(number)), Values(values, CreditFields.Account.Score));

    public static FieldWrite ToOpportunity(int number, int account, params (CreditField Field, FieldValue Value)[] values) =>
        new(new TargetRecord(RecordKind.Opportunity, Id(number, "006")), Values(values, CreditFields.Opportunity.HeadroomAfterDeal)) { ParentKey = Id(account) };

    private static Dictionary<CreditField, FieldValue> Values((CreditField Field, FieldValue Value)[] values, CreditField standard) =>
        values.Length > 0 ? values.ToDictionary(v => v.Field, v => v.Value) : new() { [standard] = FieldValue.Number(700) };
}
