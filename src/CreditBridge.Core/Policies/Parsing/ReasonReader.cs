using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads what to say when something speaks against the customer: "reason" for credit, "customer", and "edifact".</summary>
internal static class ReasonReader
{
    private const int LastCode = 15;

    /// <summary>Reads the three keys; all of them may be absent.</summary>
    public static ReasonWords Read(SectionReader section, InputStage stage) =>
        new(section.Template("reason", stage, forSales: false), section.Template("customer", stage), section.Integer("edifact", 1, LastCode));
}
