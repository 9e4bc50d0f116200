namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>The fields in which people answer: what they decide on a review, and when a document arrived. They are read and never written.</summary>
internal static class AnswerFields
{
    public const string Decision = "Review.Decision", DecidedAt = "Review.DecidedAt", DecidedBy = "Review.DecidedBy", ApprovedLimit = "Review.ApprovedLimit", ApprovedTerms = "Review.ApprovedTerms",
        Conditions = "Review.Conditions", Notes = "Review.Notes", ReviewValidUntil = "Review.ValidUntil", StartedAt = "Review.StartedAt", SpentHours = "Review.SpentHours",
        ReceivedAt = "ReviewDocument.ReceivedAt", DocumentValidUntil = "ReviewDocument.ValidUntil", DocumentAsOf = "ReviewDocument.AsOf";

    private static readonly (string Name, string ApiName)[] Shipped =
    [
        (Decision, "Decision__c"), (DecidedAt, "Decided_At__c"), (DecidedBy, "Decided_By__c"), (ApprovedLimit, "Approved_Limit__c"), (ApprovedTerms, "Approved_Terms__c"),
        (Conditions, "Conditions__c"), (Notes, "Decision_Notes__c"), (ReviewValidUntil, "Valid_Until__c"), (StartedAt, "Started_At__c"), (SpentHours, "Spent_Hours__c"),
        (ReceivedAt, "Received_At__c"), (DocumentValidUntil, "Valid_Until__c"), (DocumentAsOf, "As_Of__c"),
    ];

    /// <summary>Their names, in the order in which a person reads them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shipped.Select(f => f.Name)];

    /// <summary>A fresh dictionary of the shipped names.</summary>
    public static Dictionary<string, string> ToDictionary() => Shipped.ToDictionary(f => f.Name, f => f.ApiName, StringComparer.OrdinalIgnoreCase);

    /// <summary>API name of a field according to the options.</summary>
    public static string NameOf(SalesforceOptions options, string name) =>
        options.Reviews.Answers.FirstOrDefault(a => a.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } given
            ? given.Trim()
            : Shipped.Single(f => f.Name == name).ApiName;
}
