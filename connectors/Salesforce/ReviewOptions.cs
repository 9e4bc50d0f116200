using CreditBridge.Abstractions.Options;

namespace CreditBridge.Connectors.Salesforce;

/// <summary>Where reviews, their documents and the rows of the forecast are kept in the org.</summary>
public sealed class ReviewOptions
{
    /// <summary>Whether they are written and read.</summary>
    [Option("Write reviews, documents and rows of the forecast, and read what people decide. An org without the objects (an older package) is noticed by itself; false does not even ask.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Object of the reviews.</summary>
    [Option("API name of the object of reviews.")]
    public string ReviewObject { get; init; } = "Credit_Review__c";

    /// <summary>External id of the reviews.</summary>
    [Option("API name of its external id: unique text of 80 characters, in which CreditBridge keeps its own key.")]
    public string ReviewKey { get; init; } = "Review_Key__c";

    /// <summary>Object of the documents.</summary>
    [Option("API name of the object of documents.")]
    public string DocumentObject { get; init; } = "Credit_Document__c";

    /// <summary>External id of the documents.</summary>
    [Option("API name of its external id.")]
    public string DocumentKey { get; init; } = "Document_Key__c";

    /// <summary>Object of the rows of the forecast.</summary>
    [Option("API name of the object of forecast rows.")]
    public string ForecastObject { get; init; } = "Credit_Review_Forecast__c";

    /// <summary>External id of the rows of the forecast.</summary>
    [Option("API name of its external id: unique text of 120 characters.")]
    public string ForecastKey { get; init; } = "Forecast_Key__c";

    /// <summary>API name of each field that people fill in; entries override the shipped names.</summary>
    [Option("API name of each field that people fill in, by name such as 'Review.Decision'. What is not named keeps its shipped name. What CreditBridge writes is renamed in Fields.")]
    public Dictionary<string, string> Answers { get; init; } = Reading.AnswerFields.ToDictionary();
}
