using System.Globalization;
using CsvHelper;

namespace CreditBridge.Sandbox.Sample;

/// <summary>
/// The sample company's ERP: a ledger that moves on a day at a time and a drop folder that it exports to. Not for use from several threads.
/// </summary>
public sealed class SampleErp
{
    private readonly List<SampleCustomer> _customers;
    private readonly List<SampleDocument> _open;
    private readonly LedgerDay _day;
    private List<SampleDocument> _paidSinceExport;

    /// <summary>The ERP as it stands on the company's day.</summary>
    public SampleErp(SampleCompany company, int seed = SampleCompany.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(company);
        Today = company.Today;
        _customers = [.. company.Customers];
        _open = [.. company.Documents.Where(document => document.PaidOn is null)];
        _paidSinceExport = [.. company.Documents.Where(document => document.PaidOn is not null)];
        _day = new LedgerDay(new Random(seed));
    }

    /// <summary>The ledger's day.</summary>
    public DateOnly Today { get; private set; }

    /// <summary>The customers as they are now.</summary>
    public IReadOnlyList<SampleCustomer> Customers => _customers;

    /// <summary>The documents that are open now.</summary>
    public IReadOnlyList<SampleDocument> OpenDocuments => _open;

    /// <summary>
    /// Lets a day pass: some customers pay, new invoices go out, and one customer gets worse (a returned payment and a very late one, then a
    /// smaller limit).
    /// </summary>
    /// <returns>What happened, one sentence each, the customer that gets worse first.</returns>
    public IReadOnlyList<string> Advance()
    {
        Today = Today.AddDays(1);
        return _day.Pass(Today, _customers, _open, _paidSinceExport);
    }

    /// <summary>
    /// Exports the four files of the day: all customers, all open documents, what was paid since the export before (at first the whole history)
    /// and the rates. Each appears under its final name only when it is complete; a second export on the same day replaces the files.
    /// </summary>
    /// <returns>The paths written.</returns>
    public async Task<IReadOnlyList<string>> WriteTo(string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        List<string> written =
        [
            await Write(directory, "customers", CustomerColumns, _customers.Select(Row), cancellationToken),
            await Write(directory, "open-items", OpenItemColumns, _open.Select(OpenRow), cancellationToken),
            await Write(directory, "paid-items", PaidItemColumns, _paidSinceExport.Select(PaidRow), cancellationToken),
            await Write(directory, "rates", RateColumns, SampleRates.On(Today).Select(Row), cancellationToken),
        ];
        _paidSinceExport = [];
        return written;
    }

    private static readonly string[] CustomerColumns =
        ["COMPANY", "CUSTNO", "NAME", "COUNTRY", "CURRENCY", "CREDIT_LIMIT", "HOLD", "TERMS", "CUSTOMER_SINCE", "PARENT_CUSTNO"];

    private static readonly string[] OpenItemColumns =
        ["COMPANY", "CUSTNO", "DOCNO", "DOCTYPE", "ISSUE_DATE", "DUE_DATE", "CURRENCY", "AMOUNT", "OPEN_AMOUNT", "DISPUTED"];

    private static readonly string[] PaidItemColumns =
        ["COMPANY", "CUSTNO", "DOCNO", "DOCTYPE", "ISSUE_DATE", "DUE_DATE", "PAID_DATE", "CURRENCY", "AMOUNT"];

    private static readonly string[] RateColumns = ["FROM", "TO", "RATE", "RATE_DATE"];

    private static string[] Row(SampleCustomer c) =>
        [c.Company, c.Number, c.Name, c.Country, c.Currency, c.Limit is { } limit ? Number(limit, "0") : "", Flag(c.OnHold), c.Terms, Day(c.Since), c.ParentNumber ?? ""];

    private static string[] OpenRow(SampleDocument d) =>
        [Company(d), Customer(d), d.Number, d.Type, Day(d.IssuedOn), Day(d.DueOn), d.Currency, Number(d.Amount, "0.00"), Number(d.Open, "0.00"), Flag(d.Disputed)];

    private static string[] PaidRow(SampleDocument d) =>
        [Company(d), Customer(d), d.Number, d.Type, Day(d.IssuedOn), Day(d.DueOn), Day(d.PaidOn!.Value), d.Currency, Number(d.Amount, "0.00")];

    private static string[] Row(SampleRate r) => [r.From, r.To, Number(r.Value, "0.0000"), Day(r.Day)];

    private static string Company(SampleDocument document) => document.CustomerKey.Split('/')[0];

    private static string Customer(SampleDocument document) => document.CustomerKey.Split('/')[1];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "Y" : "N";

    private static string Number(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private async Task<string> Write(string directory, string name, string[] header, IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, $"{name}-{Today:yyyyMMdd}.csv");
        var unfinished = path + ".part";
        await using (var file = new StreamWriter(unfinished))
        await using (var csv = new CsvWriter(file, CultureInfo.InvariantCulture))
        {
            foreach (var row in rows.Prepend(header))
            {
                foreach (var field in row)
                    csv.WriteField(field);
                await csv.NextRecordAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
