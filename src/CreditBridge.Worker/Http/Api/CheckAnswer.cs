namespace CreditBridge.Worker.Http.Api;

/// <summary>What came of asking for a check: the check, or why there is none and what to do next.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Check">The check; null when there is none.</param>
/// <param name="Detail">Why there is none; empty when there is one.</param>
/// <param name="NextStep">What to do about it; empty when there is nothing to do.</param>
internal sealed record CheckAnswer(int Status, CreditCheck? Check, string Detail, string NextStep)
{
    /// <summary>A check.</summary>
    public static CheckAnswer Of(CreditCheck check) => new(StatusCodes.Status200OK, check, "", "");

    /// <summary>The id is not one.</summary>
    public static readonly CheckAnswer BadId = new(StatusCodes.Status400BadRequest, null,
        "The body has to be {\"opportunityId\": \"006...\"} with the id of an opportunity, 15 or 18 characters.", "Correct the request.");

    /// <summary>The body is too large.</summary>
    public static readonly CheckAnswer TooLarge = new(StatusCodes.Status413PayloadTooLarge, null, "The request is larger than it can be.", "Send the id of the opportunity only.");

    /// <summary>The key is missing or wrong.</summary>
    public static readonly CheckAnswer BadKey = new(StatusCodes.Status401Unauthorized, null, "The header X-Api-Key is missing or is not the key of this service.",
        "Enter the value of option Http:ApiKey in Salesforce: Setup, Named Credentials, External Credentials, CreditBridge, principal Service, parameter ApiKey.");

    /// <summary>Too many requests.</summary>
    public static readonly CheckAnswer TooMany = new(StatusCodes.Status429TooManyRequests, null, "There were too many requests within a minute.", "Ask again in a minute.");

    /// <summary>The deal is not known.</summary>
    public static readonly CheckAnswer Unknown = new(StatusCodes.Status404NotFound, null, "This opportunity is not known to CreditBridge, or it has no account.",
        "Give the opportunity an account. If it has one, ask your administrator whether the service user may read it.");

    /// <summary>The account was never decided on.</summary>
    public static readonly CheckAnswer Undecided = new(StatusCodes.Status409Conflict, null, "The account of this opportunity has not been evaluated yet.",
        "Ask the credit team to link the account to its ERP customer (field ERP Customer Keys).");

    /// <summary>The deal is not one that is checked.</summary>
    public static readonly CheckAnswer NotChecked = new(StatusCodes.Status409Conflict, null, "This opportunity is not checked: it is closed, or it has no close date that counts.",
        "Only open opportunities are checked. Ask the credit team if this one is open.");

    /// <summary>The CRM could not be read.</summary>
    public static readonly CheckAnswer Unreadable = new(StatusCodes.Status503ServiceUnavailable, null, "The service could not read Salesforce just now, so the answer would not be about the deal as it is.",
        "Ask again in a minute. The last result is on the opportunity. The status page of the service says what is wrong.");

    /// <summary>The cycle failed or takes too long.</summary>
    public static readonly CheckAnswer Busy = new(StatusCodes.Status503ServiceUnavailable, null, "The check has not ended in time.",
        "Ask again in a minute; the result also appears on the opportunity by itself.");
}
