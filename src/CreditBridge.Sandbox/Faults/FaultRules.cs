using CreditBridge.Sandbox.Soql;

namespace CreditBridge.Sandbox.Faults;

/// <summary>What each kind of fault needs.</summary>
internal static class FaultRules
{
    public static void Check(FaultRule rule)
    {
        var problem = rule switch
        {
            { Kind: FaultKind.LateCommit or FaultKind.Latency or FaultKind.ClockSkew, Delay.Ticks: 0 } => "a delay",
            { Kind: FaultKind.ShortPages or FaultKind.ShortChildPages, Size: null or < 1 } => "a size of at least 1",
            { Kind: FaultKind.HiddenField, Object: null } or { Kind: FaultKind.HiddenField, Field: null } => "an object and a field",
            { Kind: FaultKind.RecordError, Code: null } => "a code",
            { Kind: FaultKind.ErrorResponse, Code: null } => "a code",
            { Kind: FaultKind.ValidationRule, When: null } or { Kind: FaultKind.ValidationRule, Object: null } => "an object and a condition (when)",
            { Kind: FaultKind.LimitInfoSuffix, Message: null } => "a message",
            { Times: < 1 } => "times of at least 1, or none",
            { Probability: < 0 or > 1 } => "a probability between 0 and 1",
            _ => null,
        };
        if (problem is not null) throw new ArgumentException($"A {rule.Kind} fault needs {problem}.", nameof(rule));
        if (rule.When is null) return;
        try
        {
            SoqlParser.ParseCondition(rule.When);
        }
        catch (SoqlException error)
        {
            throw new ArgumentException($"The condition '{rule.When}' is not SOQL: {error.Message}", nameof(rule));
        }
    }
}
