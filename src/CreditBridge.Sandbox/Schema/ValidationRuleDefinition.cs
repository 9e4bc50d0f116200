using CreditBridge.Sandbox.Schema.Formulas;

namespace CreditBridge.Sandbox.Schema;

/// <summary>A deployed validation rule: a record for which the condition is met is refused with the message.</summary>
internal sealed record ValidationRuleDefinition(string Object, string Name, FormulaNode Condition, string Message, string? Field);
