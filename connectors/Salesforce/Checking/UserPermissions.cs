using System.Text.Json;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>What the running user is allowed, as far as it may look: the assigned permission sets, and whether it sees and edits every record.</summary>
/// <param name="client">Where to ask.</param>
/// <param name="user">The user, for messages.</param>
/// <param name="created">Objects of which records are created.</param>
internal sealed class UserPermissions(SalesforceClient client, string user, IReadOnlyList<string> created)
{
    /// <summary>The permission set that ships with CreditBridge.</summary>
    public const string Shipped = "CreditBridge_Integration";

    private const string Assignments = "Assignments", Objects = "ObjectPermissions";
    private static readonly string[] Needed = ["Account", "Opportunity"];

    /// <summary>Adds the questions to a call.</summary>
    public void Ask(CompositeRequest request, string? userId)
    {
        if (userId is null)
            return;
        var id = SoqlLiteral.Id(userId);
        Query(request, Assignments, $"SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE AssigneeId = {id} LIMIT 200");
        Query(request, Objects,
            "SELECT SobjectType, PermissionsCreate, PermissionsEdit, PermissionsViewAllRecords, PermissionsModifyAllRecords FROM ObjectPermissions "
            + $"WHERE SobjectType IN ({string.Join(", ", Needed.Concat(created).Select(SoqlLiteral.Text))}) AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = {id})");
    }

    /// <summary>What the answers say.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="absent">Objects that the org lacks, about which nothing is said.</param>
    public IEnumerable<CheckFinding> Findings(IReadOnlyDictionary<string, CompositeAnswer> answers, IReadOnlySet<string> absent)
    {
        yield return Assigned(Rows(answers.GetValueOrDefault(Assignments)));
        yield return Sharing(Rows(answers.GetValueOrDefault(Objects)));
        if (Reviews(Rows(answers.GetValueOrDefault(Objects)), [.. created.Where(o => !absent.Contains(o))]) is { } reviews)
            yield return reviews;
    }

    // What it creates it owns and sees; reviews that people create, and those that were handed to somebody, it sees by this permission only.
    private CheckFinding? Reviews(List<JsonElement>? rows, List<string> there)
    {
        const string Subject = "Sharing of reviews";
        if (rows is null || there.Count == 0)
            return null;
        var unseen = there.Where(o => !rows.Any(r => string.Equals(Text(r, "SobjectType"), o, StringComparison.OrdinalIgnoreCase) && (Flag(r, "PermissionsViewAllRecords") || Flag(r, "PermissionsModifyAllRecords")))).ToList();
        return unseen.Count == 0
            ? null
            : new CheckFinding(Subject, CheckStatus.Warning, $"{Capital(user)} sees only those {string.Join(" and ", unseen)} records that sharing gives it: what people decide on the others is not noticed.",
                $"Assign permission set {Shipped} (it has View All Records).");
    }

    private void Query(CompositeRequest request, string reference, string soql) => request.Get(reference, $"{client.Root}/query?q={Uri.EscapeDataString(soql)}");

    private CheckFinding Assigned(List<JsonElement>? rows)
    {
        const string Subject = "Permission set";
        if (rows is null)
            return Unseen(Subject, "which permission sets are assigned to it");
        return rows.Any(r => r.TryGetProperty("PermissionSet", out var set) && set.ValueKind == JsonValueKind.Object && Text(set, "Name") == Shipped)
            ? CheckFinding.Ok(Subject, $"{Shipped} is assigned to {user}.")
            : new CheckFinding(Subject, CheckStatus.Warning, $"{Shipped} is not assigned to {user} directly; it may be part of a group.",
                $"In Setup, Permission Sets, open CreditBridge Integration, choose Manage Assignments and add {user}. Nothing to do when a group or another set allows the same: what follows then is well.");
    }

    private CheckFinding Sharing(List<JsonElement>? rows)
    {
        const string Subject = "Sharing";
        if (rows is null)
            return Unseen(Subject, "whether it may see and edit all records");
        var unseen = Needed.Where(o => !rows.Any(r => Text(r, "SobjectType") == o && (Flag(r, "PermissionsViewAllRecords") || Flag(r, "PermissionsModifyAllRecords")))).ToList();
        var readOnly = Needed.Where(o => !rows.Any(r => Text(r, "SobjectType") == o && Flag(r, "PermissionsEdit"))).ToList();
        if (readOnly.Count > 0)
            return new CheckFinding(Subject, CheckStatus.Failed, $"{Capital(user)} may not edit {string.Join(" and ", readOnly)} records.", $"Assign permission set {Shipped} to {user}.");
        if (unseen.Count > 0)
        {
            return new CheckFinding(Subject, CheckStatus.Warning, $"{Capital(user)} sees only those {string.Join(" and ", unseen)} records that sharing gives it; the others do not exist for CreditBridge.",
                $"Assign permission set {Shipped} (it has View All Records), or make sure that sharing gives {user} all of them.");
        }

        return Needed.All(o => rows.Any(r => Text(r, "SobjectType") == o && Flag(r, "PermissionsModifyAllRecords")))
            ? CheckFinding.Ok(Subject, $"{Capital(user)} sees and edits all accounts and opportunities.")
            : CheckFinding.Ok(Subject, $"{Capital(user)} sees all accounts and opportunities and may edit those that sharing lets it edit.");
    }

    private CheckFinding Unseen(string subject, string what) => new(subject, CheckStatus.Warning, $"{Capital(user)} may not look up {what}.",
        $"Nothing to do when all that follows is well; otherwise assign permission set {Shipped} to {user}.");

    private static List<JsonElement>? Rows(CompositeAnswer? answer) =>
        answer is { Failure: null, Body.ValueKind: JsonValueKind.Object } && answer.Body.TryGetProperty("records", out var records) && records.ValueKind == JsonValueKind.Array
            ? [.. records.EnumerateArray()]
            : null;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
