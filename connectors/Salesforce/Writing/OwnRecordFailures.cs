using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;
using static CreditBridge.Abstractions.Failures.FailureKind;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>What errors mean for records that we create ourselves, where it differs: they are found by our key, and they refer to records of others.</summary>
internal static class OwnRecordFailures
{
    /// <summary>Attempts after which a review that is not there is taken for deleted.</summary>
    private const int MostWaiting = 3;

    private const string NoObject = "OBJECT_NOT_FOUND";

    /// <summary>Whether the object, or its external id, seems not to be in the org.</summary>
    public static bool ConcernsObject(Failure failure) => failure.Code == NoObject;

    /// <summary>Whether the owner that was asked for may be the reason.</summary>
    public static bool MayBeOwner(Failure failure, FieldWrite write) =>
        write.Target.IsOurs && write.Values.TryGetValue(CreditFields.Review.Owner, out var owner) && !owner.IsEmpty
        && failure.Code is "INACTIVE_OWNER_OR_USER" or "OP_WITH_INVALID_USER_TYPE_EXCEPTION" or "INVALID_CROSS_REFERENCE_KEY" or "TRANSFER_REQUIRES_READ" or "MALFORMED_ID" or "ENTITY_IS_DELETED";

    /// <summary>The failure of a whole Collection.</summary>
    public static Failure OfWhole(Failure failure, FieldWrite write) => failure.Code is "NOT_FOUND" or "INVALID_TYPE"
        ? new Failure(Configuration, $"The object of {Name(write)} records, or the field of its key, is not there for the integration user.",
            "Deploy the present deploy/salesforce and assign permission set CreditBridge_Integration; or set option Reviews:Enabled to false.") { Code = NoObject }
        : failure;

    /// <summary>The failure behind an error.</summary>
    public static Failure Of(ApiError error, FieldWrite write)
    {
        if (Explain(error, write) is not { } explained)
            return RecordFailures.Of(error);
        var quoted = error.Message.Length > 0 ? $" Salesforce says: {error.Message}." : "";
        return new Failure(explained.Kind, explained.Message + quoted, explained.NextStep) { Code = explained.Code ?? error.Code, Fields = error.Fields };
    }

    private static (FailureKind Kind, string Message, string NextStep, string? Code)? Explain(ApiError error, FieldWrite write) => error.Code switch
    {
        "INVALID_FIELD" when error.Message.Contains("Foreign key external ID", StringComparison.OrdinalIgnoreCase) => write.EarlierAttempts < MostWaiting
            ? (Transient, "The review that it belongs to is not in the org yet.", "Nothing to do; it is written again after the review.", null)
            : (RecordRejected, "The review that it belongs to is not in the org; it was probably deleted.", "Nothing to do: a review that is still needed is created again, with its documents.", null),
        "DUPLICATE_VALUE" when error.Message.Contains("Duplicate external id", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase) =>
            (Transient, "It was created by somebody else at the same moment.", "Nothing to do; it is written again and then found.", null),
        "DUPLICATE_EXTERNAL_ID" => (RecordRejected, "Several records have our key, so that nobody knows which one is meant.", "Delete all but one of them in Salesforce, and mark the key field as unique.", null),
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" when error.Message.Contains("cannot be inserted", StringComparison.OrdinalIgnoreCase) =>
            (Configuration, $"The integration user may not create {Name(write)} records.", "Assign permission set CreditBridge_Integration to the integration user.", null),
        "NOT_FOUND" or "INVALID_TYPE" => (Configuration, $"The object of {Name(write)} records is not there for the integration user.",
            "Deploy the present deploy/salesforce and assign permission set CreditBridge_Integration; or set option Reviews:Enabled to false.", NoObject),
        "INVALID_CROSS_REFERENCE_KEY" => (RecordRejected, "Something that it refers to no longer exists: its account, its deal or its owner.", "Nothing to do if that was deleted or merged: the next poll learns it.", null),
        "ENTITY_IS_DELETED" => (RecordRejected, "The record, or something that it refers to, is in the recycle bin.", "Nothing to do if that was meant; otherwise restore it in Salesforce.", null),
        "INACTIVE_OWNER_OR_USER" => (RecordRejected, "The user whom it is given to is not active.", "Give the work to somebody else, in the policy's routing.", null),
        _ => null,
    };

    private static string Name(FieldWrite write) => write.Target.Kind.ToString();
}
