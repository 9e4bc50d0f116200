using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation;

/// <summary>Collects the notes of one evaluation. Expressions that gave nothing are put into words only at the end, for the decision that is kept.</summary>
internal sealed class NoteList
{
    private readonly List<DecisionNote> _notes = [];
    private readonly List<(Expression Expression, bool DividedByZero)> _withoutResult = [];

    /// <summary>Adds a note, once.</summary>
    public void Add(string code, string text)
    {
        var note = new DecisionNote(code, text);
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>An expression gave nothing, and somebody needed it.</summary>
    public void NoResult(Expression expression, bool dividedByZero)
    {
        foreach (var (known, _) in _withoutResult)
        {
            if (ReferenceEquals(known, expression))
                return;
        }

        _withoutResult.Add((expression, dividedByZero));
    }

    /// <summary>All notes, in the order of their codes and texts.</summary>
    public IReadOnlyList<DecisionNote> InOrder(Situation situation)
    {
        if (_notes.Count == 0 && _withoutResult.Count == 0)
            return [];
        foreach (var (expression, dividedByZero) in _withoutResult)
            Describe(expression, dividedByZero, situation);
        _notes.Sort((a, b) => string.CompareOrdinal(a.Code, b.Code) is var byCode and not 0 ? byCode : string.CompareOrdinal(a.Text, b.Text));
        return _notes.ToArray();
    }

    private void Describe(Expression expression, bool dividedByZero, Situation situation)
    {
        var what = expression.Where.Length > 0 ? $"{expression.Where}: " : "";
        if (dividedByZero)
        {
            Add("division_by_zero", $"{what}'{expression.Text}' divides by zero and gives nothing.");
            return;
        }

        var missing = expression.Inputs.Where(i => situation.Peek(i).IsMissing).Select(i => Name(i, situation)).ToList();
        if (missing.Count > 0)
            Add("input_missing", $"{what}'{expression.Text}' cannot be told without {string.Join(", ", missing)}.");
        else
            Add("no_result", $"{what}'{expression.Text}' has no result with the values of today.");
    }

    /// <summary>The input and, when the policy defines it, the inputs whose absence is behind it.</summary>
    public static string Name(CreditInput input, Situation situation)
    {
        var behind = new List<string>();
        Collect(input, situation, behind, 0);
        return behind.Count > 0 && behind[0] != input.Name ? $"{input.Name} (for want of {string.Join(", ", behind)})" : input.Name;
    }

    private static void Collect(CreditInput input, Situation situation, List<string> behind, int depth)
    {
        var any = false;
        foreach (var used in input.Uses)
        {
            if (depth < 20 && situation.Peek(used).IsMissing)
            {
                any = true;
                Collect(used, situation, behind, depth + 1);
            }
        }

        if (!any && !behind.Contains(input.Name))
            behind.Add(input.Name);
    }
}
