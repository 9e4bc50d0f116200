namespace CreditBridge.Sandbox.Pages;

/// <summary>What the pages read: the living records of the org at one moment.</summary>
internal sealed record Crm(IReadOnlyList<AccountView> Accounts, IReadOnlyList<OpportunityView> Opportunities, IReadOnlyList<StageView> Stages)
{
    public IReadOnlyList<ReviewView> Reviews { get; init; } = [];

    public IReadOnlyList<DocumentView> Documents { get; init; } = [];

    public IReadOnlyList<ForecastView> Forecast { get; init; } = [];

    public IReadOnlyList<PersonView> People { get; init; } = [];

    public ReviewView? Review(string id) => Reviews.FirstOrDefault(review => review.Id == id);

    public IReadOnlyList<DocumentView> DocumentsOf(ReviewView review) => [.. Documents.Where(document => document.ReviewId == review.Id)];

    public AccountView? Account(string? id) => id is null ? null : Accounts.FirstOrDefault(account => account.Id == id);

    public OpportunityView? Opportunity(string id) => Opportunities.FirstOrDefault(opportunity => opportunity.Id == id);

    public IEnumerable<AccountView> ChildrenOf(AccountView account) => Accounts.Where(child => child.ParentId == account.Id);

    public IEnumerable<OpportunityView> OpportunitiesOf(AccountView account) => Opportunities.Where(opportunity => opportunity.AccountId == account.Id);
}
