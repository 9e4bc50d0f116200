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
    private readonly IReadOnlyList<SampleOrder> _orders;
    private readonly IReadOnlyList<SampleSecurity> _securities;
    private List<SampleDocument> _paidSinceExport;
    private List<ErpTable> _newsSinceExport;

    /// <summary>The ERP as it stands on the company's day.</summary>
    public SampleErp(SampleCompany company, int seed = SampleCompany.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(company);
        Today = company.Today;
        _customers = [.. company.Customers];
        _open = [.. company.Documents.Where(document => document.PaidOn is null)];
        _paidSinceExport = [.. company.Documents.Where(document => document.PaidOn is not null)];
        (_orders, _securities) = (company.Orders, company.Securities);
        _newsSinceExport = [ErpTable.BureauReports(company.BureauReports), ErpTable.Statements(company.Statements), ErpTable.Signals(company.Signals)];
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
    /// Exports the files of the day: all customers, all open documents, what was paid since the export before (at first the whole history), the rates, all orders and
    /// all securities; and, when there is something new, reports, statements and events. Each appears under its final name only when it is complete; a second export on
    /// the same day replaces the files.
    /// </summary>
    /// <returns>The paths written.</returns>
    public async Task<IReadOnlyList<string>> WriteTo(string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        List<ErpTable> tables =
        [
            ErpTable.Customers(_customers), ErpTable.OpenItems(_open), ErpTable.PaidItems(_paidSinceExport), ErpTable.Rates(SampleRates.On(Today)), ErpTable.Orders(_orders, Today),
            ErpTable.Securities(_securities), .. _newsSinceExport,
        ];
        var written = new List<string>();
        foreach (var table in tables)
            written.Add(await Write(directory, table, cancellationToken));
        (_paidSinceExport, _newsSinceExport) = ([], []);
        return written;
    }

    private async Task<string> Write(string directory, ErpTable table, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, $"{table.Name}-{Today:yyyyMMdd}.csv");
        var unfinished = path + ".part";
        await using (var file = new StreamWriter(unfinished))
        await using (var csv = new CsvWriter(file, CultureInfo.InvariantCulture))
        {
            foreach (var row in table.Rows.Prepend(table.Columns))
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
