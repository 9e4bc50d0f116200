using System.Text.Json;
using CreditBridge.Abstractions.Bureaus;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Rest.Reading;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.Rest.Ordering;

/// <summary>Sells the reports that a mapping says how to order.</summary>
/// <param name="load">Reads the mapping.</param>
/// <param name="clients">The connection's clients.</param>
/// <param name="mayOrder">Whether reports may be bought.</param>
internal sealed class RestReports(Func<CancellationToken, Task<MappingFile<RestRead>>> load, ApiClients clients, bool mayOrder) : IReportProvider
{
    // Columns that do not stand in the answer: whom the report was ordered about.
    private const string Prefix = "order.";

    public async Task<ReportOffer?> OfferAsync(CancellationToken cancellationToken)
    {
        if ((await load(cancellationToken)).Of(MappedKinds.BureauReports) is not { Read.Order: { } plan } kind)
            return null;
        var records = (BureauReportMapping)kind.Records;
        var provider = records.Provider ?? throw new ConnectorException(new Failure(FailureKind.Configuration, "The mapping orders reports, and their provider comes from a column.", "Write 'provider: {value: dnb}', so that it is known beforehand who is asked."));
        return new ReportOffer(provider, plan.Price, mayOrder) { Needs = plan.Needs, Shape = records.Shape };
    }

    public async Task<ReportAnswer> OrderAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (!mayOrder)
            return ReportAnswer.Failed(new Failure(FailureKind.Configuration, "The connection has no leave to order reports.", "Set its option OrderReports to true."));
        KindMapping<BureauReportRecord, RestRead> kind;
        ApiClient client;
        var values = Values(request);
        try
        {
            kind = (await load(cancellationToken)).Of(MappedKinds.BureauReports)!;
            client = clients.Of(kind.Read.Api);
            if (kind.Read.Order!.Needs.Any(n => string.IsNullOrWhiteSpace(request.Value(n))))
                return ReportAnswer.Failed(new Failure(FailureKind.RecordRejected, $"The account has not all of {string.Join(", ", kind.Read.Order.Needs)}.", "Map them as attributes of accounts or customers."));
            foreach (var need in kind.Read.Order.Needs)
                values[need] = request.Value(need);
            // Nothing was ordered yet, so that nothing is charged whatever goes wrong.
            await client.LoginAsync(cancellationToken);
            if (kind.Read.Order.Find is { } find && !await FindAsync(client, kind.Read.Order, find, values, cancellationToken))
                return ReportAnswer.NotFound();
        }
        catch (ConnectorException e)
        {
            return ReportAnswer.Failed(e.Failure);
        }

        return await OrderAsync(client, kind, request, values, cancellationToken);
    }

    private static async Task<ReportAnswer> OrderAsync(
        ApiClient client, KindMapping<BureauReportRecord, RestRead> kind, ReportRequest request, Dictionary<string, object?> values, CancellationToken cancellationToken)
    {
        var plan = kind.Read.Order!;
        var isAnswered = false;
        try
        {
            using var answer = await client.SendAsync(
                session => plan.Request!.Render(client.Endpoint, session, values, "report") with { OnlyReads = false, Once = true, AlsoGood = plan.NotFound.Statuses }, cancellationToken);
            if (plan.NotFound.Statuses.Contains((int)answer.Status))
                return ReportAnswer.NotFound() with { Charged = plan.NotFound.Charged ? plan.Price : null };
            isAnswered = true;
            return Read(kind, request, values, answer.Json);
        }
        catch (ConnectorException e) when (isAnswered)
        {
            return Wrong(plan, $"The report cannot be read: {e.Failure.Message} {e.Failure.NextStep}");
        }
        catch (ConnectorException e)
        {
            // An answer of the API that is an error is not charged; without one, and with one that cannot be read, nobody knows.
            return e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError }
                || (e.InnerException is null && e.Failure.Kind != FailureKind.Fatal)
                ? ReportAnswer.Failed(e.Failure)
                : ReportAnswer.Unknown(e.Failure with { NextStep = "Look up with the bureau whether it charged for the order; it is not sent again by itself." });
        }
    }

    // From here on the report is paid for.
    private static ReportAnswer Read(KindMapping<BureauReportRecord, RestRead> kind, ReportRequest request, Dictionary<string, object?> values, JsonElement answer)
    {
        var plan = kind.Read.Order!;
        var own = kind.Columns.Where(o => o.Column is not null && !o.Column.StartsWith(Prefix, StringComparison.Ordinal)).Select(o => (o.Column!, false)).ToList();
        var page = new AnswerRows(plan.Rows, own, "report").Of(answer, 1);
        if (page.Rows.Count == 0)
            return ReportAnswer.NotFound() with { Charged = plan.Price };
        var names = new ColumnNames([.. own.Select(c => c.Item1).Concat(values.Keys.Select(k => Prefix + k)).Distinct(StringComparer.OrdinalIgnoreCase)]);
        var records = new List<BureauReportRecord>();
        for (var at = 0; at < page.Rows.Count; at++)
        {
            if (plan.Same.FirstOrDefault(s => !IsSame(s.Path, page.Elements[at], values[s.Identifier])) is { Path: { } path } other)
                return Wrong(plan, $"The report is about another company: '{path}' is not {other.Identifier} {values[other.Identifier]}.");
            var row = page.Rows[at];
            var mapped = kind.Records.Map(new SourceRow(
                names, [.. names.Names.Select(n => n.StartsWith(Prefix, StringComparison.Ordinal) ? values.GetValueOrDefault(n[Prefix.Length..]) : row[n])], _ => row.Where()));
            if (mapped.Rejected is { } rejected)
                return Wrong(plan, $"The report cannot be read: {rejected.Reason}");
            if (mapped.Record is { } record)
                records.Add(record with { Party = request.Party });
        }

        return ReportAnswer.Report(records) with { Charged = plan.Price };
    }

    private static ReportAnswer Wrong(OrderPlan plan, string message) => ReportAnswer.NotFound() with
    {
        Charged = plan.Price,
        Failure = new Failure(FailureKind.RecordRejected, message, "It was paid for and is not kept. Correct the mapping, or the account's identifiers, before more is ordered."),
    };

    private static async Task<bool> FindAsync(ApiClient client, OrderPlan plan, FindPlan find, Dictionary<string, object?> values, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(session => find.Request!.Render(client.Endpoint, session, values, "company") with { AlsoGood = plan.NotFound.Statuses }, cancellationToken);
        if (plan.NotFound.Statuses.Contains((int)answer.Status))
            return false;
        var page = new AnswerRows(find.Rows, [], "company").Of(answer.Json, 1);
        var same = page.Elements.Where(e => find.Same.All(s => IsSame(s.Path, e, values[s.Identifier])))
            .Select(e => find.Id!.Find(e)).OfType<JsonElement>().Select(e => SourceValue.ToText(JsonCell.Of(e))).Distinct().ToList();
        if (same.Count > 1)
            throw new ConnectorException(new Failure(FailureKind.RecordRejected, $"{same.Count} companies have these identifiers.", "Map an identifier that only one company has, or compare more of the answer under 'same:'."));
        values["found"] = same.FirstOrDefault();
        return values["found"] is not null;
    }

    // Numbers of registers are written with and without blanks, dots and hyphens.
    private static bool IsSame(JsonPath path, IReadOnlyList<JsonElement> row, object? wanted) =>
        path.Find(row) is { } found && Plain(SourceValue.ToText(JsonCell.Of(found))) is { Length: > 0 } stated && stated == Plain(wanted as string);

    private static string Plain(string? text) => text is null ? "" : new string([.. text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]).TrimStart('0');

    private static Dictionary<string, object?> Values(ReportRequest request) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = request.Name,
        ["country"] = request.Country,
        ["date"] = request.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["order_key"] = request.OrderKey,
        ["account"] = request.Party.AccountKey,
    };
}
