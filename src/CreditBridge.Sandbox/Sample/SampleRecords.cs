namespace CreditBridge.Sandbox.Sample;

/// <summary>A person who works in the CRM.</summary>
/// <param name="Key">Stable within one sample company: "U1", "U2"…</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address under a reserved domain: nobody real.</param>
/// <param name="Title">What the person does.</param>
public sealed record SampleUser(string Key, string Name, string Email, string Title);

/// <summary>An account as sales keeps it.</summary>
/// <param name="Key">Stable within one sample company: "A1", "A2"…</param>
/// <param name="Name">Unique within the company.</param>
/// <param name="ParentKey">The group this account belongs to; null when it stands alone or leads the group.</param>
/// <param name="Industry">A value of Salesforce's standard industry list.</param>
/// <param name="Country">ISO 3166 code.</param>
/// <param name="City">Where it is billed.</param>
/// <param name="Currency">ISO 4217 code of the account.</param>
/// <param name="OwnerKey">The <see cref="SampleUser"/> who looks after it.</param>
/// <param name="ErpKeys">The ERP customers this account is, "company/number" separated by ";"; null when it is none yet.</param>
/// <param name="CreatedOn">When sales created it.</param>
public sealed record SampleAccount(
    string Key, string Name, string? ParentKey, string Industry, string Country, string City, string Currency,
    string OwnerKey, string? ErpKeys, DateOnly CreatedOn);

/// <summary>A stage of the sales process, as the CRM's stage table has it.</summary>
/// <param name="Name">What <see cref="SampleOpportunity.Stage"/> holds.</param>
/// <param name="Probability">Percent, 0 to 100.</param>
/// <param name="IsClosed">The deal is over.</param>
/// <param name="IsWon">The deal is over and ours.</param>
/// <param name="ForecastCategory">Salesforce's forecast category.</param>
public sealed record SampleStage(string Name, int Probability, bool IsClosed, bool IsWon, string ForecastCategory);

/// <summary>The moment a deal reached a stage.</summary>
/// <param name="Stage">The stage it reached.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Amount">What the deal was worth then.</param>
public sealed record SampleStageChange(string Stage, DateTimeOffset At, decimal Amount);

/// <summary>A deal as sales keeps it.</summary>
/// <param name="Key">Stable within one sample company: "O1", "O2"…</param>
/// <param name="AccountKey">Whose deal it is.</param>
/// <param name="Name">Account and what is sold.</param>
/// <param name="Stage">Where it stands now: the last entry of <paramref name="History"/>.</param>
/// <param name="Amount">Worth in <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217 code, the account's.</param>
/// <param name="CloseDate">Expected, or real when the stage is closed.</param>
/// <param name="RequestedTerms">What sales means to promise; null until a proposal is written.</param>
/// <param name="OwnerKey">The <see cref="SampleUser"/> whose deal it is.</param>
/// <param name="History">Every stage it reached, the oldest first.</param>
public sealed record SampleOpportunity(
    string Key, string AccountKey, string Name, string Stage, decimal Amount, string Currency, DateOnly CloseDate,
    string? RequestedTerms, string OwnerKey, IReadOnlyList<SampleStageChange> History);

/// <summary>A customer as the ERP keeps it.</summary>
/// <param name="Company">ERP company code.</param>
/// <param name="Number">Unique within the company.</param>
/// <param name="Name">As finance spells it.</param>
/// <param name="Country">ISO 3166 code.</param>
/// <param name="Currency">ISO 4217 code of its ledger.</param>
/// <param name="Limit">As this ERP means it: null not set, 0 no credit, <see cref="UnlimitedLimit"/> unlimited, else an amount.</param>
/// <param name="OnHold">Finance stopped deliveries.</param>
/// <param name="Terms">N30, N45, N60, PRE or COD.</param>
/// <param name="Since">Customer since.</param>
/// <param name="ParentNumber">The group's leading customer in the same company, or null.</param>
/// <param name="Character">How it pays. Known to the author of the sample only; in no file.</param>
public sealed record SampleCustomer(
    string Company, string Number, string Name, string Country, string Currency, decimal? Limit, bool OnHold, string Terms,
    DateOnly Since, string? ParentNumber, PayerCharacter Character)
{
    /// <summary>How this ERP writes "no ceiling".</summary>
    public const decimal UnlimitedLimit = 999_999_999m;

    /// <summary>"company/number", as the CRM account names it.</summary>
    public string Key => $"{Company}/{Number}";

    /// <summary>Its number in the register of its country; null in the United States, which have no such register.</summary>
    public string? RegistrationNumber => Country == "US" ? null : $"{100_000 + Serial * 7_919 % 899_981:000000}{Company[0]}";

    /// <summary>Its D-U-N-S number.</summary>
    public string Duns => $"{Company[0]}{Serial * 104_729 % 99_999_989:00000000}";

    /// <summary>The digits that tell it from the others of its company.</summary>
    internal int Serial => int.Parse(Number[2..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Days from issue to due date under <see cref="Terms"/>.</summary>
    public int TermsDays => Terms switch { "N30" => 30, "N45" => 45, "N60" => 60, _ => 0 };
}

/// <summary>A document in the receivables ledger: open while <see cref="PaidOn"/> is null, paid afterwards.</summary>
/// <param name="CustomerKey">"company/number".</param>
/// <param name="Number">Unique within the company.</param>
/// <param name="Type">INV, CN (credit note) or PAY (cash not yet matched to an invoice).</param>
/// <param name="IssuedOn">Document date.</param>
/// <param name="DueOn">Due date, never before the document date.</param>
/// <param name="Currency">ISO 4217 code, the customer's.</param>
/// <param name="Amount">Negative for CN and PAY.</param>
/// <param name="Open">What is still open: the same sign as <paramref name="Amount"/> and never more; 0 when paid.</param>
/// <param name="Disputed">The customer contests it.</param>
/// <param name="PaidOn">The day it was settled, or null.</param>
public sealed record SampleDocument(
    string CustomerKey, string Number, string Type, DateOnly IssuedOn, DateOnly DueOn, string Currency, decimal Amount,
    decimal Open, bool Disputed, DateOnly? PaidOn)
{
    /// <summary>The day by which the customer promised to pay, or null.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <summary>Whether a paid document was contested before.</summary>
    public bool WasDisputed { get; init; }
}

/// <summary>What one unit of a currency is worth in another.</summary>
/// <param name="From">ISO 4217 code.</param>
/// <param name="To">ISO 4217 code.</param>
/// <param name="Value">Units of <paramref name="To"/> for one of <paramref name="From"/>.</param>
/// <param name="Day">The day of the quotation.</param>
public sealed record SampleRate(string From, string To, decimal Value, DateOnly Day);
