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
        if (section.Require("limit", "the group's limit: erp (that of the top account), { formula: ... } or { amount: ... }"))
        {
            if (section.Find("limit") is PolicyMap)
                policy = Limit(policy, section.Section("limit", null)!, currency);
            else
                section.Choice<LimitSource>("limit");
        }

        policy = policy with
        {
            WithoutOwnLimit = section.Choice<MemberWithoutLimit>("without_own_limit") ?? MemberWithoutLimit.UsesGroup,
            UnlimitedMembers = section.Choice<UnlimitedMember>("unlimited_members") ?? UnlimitedMember.Exempt,
            Buckets = section.Has("counts") ? Buckets(section) : null,
        };
        section.Close();
        return policy;
    }

    private static GroupPolicy Limit(GroupPolicy policy, SectionReader limit, CurrencyCode currency)
    {
        policy = policy with { Formula = limit.Expression("formula", InputStage.Score, ExpressionType.Amount), Fixed = limit.Limit("amount", currency) };
        if (limit.Has("formula") == limit.Has("amount"))
            limit.Problems.Error(limit.Map, limit.Path, "Either 'formula' or 'amount' is expected here, and not both.");
        limit.Close();
        return policy;
    }

    private static List<BucketKind> Buckets(SectionReader section)
    {
        var kinds = new List<BucketKind>();
        foreach (var (node, path) in section.Items("counts"))
        {
            if (node is PolicyText text && section.Word<BucketKind>(text.Value) is { } kind)
                kinds.Add(kind);
            else
                section.Unknown<BucketKind>(node, path);
        }

        if (kinds.Contains(BucketKind.NotDue) && !kinds.Contains(BucketKind.PastDue))
            section.Error("counts", "'not_due' stands here without 'past_due': an invoice would stop using the limit on the day on which it is late.", "past_due");
        return kinds;
    }

    private enum LimitSource
    {
        Erp = 1,
    }
}
