using CreditBridge.Connectors.Salesforce.Bulk;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

public sealed class RowErrorTests
{
    [Theory]
    [InlineData("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [InlineData("STRING_TOO_LONG:Band: data value too large: x (max length=40):Risk_Band__c Credit_Trend__c --", "STRING_TOO_LONG", "Band: data value too large: x (max length=40)", "Risk_Band__c,Credit_Trend__c")]
    [InlineData("UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", "")]
    [InlineData("UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: 001XXXXXXXXXXXXXX:--", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: 001XXXXXXXXXXXXXX", "")]
    [InlineData("ENTITY_IS_DELETED:entity is deleted", "ENTITY_IS_DELETED", "entity is deleted", "")]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION:Ask credit: 030 1234", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Ask credit: 030 1234", "")]
    [InlineData("ENTITY_IS_DELETED", "ENTITY_IS_DELETED", "", "")]
    [InlineData("InvalidBatch : something else", "UNKNOWN", "InvalidBatch : something else", "")]
    [InlineData("", "UNKNOWN", "", "")]
    [InlineData(null, "UNKNOWN", "", "")]
    public void Text_OfAFailedRow_IsTakenApart(string? text, string code, string message, string fields)
    {
        var error = RowError.Parse(text);

        error.Code.ShouldBe(code);
        error.Message.ShouldBe(message);
        string.Join(',', error.Fields).ShouldBe(fields);
    }
}
