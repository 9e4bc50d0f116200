namespace CreditBridge.Sandbox.Sample;

/// <summary>The company while it is being written, chapter by chapter: accounts first, then the ledger, then the pipeline.</summary>
internal sealed class CompanyBook
{
    public List<SampleUser> Users { get; } = [];
    public List<SampleAccount> Accounts { get; } = [];
    public List<SampleCustomer> Customers { get; } = [];
    public List<SampleDocument> Documents { get; set; } = [];
    public List<SampleOpportunity> Opportunities { get; } = [];
}
