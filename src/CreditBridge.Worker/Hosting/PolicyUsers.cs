using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Policies;

namespace CreditBridge.Worker.Hosting;

/// <summary>Whether the people whom the policy names are users of the CRM as it is now.</summary>
internal static class PolicyUsers
{
    private const string Subject = "People";
    private const string NextStep = "Correct the section 'reviews' of the policy, or the name or address in the CRM. Users are named by key, e-mail address or full name.";

    /// <summary>Reads the CRM's users and compares; nothing is stored, and nothing is read when the policy names nobody.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> FindingsAsync(CreditPolicy policy, IConnection crm, CancellationToken cancellationToken)
    {
        if (PolicyPeople.Of(policy.Reviews).Count == 0 || crm.Sources.OfType<ISource<UserRecord>>().FirstOrDefault() is not { } source)
            return [];
        var users = new List<UserRecord>();
        try
        {
            await foreach (var page in source.ReadPagesAsync(null, cancellationToken))
                users.AddRange(page.Changes.Select(c => c.Current).OfType<UserRecord>());
        }
        catch (ConnectorException refused)
        {
            return [CheckFinding.Failed(Subject, refused.Failure)];
        }

        return Of(policy.Reviews, users);
    }

    /// <summary>The comparison.</summary>
    public static IReadOnlyList<CheckFinding> Of(ReviewPolicy rules, IReadOnlyList<UserRecord> users)
    {
        if (users.Count == 0)
            return [new CheckFinding(Subject, CheckStatus.Warning, "The policy names people, and no user of the CRM can be read to compare.", "Let the integration user read users (View All Users).")];
        CheckFinding[] findings =
        [
            .. PolicyPeople.Unknown(rules, users).Select(s => new CheckFinding(Subject, CheckStatus.Failed, $"The policy: {s}", NextStep)),
            .. PolicyPeople.Inactive(rules, users).Select(s => new CheckFinding(Subject, CheckStatus.Warning, $"The policy: {s}", NextStep)),
        ];
        return findings.Length > 0 ? findings : [CheckFinding.Ok(Subject, "Everybody whom the policy names is an active user of the CRM, or a mail address.")];
    }
}
