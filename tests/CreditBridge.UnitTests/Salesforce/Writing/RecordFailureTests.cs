using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Writing;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Writing;

/// <summary>Every code that orgs have been seen to answer a write with, and what it means for the record.</summary>
public sealed class RecordFailureTests
{
    [Theory]
    [InlineData("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: 001XXXXXXXXXXXXXX", FailureKind.Transient)]
    [InlineData("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", FailureKind.Transient)]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Held accounts need a reason", FailureKind.RecordRejected)]
    [InlineData("REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", FailureKind.RecordRejected)]
    [InlineData("STRING_TOO_LONG", "Risk Band: data value too large: Very good (max length=5)", FailureKind.Configuration)]
    [InlineData("NUMBER_OUTSIDE_VALID_RANGE", "Credit Score: value outside of valid range on numeric field: 12345678", FailureKind.Configuration)]
    [InlineData("INVALID_TYPE_ON_FIELD_IN_RECORD", "Credit Score: value not of required type: high", FailureKind.Configuration)]
    [InlineData("FIELD_INTEGRITY_EXCEPTION", "field integrity exception", FailureKind.Configuration)]
    [InlineData("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Race: bad value for restricted picklist field: A", FailureKind.Configuration)]
    [InlineData("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Risk_Band__c. Please check the security settings of this field", FailureKind.Configuration)]
    [InlineData("INVALID_FIELD", "No such column 'foo' on sobject of type Account", FailureKind.Configuration)]
    [InlineData("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", FailureKind.Configuration)]
    [InlineData("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights on cross-reference id", FailureKind.Configuration)]
    [InlineData("TRANSFER_REQUIRES_READ", "the new owner must have read access", FailureKind.Configuration)]
    [InlineData("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", FailureKind.RecordRejected)]
    [InlineData("ENTITY_IS_DELETED", "entity is deleted", FailureKind.RecordRejected)]
    [InlineData("NOT_FOUND", "The requested resource does not exist", FailureKind.RecordRejected)]
    [InlineData("MALFORMED_ID", "Account ID: id value of incorrect type: 001900K0001pPuOAAU", FailureKind.RecordRejected)]
    [InlineData("DUPLICATE_VALUE", "duplicate value found: X__c duplicates value on record with id: 0018M000003uKqq", FailureKind.RecordRejected)]
    [InlineData("DUPLICATES_DETECTED", "Use one of these records?", FailureKind.RecordRejected)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: execution of BeforeUpdate caused by: oops", FailureKind.RecordRejected)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: caused by: UNABLE_TO_LOCK_ROW", FailureKind.Transient)]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "pkg.Trigger: System.LimitException: Apex CPU time limit exceeded", FailureKind.Transient)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because a process failed", FailureKind.RecordRejected)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "Apex CPU time limit exceeded", FailureKind.Transient)]
    [InlineData("ENTITY_IS_LOCKED", "the entity is locked for editing", FailureKind.Transient)]
    [InlineData("JSON_PARSER_ERROR", "Cannot deserialize instance of date from VALUE_STRING value", FailureKind.Configuration)]
    [InlineData("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid", FailureKind.Transient)]
    [InlineData("PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.", FailureKind.Transient)]
    [InlineData("TXN_SECURITY_METERING_ERROR", "took too long", FailureKind.Configuration)]
    [InlineData("ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE", "entity failed if last modified on update", FailureKind.Transient)]
    [InlineData("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", FailureKind.Throttled)]
    [InlineData("SERVER_UNAVAILABLE", "down", FailureKind.Transient)]
    [InlineData("A_CODE_OF_TOMORROW", "hm", FailureKind.RecordRejected)]
    public void Code_HasAClass_AndQuotesTheOrg(string code, string message, FailureKind kind)
    {
        var failure = RecordFailures.Of(new ApiError(code, message.TrimEnd('.')));

        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(message.TrimEnd('.'));
        failure.NextStep.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(412, null, "PRECONDITION_FAILED", FailureKind.Transient)]
    [InlineData(404, "ENTITY_IS_DELETED", "ENTITY_IS_DELETED", FailureKind.RecordRejected)]
    [InlineData(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "FIELD_CUSTOM_VALIDATION_EXCEPTION", FailureKind.RecordRejected)]
    [InlineData(403, "INSUFFICIENT_ACCESS_OR_READONLY", "INSUFFICIENT_ACCESS_OR_READONLY", FailureKind.Configuration)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "REQUEST_LIMIT_EXCEEDED", FailureKind.Throttled)]
    [InlineData(503, "SERVER_UNAVAILABLE", "SERVER_UNAVAILABLE", FailureKind.Transient)]
    [InlineData(503, null, null, FailureKind.Transient)]
    [InlineData(401, "INVALID_SESSION_ID", "INVALID_SESSION_ID", FailureKind.Authentication)]
    public void Answer_OnASingleRow_HasTheSameClass(int status, string? code, string? stated, FailureKind kind)
    {
        var failure = RecordFailures.Of(new ErrorAnswer((HttpStatusCode)status, code is null ? [] : [new ApiError(code, "text")]));

        (failure.Kind, failure.Code).ShouldBe((kind, stated));
    }
}
