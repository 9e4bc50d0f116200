using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Hosting;

/// <summary>Whether the people whom the policy names are users of the CRM, as it was read last.</summary>
internal static class PolicyUsers
{
    private const string Subject = "People";
    private const string NextStep = "Correct the section 'reviews' of the policy, or the name or address in the CRM. Users are named by key, e-mail address or full name.";

    /// <summary>Compares with the users that every cycle reads: no call is spent. Before the first one nothing is known, and nothing is said; nor when the policy names nobody.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> FindingsAsync(CreditPolicy policy, ReviewDesk desk, CancellationToken cancellationToken)
    {
        if (PolicyPeople.Of(policy.Reviews).Count == 0)
            return [];
        var users = await desk.UsersAsync(cancellationToken);
        return users.Count == 0 ? [] : Of(policy.Reviews, [.. users.Values]);
    }

    /// <summary>The comparison.</summary>
    public static IReadOnlyList<CheckFinding> Of(ReviewPolicy rules, IReadOnlyList<UserRecord> users)
    {
        CheckFinding[] findings =
        [
            .. PolicyPeople.Unknown(rules, users).Select(s => new CheckFinding(Subject, CheckStatus.Failed, $"The policy: {s}", NextStep)),
            .. PolicyPeople.Inactive(rules, users).Select(s => new CheckFinding(Subject, CheckStatus.Warning, $"The policy: {s}", NextStep)),
        ];
        return findings.Length > 0 ? findings : [CheckFinding.Ok(Subject, "Everybody whom the policy names is an active user of the CRM, or a mail address.")];
    }
}
