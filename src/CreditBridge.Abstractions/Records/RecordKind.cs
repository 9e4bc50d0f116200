namespace CreditBridge.Abstractions.Records;

/// <summary>The kinds of canonical record that every connector speaks. The numbers are stored: append, never renumber.</summary>
public enum RecordKind
{
    /// <summary>A customer account in the CRM: <see cref="AccountRecord"/>.</summary>
    Account = 1,

    /// <summary>A deal in the CRM: <see cref="OpportunityRecord"/>.</summary>
    Opportunity = 2,

    /// <summary>A stage that deals can be in, as the CRM defines it: <see cref="StageRecord"/>.</summary>
    Stage = 3,

    /// <summary>A deal's move from one stage to another: <see cref="StageChangeRecord"/>.</summary>
    StageChange = 4,

    /// <summary>A person in the CRM who owns accounts and deals: <see cref="UserRecord"/>.</summary>
    User = 5,

    /// <summary>A customer in one company of an ERP: <see cref="ErpCustomerRecord"/>.</summary>
    ErpCustomer = 6,

    /// <summary>An open item of receivables: <see cref="ReceivableRecord"/>.</summary>
    Receivable = 7,

    /// <summary>A settled item of receivables: <see cref="PaymentRecord"/>.</summary>
    Payment = 8,

    /// <summary>A dated exchange rate: <see cref="ExchangeRateRecord"/>.</summary>
    ExchangeRate = 9,
}
