using System.Runtime.CompilerServices;
using CreditBridge.Connectors.Rest.Paging;
using CreditBridge.Connectors.Rest.Reading;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.Rest;

/// <summary>Logs in, asks for each kind in the mapping and says what becomes of the rows, without changing anything.</summary>
internal sealed class RestCheck(string mappingPath, ApiClients clients, RestRows rows, ConnectionContext context)
{
    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mapping, read) = await MappingCheck.OpenAsync(new RestDialect(), mappingPath, cancellationToken);
        foreach (var finding in read)
            yield return finding;
        if (mapping is null || mapping.Kinds.Count == 0)
            yield break;
        var login = await LoginAsync(mapping.Kinds[0].Read.Api, cancellationToken);
        yield return login;
        if (login.Status == CheckStatus.Failed)
            yield break;
        if (mapping.Of(MappedKinds.BureauReports)?.Read.Order is { } order)
            yield return CheckFinding.Ok(MappedKinds.BureauReports.Name, $"Reports are ordered one by one, for {order.Price.ToDisplay()} each, about companies with {string.Join(" and ", order.Needs)}; the check orders none.");
        mapping = mapping with { Kinds = [.. mapping.Kinds.Where(k => k.Read.Order is null)] };
        foreach (var kind in mapping.Kinds.Where(k => k.Read.Paging.MissesWhatMoves))
        {
            yield return new CheckFinding($"{kind.Kind.Name}.paging", CheckStatus.Warning, "When a row disappears while pages are read, the others move up, and one of them is missed without a word.",
                kind.Read.Paging.Kind == PagingKind.Offset
                    ? "Write 'reread_last: true' below 'paging:', or 'total:' with the path of the number of rows in the answer; then the list is read again when it has moved."
                    : "Write 'total:' below 'paging:' with the path of the number of rows in the answer, so that the list is read again when it has moved; or page by offset or by a cursor.");
        }

        if (mapping.Kinds.Count == 0)
            yield break;
        await foreach (var finding in MappingCheck.OfKindsAsync(mapping, rows, context, cancellationToken))
            yield return finding;
        foreach (var (kind, columns) in rows.NeverSeen.Where(k => k.Value.Count > 0))
        {
            yield return new CheckFinding(kind, CheckStatus.Warning, $"No row has {string.Join(", ", columns.Select(c => $"'{c}'"))}.",
                "Some APIs leave out what is empty; if these are not, correct the names in the mapping, or name the fields in the request.");
        }
    }

    private async Task<CheckFinding> LoginAsync(ApiSettings api, CancellationToken cancellationToken)
    {
        try
        {
            var client = clients.Of(api);
            await client.LoginAsync(cancellationToken);
            return CheckFinding.Ok("Login", api.Auth.CanRenew ? $"{client.Endpoint.BaseUrl.Authority} accepts the login." : $"The keys for {client.Endpoint.BaseUrl.Authority} are there; the requests show whether they are accepted.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed("Login", e.Failure);
        }
    }
}
