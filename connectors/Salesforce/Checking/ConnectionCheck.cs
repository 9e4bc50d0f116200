using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce.Auth;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Reading;
using CreditBridge.Connectors.Salesforce.Soql;
using CreditBridge.Connectors.Salesforce.Writing;

namespace CreditBridge.Connectors.Salesforce.Checking;

/// <summary>Probes a live org: login, API version, every field that is read or written, currency setup, stages, calls left. Costs two counted calls; changes nothing.</summary>
internal sealed class ConnectionCheck(
    SalesforceClient client, SessionProvider sessions, OrgDescriber describer, FieldMapping fields, IReadOnlyList<ObjectMapping> reads, SalesforceOptions options, CallMeter meter, TimeProvider clock)
{
    private static readonly string[] WrittenObjects = [nameof(RecordKind.Account), nameof(RecordKind.Opportunity)];

    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var login = await LoginAsync(cancellationToken);
        yield return login;
        if (login.Status == CheckStatus.Failed)
            yield break;

        var version = await VersionAsync(cancellationToken);
        yield return version;
        if (version.Status == CheckStatus.Failed)
            yield break;

        foreach (var finding in await FieldsAsync(cancellationToken))
            yield return finding;
        foreach (var finding in await ReadsAsync(cancellationToken))
            yield return finding;
        yield return CallsLeft();
    }

    private async Task<CheckFinding> LoginAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await sessions.CurrentAsync(cancellationToken);
            return CheckFinding.Ok("Login", $"Logged in at {session.InstanceUrl.Host} as {fields.User}.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed("Login", e.Failure);
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

    private async Task<List<CheckFinding>> FieldsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answers = await describer.DescribeAsync(WrittenObjects, cancellationToken);
            fields.Learn(answers.Where(a => a.Value.Description is not null).ToDictionary(a => a.Key, a => a.Value.Description!));
            foreach (var mapping in reads)
            {
                // What is hidden is left out of the queries that follow, as it is when polling.
                if (answers.GetValueOrDefault(mapping.ObjectName).Description is { } seen)
                    mapping.Owned.Learn(name => seen.Field(name) is not null, clock.GetUtcNow());
            }

            var account = answers[nameof(RecordKind.Account)].Description;
            return [.. WrittenObjects.SelectMany(name => ObjectFindings(name, answers[name])), .. Attributes(account), .. CurrencySetup(account)];
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed("Fields", e.Failure)];
        }
    }

    private List<CheckFinding> ObjectFindings(string name, (ObjectDescription? Description, Failure? Failure) answer)
    {
        if (answer.Description is not { } description)
            return [CheckFinding.Failed(name, answer.Failure! with { NextStep = $"Give {fields.User} read and edit access to {name}: assign permission set CreditBridge_Integration." })];

        var findings = fields.Problems.Where(p => p.Subject.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        if (!description.Updateable)
            findings.Insert(0, new CheckFinding(name, CheckStatus.Failed, $"{fields.User} may not edit {name}.", "Assign permission set CreditBridge_Integration."));

        var mapped = fields.Mapped.Where(m => m.Field.Target.ToString() == name).ToList();
        foreach (var (credit, apiName) in mapped)
        {
            if (description.Field(apiName) is { } field && FieldFit.Problem(credit, description, field) is { } problem)
                findings.Add(problem);
        }

        if (findings.Count == 0)
            findings.Add(CheckFinding.Ok(name, $"All {mapped.Count} credit fields are there, can be written and fit."));
        return findings;
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
        var request = new CompositeRequest();
        foreach (var mapping in reads)
        {
            var query = mapping.Query(SoqlCondition.ChangedSince(DateTimeOffset.UnixEpoch)) with { Limit = mapping.Kind == RecordKind.Stage ? 200 : 1 };
            request.Get(mapping.ObjectName, $"{client.Root}/{(mapping.WithDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(query.ToString())}");
        }

        try
        {
            var answers = (await client.SendAsync(request, cancellationToken)).Value;
            return [.. reads.Select(mapping => ReadFinding(mapping, answers.GetValueOrDefault(mapping.ObjectName)))];
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed("Reading", e.Failure)];
        }
    }

    private CheckFinding ReadFinding(ObjectMapping mapping, CompositeAnswer? answer)
    {
        var subject = $"Reading {mapping.ObjectName}";
        if (answer is null)
            return new CheckFinding(subject, CheckStatus.Failed, "The org did not answer.", "Repeat the check.");
        if (answer.Failure is { } failure)
            return CheckFinding.Failed(subject, QueryFailures.Explain(failure, mapping, options));
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

    private CheckFinding CallsLeft()
    {
        const string Subject = "API calls";
        var usage = meter.Usage;
        if (usage is not { UsedInPeriod: { } used, AllowedInPeriod: > 0 and var allowed })
            return new CheckFinding(Subject, CheckStatus.Warning, "The org does not say how many API calls are left.", "Look at Setup, System Overview.");
        var message = string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {allowed:N0} calls of the last 24 hours are used, by all integrations together.");
        return used * 5 < allowed * 4
            ? CheckFinding.Ok(Subject, message)
            : new CheckFinding(Subject, CheckStatus.Warning, message, "Poll less often, or find out which integration uses so many (Setup, API Usage).");
    }
}
