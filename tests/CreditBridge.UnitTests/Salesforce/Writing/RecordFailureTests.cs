using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Writing;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Failures.FailureKind;

namespace CreditBridge.UnitTests.Salesforce.Writing;

/// <summary>Every code that orgs have been seen to answer a write with, and what it means for the record.</summary>
public sealed class RecordFailureTests
{
    [Theory]
    [InlineData("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: 001XXXXXXXXXXXXXX", Transient)]
    [InlineData("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", Transient)]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Held accounts need a reason", RecordRejected)]
    [InlineData("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", RecordRejected)]
    [InlineData("STRING_TOO_LONG", "Risk Band: data value too large: Very good (max length=5)", Configuration)]
    [InlineData("NUMBER_OUTSIDE_VALID_RANGE", "Credit Score: value outside of valid range on numeric field: 12345678", Configuration)]
    [InlineData("INVALID_TYPE_ON_FIELD_IN_RECORD", "Credit Score: value not of required type: high", Configuration)]
    [InlineData("FIELD_INTEGRITY_EXCEPTION", "field integrity exception", Configuration)]
    [InlineData("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Race: bad value for restricted picklist field: A", Configuration)]
    [InlineData("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Risk_Band__c. Please check the security settings of this field", Configuration)]
    [InlineData("INVALID_FIELD", "No such column 'foo' on sobject of type Account", Configuration)]
    [InlineData("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", Configuration)]
    [InlineData("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights on cross-reference id", Configuration)]
    [InlineData("TRANSFER_REQUIRES_READ", "the new owner must have read access", Configuration)]
    [InlineData("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", RecordRejected)]
    [InlineData("ENTITY_IS_DELETED", "entity is deleted", RecordRejected)]
    [InlineData("NOT_FOUND", "The requested resource does not exist", RecordRejected)]
    [InlineData("MALFORMED_ID", "Account ID: id value of incorrect type: 001900K0001pPuOAAU", RecordRejected)]
    [InlineData("DUPLICATE_VALUE", "duplicate value found: X__c duplicates value on record with id: 0018M000003uKqq", RecordRejected)]
    [InlineData("DUPLICATES_DETECTED", "Use one of these records?", RecordRejected)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: execution of BeforeUpdate caused by: oops", RecordRejected)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: caused by: UNABLE_TO_LOCK_ROW", Transient)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: System.LimitException: Apex CPU time limit exceeded", Transient)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because a process failed", RecordRejected)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "Apex CPU time limit exceeded", Transient)]
    [InlineData("ENTITY_IS_LOCKED", "the entity is locked for editing", Transient)]
    [InlineData("JSON_PARSER_ERROR", "Cannot deserialize instance of date from VALUE_STRING value", Configuration)]
    [InlineData("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid", Transient)]
    [InlineData("PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.", Transient)]
    [InlineData("TXN_SECURITY_METERING_ERROR", "took too long", Configuration)]
    [InlineData("ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE", "entity failed if last modified on update", Transient)]
    [InlineData("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", Throttled)]
    [InlineData("SERVER_UNAVAILABLE", "down", Transient)]
    [InlineData("A_CODE_OF_TOMORROW", "hm", RecordRejected)]
    public void Code_HasAClass_AndQuotesTheOrg(string code, string message, FailureKind kind)
    {
        var failure = RecordFailures.Of(new ApiError(code, message.TrimEnd('.')));

        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(message.TrimEnd('.'));
        failure.NextStep.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(412, null, "PRECONDITION_FAILED", Transient)]
    [InlineData(404, "ENTITY_IS_DELETED", "ENTITY_IS_DELETED", RecordRejected)]
    [InlineData(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "FIELD_CUSTOM_VALIDATION_EXCEPTION", RecordRejected)]
    [InlineData(403, "INSUFFICIENT_ACCESS_OR_READONLY", "INSUFFICIENT_ACCESS_OR_READONLY", Configuration)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "REQUEST_LIMIT_EXCEEDED", Throttled)]
    [InlineData(503, "SERVER_UNAVAILABLE", "SERVER_UNAVAILABLE", Transient)]
    [InlineData(503, null, null, Transient)]
    [InlineData(401, "INVALID_SESSION_ID", "INVALID_SESSION_ID", Authentication)]
    public void Answer_OnASingleRow_HasTheSameClass(int status, string? code, string? stated, FailureKind kind)
    {
        var failure = RecordFailures.Of(new ErrorAnswer((HttpStatusCode)status, code is null ? [] : [new ApiError(code, "text")]));

        (failure.Kind, failure.Code).ShouldBe((kind, stated));
    }
}
