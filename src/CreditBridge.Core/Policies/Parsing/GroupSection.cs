using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "group".</summary>
internal static class GroupSection
{
    public static GroupPolicy? Read(SectionReader? section, CurrencyCode currency)
    {
        if (section is null)
            return null;
        var policy = new GroupPolicy();
        if (section.Require("limit", "the group's limit: erp (that of the top account), { formula: ... } or { amount: ... }") && !section.Is("limit", "erp"))
            policy = Limit(policy, section, currency);
        policy = policy with
        {
            WithoutOwnLimit = section.Choice<MemberWithoutLimit>("without_own_limit") ?? MemberWithoutLimit.UsesGroup,
            UnlimitedMembers = section.Choice<UnlimitedMember>("unlimited_members") ?? UnlimitedMember.Exempt,
            Buckets = section.Has("counts") ? Buckets(section) : null,
        };
        section.Close();
        return policy;
    }

    private static GroupPolicy Limit(GroupPolicy policy, SectionReader section, CurrencyCode currency)
    {
        if (section.Find("limit") is PolicyText text)
        {
            section.Error("limit", $"'{text.Value}' is not possible here; write erp, {{ formula: ... }} or {{ amount: ... }}.", Spelling.Nearest(text.Value, ["erp"]));
            return policy;
        }

        if (section.Section("limit", null) is not { } limit)
            return policy;
        policy = policy with { Formula = limit.Expression("formula", InputStage.Score, ExpressionType.Amount), Fixed = limit.Limit("amount", currency) };
        if (limit.Has("formula") == limit.Has("amount"))
            limit.Problems.Error(limit.Map, limit.Path, "Either 'formula' or 'amount' is expected here, and not both.");
        limit.Close();
        return policy;
    }

    private static IReadOnlyList<BucketKind> Buckets(SectionReader section)
    {
        var kinds = section.Choices<BucketKind>("counts");
        if (kinds.Contains(BucketKind.NotDue) && !kinds.Contains(BucketKind.PastDue))
            section.Error("counts", "'not_due' stands here without 'past_due': an invoice would stop using the limit on the day on which it is late.", "past_due");
        return kinds;
    }
}
