using System.Collections.Frozen;

namespace CreditBridge.Sandbox.Schema.Formulas;

/// <summary>Evaluates formulas: the functions and operators that the shipped metadata uses, as the platform defines them.</summary>
internal static class FormulaFunctions
{
    public static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["IF", "CASE", "AND", "OR", "NOT", "ISBLANK", "ISPICKVAL", "ISNEW", "ISCHANGED", "PRIORVALUE", "TEXT", "IMAGE", "NOW", "TODAY"]);

    public static object? Evaluate(FormulaNode node, FormulaContext context) => node switch
    {
        FormulaLiteral literal => literal.Value,
        FormulaField { Path: var path } when path.StartsWith("$Permission.", StringComparison.OrdinalIgnoreCase) =>
            (context.HasPermission ?? throw Unknown("$Permission"))(path["$Permission.".Length..]),
        FormulaField field => context.Read(field.Path),
        FormulaCall call => Call(call, context),
        _ => throw Unknown(node.ToString()),
    };

    /// <summary>Whether a condition is met; an empty result is not.</summary>
    public static bool IsTrue(FormulaNode node, FormulaContext context) => Evaluate(node, context) is true;

    private static object? Call(FormulaCall call, FormulaContext context)
    {
        var arguments = call.Arguments;
        switch (call.Name)
        {
            case "IF": return Of(IsTrue(arguments[0], context) ? 1 : 2);
            case "CASE": return Case(arguments, context);
            case "AND" or "&&": return arguments.All(argument => IsTrue(argument, context));
            case "OR" or "||": return arguments.Any(argument => IsTrue(argument, context));
            case "NOT": return !IsTrue(arguments[0], context);
            case "ISBLANK": return Of(0) is null or "";
            case "ISPICKVAL": return Same(Of(0), Of(1));
            case "ISNEW": return context.IsNew;
            case "ISCHANGED": return !context.IsNew && !Same(Of(0), Prior(arguments[0], context));
            case "PRIORVALUE": return context.IsNew ? Of(0) : Prior(arguments[0], context);
            case "TEXT": return Of(0)?.ToString() ?? "";
            case "IMAGE": return $"<img src=\"{Of(0)}\" alt=\"{Of(1)}\" border=\"0\"/>";
            case "NOW": return context.Now;
            case "TODAY": return DateOnly.FromDateTime(context.Now.UtcDateTime);
            case "&": return $"{Of(0)}{Of(1)}";
            case "NEGATE": return -(Number(Of(0), context) ?? 0m);
            case "=": return Same(Of(0), Of(1));
            case "<>": return !Same(Of(0), Of(1));
            case "<" or "<=" or ">" or ">=": return Compare(call.Name, Of(0), Of(1), context);
            default: return Arithmetic(call.Name, Of(0), Of(1), context);
        }

        object? Of(int index) => Evaluate(arguments[index], context);
    }

    private static object? Case(IReadOnlyList<FormulaNode> arguments, FormulaContext context)
    {
        var value = Evaluate(arguments[0], context);
        for (var i = 1; i + 1 < arguments.Count; i += 2)
        {
            if (Same(value, Evaluate(arguments[i], context))) return Evaluate(arguments[i + 1], context);
        }

        return Evaluate(arguments[^1], context);
    }

    private static object? Prior(FormulaNode argument, FormulaContext context) => argument is FormulaField field && context.ReadPrior is { } read
        ? read(field.Path)
        : throw Unknown("ISCHANGED outside of a validation rule");

    /// <summary>Texts are equal letter by letter; an empty text is the same as none.</summary>
    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null or "", null or "") => true,
        (string a, string b) => a.Equals(b, StringComparison.Ordinal),
        _ => Equals(left, right),
    };

    private static bool Compare(string symbol, object? left, object? right, FormulaContext context)
    {
        if (context.BlankAsZero && (left is decimal || right is decimal)) (left, right) = (left ?? 0m, right ?? 0m);
        if (left is not IComparable comparable || right is null || left.GetType() != right.GetType()) return false;
        var order = left is string text ? string.CompareOrdinal(text, (string)right) : comparable.CompareTo(right);
        return symbol switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    // Days added to a moment or a day; otherwise numbers.
    private static object? Arithmetic(string symbol, object? left, object? right, FormulaContext context)
    {
        if (symbol == "+" && (left, right) is (string or null, string or null) and not (null, null)) return $"{left}{right}";
        if (left is DateTimeOffset moment && Number(right, context) is { } days) return symbol == "+" ? moment.AddDays((double)days) : moment.AddDays(-(double)days);
        if (left is DateOnly day && Number(right, context) is { } whole) return day.AddDays((int)(symbol == "+" ? whole : -whole));
        if (Number(left, context) is not { } a || Number(right, context) is not { } b) return null;
        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => b == 0 ? null : a / b,
            _ => throw Unknown(symbol),
        };
    }

    private static decimal? Number(object? value, FormulaContext context) => value as decimal? ?? (value is null && context.BlankAsZero ? 0m : null);

    private static FormulaException Unknown(string what) => new($"the sandbox cannot evaluate {what}");
}
