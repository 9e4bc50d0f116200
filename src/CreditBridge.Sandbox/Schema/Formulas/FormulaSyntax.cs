namespace CreditBridge.Sandbox.Schema.Formulas;

/// <summary>A part of a formula: a literal, a field, a call or an operation (operators are calls by their symbol).</summary>
internal abstract record FormulaNode;

/// <summary>A text, a number, TRUE, FALSE or NULL.</summary>
internal sealed record FormulaLiteral(object? Value) : FormulaNode;

/// <summary>A field of the record, of a parent (<c>Account.Name</c>), or a global such as <c>$Permission.Name</c>.</summary>
internal sealed record FormulaField(string Path) : FormulaNode;

/// <summary>A function or an operator with its arguments.</summary>
internal sealed record FormulaCall(string Name, IReadOnlyList<FormulaNode> Arguments) : FormulaNode;

/// <summary>A formula that the sandbox cannot read; the message says what and where.</summary>
internal sealed class FormulaException(string message) : Exception(message);
