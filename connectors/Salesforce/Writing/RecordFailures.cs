using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;
using static CreditBridge.Abstractions.Failures.FailureKind;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>What it means that Salesforce did not write one record, and what a person can do about it.</summary>
internal static class RecordFailures
{
    private const string Permission = "Assign permission set CreditBridge_Integration to the integration user";

    /// <summary>Whether the org may be refusing a field for every record, not only for this one.</summary>
    public static bool ConcernsField(Failure failure) =>
        (failure.Code is "INVALID_FIELD_FOR_INSERT_UPDATE" or "INVALID_FIELD" && failure.Kind == Configuration) || OwnRecordFailures.ConcernsObject(failure);

    /// <summary>Whether somebody else held the record.</summary>
    public static bool IsLock(Failure failure) => failure.Code == "UNABLE_TO_LOCK_ROW" || failure.Message.Contains("UNABLE_TO_LOCK_ROW", StringComparison.Ordinal);

    /// <summary>Whether the org's own automation ran out of time, which fewer records at once may cure.</summary>
    public static bool IsExhausted(Failure failure) => failure.Kind == Transient && failure.Message.Contains("CPU time limit", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the record may be gone.</summary>
    public static bool MayBeGone(Failure failure) => failure.Code is "ENTITY_IS_DELETED" or "INVALID_CROSS_REFERENCE_KEY" or "NOT_FOUND";

    /// <summary>Why a request on one record failed.</summary>
    /// <param name="answer">What the org said.</param>
    /// <param name="write">What was to be written; null for a record that the org has already.</param>
    public static Failure Of(ErrorAnswer answer, FieldWrite? write = null)
    {
        if (answer.Status == System.Net.HttpStatusCode.PreconditionFailed)
        {
            return new Failure(Transient, "Somebody changed the record after it was read, so it was not written over.", "Nothing to do; it is read and looked at again first.")
            {
                Code = "PRECONDITION_FAILED",
            };
        }

        return answer.Errors.Count == 0 || answer.IsDailyLimit || (int)answer.Status >= 500 || answer.Status == System.Net.HttpStatusCode.Unauthorized
            ? answer.ToFailure() : write is null ? Of(answer.Errors[0]) : Of(answer.Errors[0], write);
    }

    /// <summary>The failure behind an error about a write.</summary>
    public static Failure Of(ApiError error, FieldWrite write) => write.Target.IsOurs ? OwnRecordFailures.Of(error, write) : Of(error);

    /// <summary>The failure behind an error.</summary>
    public static Failure Of(ApiError error)
    {
        var (kind, message, nextStep) = Explain(error);
        var quoted = error.Message.Length > 0 ? $" Salesforce says: {error.Message}." : "";
        return new Failure(kind, message + quoted, nextStep) { Code = error.Code, Fields = error.Fields };
    }

    private static (FailureKind Kind, string Message, string NextStep) Explain(ApiError error)
    {
        var fields = error.Fields.Count > 0 ? string.Join(", ", error.Fields) : "a field";
        return error.Code switch
        {
            "UNABLE_TO_LOCK_ROW" => (Transient, "Somebody else was changing the record, or a record above it, at the same time.", "Nothing to do; it is written again."),
            "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION" or "INTERNAL_ERROR" or "ALL_OR_NONE_OPERATION_ROLLED_BACK" or "PROCESSING_HALTED" or "QUERY_TIMEOUT" or "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE" =>
                (Transient, "The org could not write the record just now.", "Nothing to do; it is written again."),
            "REQUEST_LIMIT_EXCEEDED" or "LIMIT_EXCEEDED" => (Throttled, "A limit of the org was reached.", "Nothing to do; it is written again later."),
            "ENTITY_IS_LOCKED" => (Transient, "The record is locked, usually by an approval.", "Nothing to do: it is written again when the approval ends. To write during approvals, let the integration user edit locked records."),
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "APEX_ERROR" or "CANNOT_EXECUTE_FLOW_TRIGGER" when WrapsPassingFault(error.Message) =>
                (Transient, "The org's own automation failed on a lock or a limit.", "Nothing to do; it is written again. If it repeats, ask the owner of the trigger or flow named below."),
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "APEX_ERROR" or "CANNOT_EXECUTE_FLOW_TRIGGER" =>
                (RecordRejected, "The org's own automation (a trigger or a flow) stops the change.", "Ask the owner of the trigger or flow that the text names."),
            "FIELD_CUSTOM_VALIDATION_EXCEPTION" => (RecordRejected, "A validation rule of the org stops the change.", "Correct the record, or exempt the integration user from the rule."),
            "REQUIRED_FIELD_MISSING" => (RecordRejected, $"The org requires {fields}, which is empty on the record.", "Fill it on the record in Salesforce."),
            "STRING_TOO_LONG" => (Configuration, $"The text is longer than {fields} takes.", "Lengthen the field in Salesforce to what deploy/salesforce defines."),
            "NUMBER_OUTSIDE_VALID_RANGE" => (Configuration, $"The number does not fit into {fields}.", "Give the field the digits that deploy/salesforce defines."),
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" => (Configuration, $"{Capital(fields)} is a restricted picklist without this value.", "Add the value to the picklist in Setup, or make it unrestricted."),
            "INVALID_TYPE_ON_FIELD_IN_RECORD" or "JSON_PARSER_ERROR" or "FIELD_INTEGRITY_EXCEPTION" =>
                (Configuration, $"{Capital(fields)} does not take this kind of value.", "Run 'creditbridge check' and map the credit field to a field of the right type."),
            "INVALID_FIELD_FOR_INSERT_UPDATE" or "INVALID_FIELD" => (Configuration, $"{Capital(fields)} is not deployed, or the integration user may not write it.",
                $"Deploy deploy/salesforce. {Permission}."),
            "INSUFFICIENT_ACCESS_OR_READONLY" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" or "CANNOT_UPDATE_CONVERTED_LEAD" or "TRANSFER_REQUIRES_READ" =>
                (Configuration, "The integration user may not change this record.", $"{Permission}; sharing must let it edit all accounts and opportunities."),
            "TXN_SECURITY_METERING_ERROR" => (Configuration, "A transaction security policy of the org stops the change.", "Exempt the integration user from the policy."),
            "ENTITY_IS_DELETED" or "INVALID_CROSS_REFERENCE_KEY" or "NOT_FOUND" =>
                (RecordRejected, "The record no longer exists, was merged into another, or is hidden from the integration user.", "Nothing to do if it was deleted or merged: the next poll learns it. Otherwise share it with the integration user."),
            "MALFORMED_ID" => (RecordRejected, "The record's id is not one of this object.", "Check that all data comes from the org that is written to."),
            "DUPLICATE_VALUE" => (RecordRejected, $"Another record has the same value in {fields}, which must be unique.", "Make the field not unique; credit fields repeat by nature."),
            "DUPLICATES_DETECTED" => (RecordRejected, "A duplicate rule of the org stops the change.", "Resolve the duplicate in Salesforce, or set the rule to allow edits by the integration user."),
            _ => (RecordRejected, "Salesforce refuses the change.", "See what Salesforce says; correct the record or the org's setup."),
        };
    }

    private static bool WrapsPassingFault(string text) =>
        text.Contains("UNABLE_TO_LOCK_ROW", StringComparison.Ordinal) || text.Contains("LimitException", StringComparison.Ordinal)
        || text.Contains("CPU time limit", StringComparison.OrdinalIgnoreCase) || text.Contains("unable to obtain exclusive access", StringComparison.OrdinalIgnoreCase);

    private static string Capital(string text) => text == "a field" ? "A field" : text;
}
