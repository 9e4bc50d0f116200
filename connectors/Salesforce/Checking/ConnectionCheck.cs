using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Soql;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>
/// Probes a live org and changes nothing: login, clock, certificate, API version, permissions, every field that is read or written, currency setup, stages, what is left
/// of the allocations. Costs five counted calls at most: one describes every object once, two ask the queries of a poll, two look at limits and at the Bulk API. Listening for changes costs none.
/// </summary>
internal sealed class ConnectionCheck(
    SalesforceClient client, SharedLogin<Session> sessions, TokenClient tokens, FieldMapping fields, IReadOnlyList<ObjectMapping> reads, SalesforceOptions options,
    Func<ConnectionUsage> usage, IChangeFeed? feed, TimeProvider clock)
{
    private readonly OrgDescriber _describer = new(client);
    private readonly UserPermissions _permissions = new(client, fields.User, [.. fields.Objects.Where(o => o.MayBeMissing).Select(o => o.Name)]);
    private readonly HashSet<string> _absent = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);

    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (login, session) = await LoginAsync(cancellationToken);
        yield return login;
        if (session is null)
            yield break;
        foreach (var finding in LoginFindings.Of(tokens))
            yield return finding;

        var version = await VersionAsync(cancellationToken);
        yield return version;
        if (version.Status == CheckStatus.Failed)
            yield break;

        foreach (var finding in await FieldsAsync(session.UserId, cancellationToken))
            yield return finding;
        foreach (var finding in await ReadsAsync(cancellationToken))
            yield return finding;
        foreach (var finding in await new Allowances(client, options, usage).FindingsAsync(cancellationToken))
            yield return finding;
        if (feed is not null)
            yield return await FeedFinding.OfAsync(feed, clock, cancellationToken);
    }

    private async Task<(CheckFinding, Session?)> LoginAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await sessions.CurrentAsync(cancellationToken);
            return (CheckFinding.Ok("Login", $"Logged in at {session.InstanceUrl.Host} as {fields.User}."), session);
        }
        catch (ConnectorException e)
        {
            return (CheckFinding.Failed("Login", e.Failure), null);
        }
    }

    private async Task<CheckFinding> VersionAsync(CancellationToken cancellationToken)
    {
        const string Subject = "API version";
        try
        {
            var offered = (await client.VersionsAsync(cancellationToken)).Select(v => v.Version).OfType<string>()
                .OrderBy(v => decimal.TryParse(v, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
            if (offered.Contains(options.ApiVersion))
                return CheckFinding.Ok(Subject, $"The org offers {options.ApiVersion} (newest: {offered[^1]}).");
            return new CheckFinding(Subject, CheckStatus.Failed, $"The org does not offer {options.ApiVersion}; it offers {offered.FirstOrDefault() ?? "none"} to {offered.LastOrDefault() ?? "none"}.",
                $"Set ApiVersion to {offered.LastOrDefault() ?? "an offered version"}.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed(Subject, e.Failure);
        }
    }

    // Every object is described once, and what the user may do is asked along with it: one call.
    private async Task<List<CheckFinding>> FieldsAsync(string? userId, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        var names = reads.Select(r => r.ObjectName).Union(fields.Objects.Select(o => o.Name)).ToList();
        foreach (var name in names)
            _describer.Ask(request, name);
        _permissions.Ask(request, userId);
        try
        {
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            var objects = names.ToDictionary(name => name, name => OrgDescriber.Read(name, answers.GetValueOrDefault(name)));
            var known = OrgDescriber.Known(objects);
            fields.Learn(known);
            _absent.Clear();
            _absent.UnionWith(fields.Objects.Where(o => o.MayBeMissing && known.TryGetValue(o.Name, out var description) && description.IsMissing).Select(o => o.Name));
            foreach (var mapping in reads)
            {
                // What is hidden is left out of the queries that follow, as it is when polling.
                if (objects[mapping.ObjectName].Description is { } seen)
                    mapping.Owned.Learn(name => seen.Field(name) is not null, clock.GetUtcNow());
            }

            var account = objects[nameof(RecordKind.Account)].Description;
            return
            [
                .. _permissions.Findings(answers, _absent), .. fields.Objects.SelectMany(o => Written(o, objects[o.Name])), .. reads.SelectMany(r => Read(r, objects[r.ObjectName].Description)),
                .. Attributes(account), .. CurrencySetup(account),
            ];
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed("Fields", e.Failure)];
        }
    }

    private List<CheckFinding> Written(WrittenObject target, (ObjectDescription? Description, Failure? Failure) answer)
    {
        var name = target.Name;
        if (target.MayBeMissing && _absent.Contains(name))
            return [fields.MissingObject(name)];
        if (answer.Description is not { } description)
            return [CheckFinding.Failed(name, answer.Failure! with { NextStep = $"Give {fields.User} read and edit access to {name}: assign permission set {UserPermissions.Shipped}." })];

        var findings = fields.Problems.Where(p => p.Subject.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        if (target.KeyField is { } key && KeyProblem(description, key) is { } problem)
            findings.Insert(0, problem);
        if (target.MayBeMissing && !description.Createable)
            findings.Insert(0, new CheckFinding(name, CheckStatus.Failed, $"{fields.User} may not create {name} records.", $"Assign permission set {UserPermissions.Shipped}."));
        if (!description.Updateable)
            findings.Insert(0, new CheckFinding(name, CheckStatus.Failed, $"{fields.User} may not edit {name}.", $"Assign permission set {UserPermissions.Shipped}."));

        var mapped = fields.Mapped.Where(m => m.Field.Target == target.Kind).ToList();
        foreach (var (credit, apiName) in mapped)
        {
            if (description.Field(apiName) is { } field)
                findings.AddRange(FieldFit.Problems(credit, description, field));
        }

        if (findings.Count == 0)
            findings.Add(CheckFinding.Ok(name, $"All {mapped.Count} credit fields are there, can be written and fit."));
        return findings;
    }

    private CheckFinding? KeyProblem(ObjectDescription owner, string key)
    {
        var subject = $"{owner.Name}.{key}";
        return owner.Field(key) switch
        {
            null => new CheckFinding(subject, CheckStatus.Failed, $"{subject} is not deployed, or not visible to {fields.User}; no {owner.Name} can be written without it.",
                $"Deploy deploy/salesforce and assign permission set {UserPermissions.Shipped} to {fields.User}."),
            { ExternalId: false } => new CheckFinding(subject, CheckStatus.Failed, $"{subject} is not an external id, so that records cannot be found by it.", "In Setup, Object Manager, mark the field as External ID and Unique."),
            { Unique: false } => new CheckFinding(subject, CheckStatus.Warning, $"{subject} is not unique: two records could get the same key.", "In Setup, Object Manager, mark the field as Unique."),
            _ => null,
        };
    }

    private IEnumerable<CheckFinding> Read(ObjectMapping mapping, ObjectDescription? description)
    {
        foreach (var finding in description is null ? [] : ReadFit.Findings(mapping, description, options))
        {
            if (finding.Status == CheckStatus.Failed)
                _missing.Add(finding.Subject);
            yield return finding;
        }
    }

    // What the description lacks is left out of the queries that follow, as it is when polling.
    private IEnumerable<CheckFinding> Attributes(ObjectDescription? account)
    {
        if (account is null)
            return [];
        reads.Single(r => r.Kind == RecordKind.Account).Optional.Learn(name => account.Field(name) is not null, clock.GetUtcNow());
        return AttributeFit.Findings(options.Attributes, account, fields.User);
    }

    private IEnumerable<CheckFinding> CurrencySetup(ObjectDescription? account)
    {
        if (account is null)
            yield break;
        const string Subject = "Currency";
        yield return (account.Field("CurrencyIsoCode"), options.OrgCurrency) switch
        {
            (null, null) => new CheckFinding(Subject, CheckStatus.Failed, "The org has one currency only, and nothing says which.", "Set OrgCurrency to the org's currency (Setup, Company Information)."),
            (null, var code) => CheckFinding.Ok(Subject, $"The org has one currency; it is declared to be {code}."),
            (_, null) => CheckFinding.Ok(Subject, "The org has several currencies; each record names its own."),
            var (_, code) => new CheckFinding(Subject, CheckStatus.Failed, $"OrgCurrency is {code}, but the org has several currencies: amounts in others would be misread.", "Leave OrgCurrency out."),
        };
    }

    // The very queries of a poll, for one record each: they prove at once that every input field is readable and that the time stamp can be filtered and sorted by.
    private async Task<List<CheckFinding>> ReadsAsync(CancellationToken cancellationToken)
    {
        // Five queries fit into a call; an object that is not there has been named already.
        var findings = new List<CheckFinding>();
        foreach (var some in reads.Where(r => !_absent.Contains(r.ObjectName)).Chunk(5))
            findings.AddRange(await ReadsAsync(some, cancellationToken));
        return findings;
    }

    private async Task<List<CheckFinding>> ReadsAsync(ObjectMapping[] some, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        foreach (var mapping in some)
        {
            var query = mapping.Query(SoqlCondition.ChangedSince(DateTimeOffset.UnixEpoch)) with { Limit = mapping.Kind == RecordKind.Stage ? 200 : 1 };
            request.Get(mapping.ObjectName, $"{client.Root}/{(mapping.WithDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(query.ToString())}");
        }

        try
        {
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            return [.. some.Select(mapping => ReadFinding(mapping, answers.GetValueOrDefault(mapping.ObjectName))).OfType<CheckFinding>()];
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed("Reading", e.Failure)];
        }
    }

    private CheckFinding? ReadFinding(ObjectMapping mapping, CompositeAnswer? answer)
    {
        var subject = $"Reading {mapping.ObjectName}";
        if (answer is null)
            return new CheckFinding(subject, CheckStatus.Failed, "The org did not answer.", "Repeat the check.");
        if (answer.Failure is { } refused)
        {
            var failure = QueryFailures.Explain(refused, mapping, options);
            // The description has said it already, and of every field that is missing, not of the first alone.
            return failure.Fields is [var field] && _missing.Contains($"{mapping.ObjectName}.{field}") ? null : CheckFinding.Failed(subject, failure);
        }

        try
        {
            var count = QueryResult.Read(answer.Body, mapping.ObjectName).Records.GetArrayLength();
            if (mapping.Kind != RecordKind.Stage)
                return CheckFinding.Ok(subject, $"All {mapping.AskedFields.Count} fields can be read.{(count == 0 ? " There are no records yet." : "")}");
            return count > 0
                ? CheckFinding.Ok(subject, $"{count} stages are defined.")
                : new CheckFinding(subject, CheckStatus.Failed, "No stage is visible; deals cannot be judged.", $"Give {fields.User} read access to opportunities and their stages.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed(subject, e.Failure);
        }
    }
}
