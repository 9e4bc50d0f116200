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

    /// <summary>An order that is not invoiced yet: <see cref="OpenOrderRecord"/>.</summary>
    OpenOrder = 10,

    /// <summary>What a credit bureau says: <see cref="BureauReportRecord"/>.</summary>
    BureauReport = 11,

    /// <summary>Figures of a financial statement: <see cref="FinancialStatementRecord"/>.</summary>
    FinancialStatement = 12,

    /// <summary>Something that stands in when the customer does not pay: <see cref="SecurityRecord"/>.</summary>
    Security = 13,

    /// <summary>An event about a customer: <see cref="SignalRecord"/>.</summary>
    Signal = 14,

    /// <summary>An exception that a person granted or ordered: <see cref="OverrideRecord"/>.</summary>
    Override = 15,

    /// <summary>A review in the CRM, and what people did with it: <see cref="ReviewRecord"/>.</summary>
    Review = 16,

    /// <summary>A document that a review waits for: <see cref="ReviewDocumentRecord"/>.</summary>
    ReviewDocument = 17,

    /// <summary>A row of the forecast of reviews; only written, never read.</summary>
    ReviewForecast = 18,
}
