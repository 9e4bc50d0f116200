namespace CreditBridge.Sandbox.Sample;

/// <summary>
/// One fictional maker of industrial components, as its CRM and its ERP see it on one day. Everything is worked out from that day and a seed:
/// the same two give the same company, byte for byte, and no date ever looks old.
/// </summary>
public sealed class SampleCompany
{
    /// <summary>The seed used where nobody asks for another one.</summary>
    public const int DefaultSeed = 7;

    /// <summary>
    /// The deal whose story the demo tells: a proposal to a decent customer that does not fit the customer's headroom on the terms sales
    /// wants to promise. A deposit, shorter terms or a smaller first order changes that.
    /// </summary>
    public const string StoryDealName = "Halden Fabrication — press line retrofit";

    /// <summary>The customer of <see cref="StoryDealName"/>: pays within days of the due date, nothing late, for years.</summary>
    public const string StoryAccountName = "Halden Fabrication AS";

    /// <summary>The account whose ERP customer finance has put on hold.</summary>
    public const string HeldAccountName = "Castrel Hydraulics Ltd";

    /// <summary>The account that is a customer of both ERP companies.</summary>
    public const string TwoCompanyAccountName = "Northgate Conveyor Systems Inc.";

    /// <summary>A prospect with a proposal out and no customer in the ERP.</summary>
    public const string NoErpAccountName = "Ostermoor Robotics GmbH";

    /// <summary>The account that gets no credit: it pays in advance.</summary>
    public const string NoCreditAccountName = "Lindow Metal Trading Ltd";

    /// <summary>The account without a ceiling.</summary>
    public const string UnlimitedAccountName = "Vaudrey Énergie SA";

    /// <summary>An active customer for whom nobody has decided a limit.</summary>
    public const string LimitNotSetAccountName = "Ravnsborg Pumper AS";

    /// <summary>The account that paid promptly a year ago and pays later every month.</summary>
    public const string DeterioratingAccountName = "Brackwell Castings Ltd";

    /// <summary>A customer that pays early and hardly uses its limit. Its name needs escaping wherever text becomes markup or a query.</summary>
    public const string RoomToGrowAccountName = "D'Arville & Fils SAS";

    /// <summary>The ERP customer that no account claims, as finance spells it.</summary>
    public const string UnclaimedCustomerName = "WEIRBACH APPARATEBAU GMBH";

    private SampleCompany(DateOnly today, CompanyBook book)
    {
        Today = today;
        Users = book.Users;
        Accounts = book.Accounts;
        Opportunities = book.Opportunities;
        Customers = book.Customers;
        Documents = book.Documents;
        Orders = book.Orders;
        BureauReports = book.BureauReports;
        Statements = book.Statements;
        Securities = book.Securities;
        Signals = book.Signals;
        Rates = SampleRates.On(today);
    }

    /// <summary>The business date that everything is relative to.</summary>
    public DateOnly Today { get; }

    /// <summary>The people in the CRM.</summary>
    public IReadOnlyList<SampleUser> Users { get; }

    /// <summary>The accounts in the CRM; a parent comes before its children.</summary>
    public IReadOnlyList<SampleAccount> Accounts { get; }

    /// <summary>The deals in the CRM, open and closed.</summary>
    public IReadOnlyList<SampleOpportunity> Opportunities { get; }

    /// <summary>The customers in the ERP, both companies.</summary>
    public IReadOnlyList<SampleCustomer> Customers { get; }

    /// <summary>The receivables ledger, open and paid, in order of issue.</summary>
    public IReadOnlyList<SampleDocument> Documents { get; }

    /// <summary>The orders that are not invoiced yet.</summary>
    public IReadOnlyList<SampleOrder> Orders { get; }

    /// <summary>What the bureau says about some customers, today's and older reports.</summary>
    public IReadOnlyList<SampleBureauReport> BureauReports { get; }

    /// <summary>Statements of some customers, two years each.</summary>
    public IReadOnlyList<SampleStatement> Statements { get; }

    /// <summary>What stands in for some customers.</summary>
    public IReadOnlyList<SampleSecurity> Securities { get; }

    /// <summary>What became known about some customers; one of them is insolvent.</summary>
    public IReadOnlyList<SampleSignal> Signals { get; }

    /// <summary>The exchange rates of the day.</summary>
    public IReadOnlyList<SampleRate> Rates { get; }

    /// <summary>The company as it stands on <paramref name="today"/>.</summary>
    public static SampleCompany Create(DateOnly today, int seed = DefaultSeed)
    {
        var book = new CompanyBook();
        new AccountChapter(book, today, new Random(seed)).Write();
        new LedgerChapter(book, today, new Random(unchecked(seed + 1))).Write();
        new PipelineChapter(book, today, new Random(unchecked(seed + 2))).Write();
        new CreditInformationChapter(book, today, new Random(unchecked(seed + 3))).Write();
        return new SampleCompany(today, book);
    }
}
