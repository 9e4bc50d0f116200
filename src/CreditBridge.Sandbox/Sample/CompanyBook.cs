namespace CreditBridge.Sandbox.Sample;

/// <summary>The company while it is being written, chapter by chapter: accounts first, then the ledger, the pipeline, and what else is known.</summary>
internal sealed class CompanyBook
{
    public List<SampleUser> Users { get; } = [];
    public List<SampleAccount> Accounts { get; } = [];
    public List<SampleCustomer> Customers { get; } = [];
    public List<SampleDocument> Documents { get; set; } = [];
    public List<SampleOpportunity> Opportunities { get; } = [];
    public List<SampleOrder> Orders { get; } = [];
    public List<SampleBureauReport> BureauReports { get; } = [];
    public List<SampleStatement> Statements { get; } = [];
    public List<SampleSecurity> Securities { get; } = [];
    public List<SampleSignal> Signals { get; } = [];
}
