using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Tables;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "inputs": inputs that the policy defines itself. Each may use the catalogue and the definitions above it.</summary>
internal static class InputSection
{
    private const int LongestName = 60;
    private const int MostDefinitions = 500;

    private static readonly string[] Kinds = ["attribute", "formula", "table", "matrix", "bureau", "signal"];

    public static void Read(SectionReader document)
    {
        var sections = document.Sections("inputs");
        if (sections.Count > MostDefinitions)
            document.Error("inputs", $"There are {sections.Count} definitions here; at most {MostDefinitions} are possible.");
        var names = sections.Select(s => (s.Map.Entries.FirstOrDefault(e => e.Key.Value == "name")?.Value as PolicyText)?.Value).OfType<string>().ToList();
        document.Inputs.Announce(names);
        foreach (var section in sections.Take(MostDefinitions))
            Define(section);
        document.Inputs.Announce([]);
    }

    private static void Define(SectionReader section)
    {
        var problemsBefore = section.Problems.Count;
        var name = Name(section);
        var meaning = section.Text("meaning");
        var unit = section.Choice<InputUnit>("unit");
        var kind = Kind(section);
        var definition = kind switch
        {
            "attribute" => Attribute(section, unit),
            "formula" => Formula(section, unit),
            "table" or "matrix" => Table(section, kind, unit),
            "bureau" => Bureau(section),
            "signal" => Signal(section, unit),
            "" => null,
            _ => Given(section, unit),
        };
        var bounds = (Lowest: section.Number("lowest", -1e15m, 1e15m), Highest: section.Number("highest", -1e15m, 1e15m));
        if (bounds is { Lowest: { } low, Highest: { } high } && low > high)
            section.Error("highest", "The highest value has to be at or above the lowest.");
        var forSales = section.Flag("for_sales", false);
        section.Close();
        if (definition is null || section.Problems.Count > problemsBefore)
        {
            section.Inputs.AddBroken(name);
            return;
        }

        if (!definition.IsNumeric && (bounds.Lowest is not null || bounds.Highest is not null))
            section.Error(bounds.Lowest is not null ? "lowest" : "highest", "Only numbers have bounds.");
        if (unit is { } declared && TermTypes.Of(declared) == TermTypes.Of(definition.Unit))
            definition = definition with { Unit = declared };
        else if (unit is not null)
            section.Error("unit", $"This gives {Word(definition.Unit)}, not {Word(unit.Value)}. Leave 'unit' out, or choose {Word(definition.Unit)}.", Word(definition.Unit));
        var read = definition.Read;
        section.Inputs.Add(definition with
        {
            Name = name,
            Meaning = meaning ?? definition.Meaning,
            ForSales = forSales,
            Source = InputSource.Policy,
            Stage = definition.Uses.Select(u => u.Stage).DefaultIfEmpty().Max(),
            Lowest = bounds.Lowest ?? definition.Lowest,
            Highest = bounds.Highest ?? definition.Highest,
            Read = bounds.Lowest is null && bounds.Highest is null ? read : s => Within(bounds, read(s), name, definition.Unit, s),
        });
    }

    private static string Name(SectionReader section)
    {
        var name = section.RequiredText("name", "the name of the input: lower case, digits and underscores");
        if (name.Length == 0)
            return name;
        if (name.Length > LongestName || !char.IsAsciiLetterLower(name[0]) || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'))
            section.Error("name", $"'{name}' has to begin with a letter and have at most {LongestName} lower-case letters, digits and '_'.", Suggested(name));
        else if (InputCatalogue.TryGet(name, out _))
            section.Error("name", $"'{name}' is an input of the catalogue already ('creditbridge inputs {name}' says what it is). Choose another name, or use that one.");
        else if (FunctionCatalogue.IsWord(name) || FunctionCatalogue.Names.Contains(name))
            section.Error("name", $"'{name}' is a word of formulas. Choose another name.");
        else if (section.Inputs.TryGet(name, out _) || section.Inputs.IsBroken(name))
            section.Error("name", $"'{name}' is defined a second time; names have to differ.");
        return name;
    }

    private static string? Suggested(string name)
    {
        var suggested = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '_')]).Trim('_');
        return suggested.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(suggested[0]) ? suggested : null;
    }

    // "given" when nothing says where it comes from, "" when too much does.
    private static string Kind(SectionReader section)
    {
        var kinds = Kinds.Where(section.Has).ToList();
        if (kinds.Count > 1)
            section.Error(kinds[1], $"An input has one origin, and there are {string.Join(" and ", kinds)}.");
        return kinds.Count switch { 0 => "given", 1 => kinds[0], _ => "" };
    }

    private static CreditInput? Attribute(SectionReader section, InputUnit? unit)
    {
        if (section.Text("attribute") is not { Length: > 0 } attribute)
            return null;
        var pick = new AttributePick(attribute, unit ?? InputUnit.Text);
        return Input(pick.Unit, $"The attribute '{attribute}'.", $"Attribute '{attribute}' of the account, else of its ERP customers, as the connection's mapping delivers it.", "no mapping delivers it, or it cannot be read", pick.Read);
    }

    private static CreditInput? Formula(SectionReader section, InputUnit? unit) =>
        section.Expression("formula", InputStage.Hold, unit is { } declared ? TermTypes.Of(declared) : null) is { } formula
            ? Input(unit ?? UnitOf(formula.Type), $"The formula '{formula.Text}'.", formula.Text, "one of its parts is missing, or it has no result", formula.ReadAsPart) with { Uses = formula.Inputs, Definition = formula }
            : null;

    private static CreditInput? Table(SectionReader section, string key, InputUnit? unit)
    {
        if (section.Section(key, null) is not { } inner)
            return null;
        ExpressionType? type = unit is { } declared ? TermTypes.Of(declared) : null;
        var table = key == "table" ? TableReader.Table(inner, InputStage.Hold, type, section.Where(key)) : TableReader.Matrix(inner, InputStage.Hold, type, section.Where(key));
        inner.Close();
        if (table is null)
            return null;
        var by = string.Join(" and ", table.Keys.Select(k => k.Text));
        var (lowest, highest) = Bounds(table);
        return Input(unit ?? UnitOf(table.Values.First().Type), $"The table by {by}.", $"Looked up by {by} in the policy.", table.WhenMissing is null ? $"{by} is missing" : "its value is", table.Read) with
        {
            Uses = table.Inputs,
            Definition = table,
            Lowest = lowest,
            Highest = highest,
        };
    }

    // Plain numbers only: amounts change with the rate of the day.
    private static (decimal?, decimal?) Bounds(LookupTable table)
    {
        var all = table.Values.Select(e => e.Literal).ToList();
        return all.TrueForAll(n => n is not null) ? (all.Min(), all.Max()) : (null, null);
    }

    private static CreditInput? Bureau(SectionReader section)
    {
        if (section.Section("bureau", null) is not { } inner)
            return null;
        var pick = new BureauPick(inner.Choice<BureauField>("field") ?? BureauField.Score)
        {
            Provider = inner.Text("provider"),
            ScoreName = inner.Text("score"),
            OldestDays = inner.Integer("oldest_days", 1, 36_500),
            Of = inner.Choice<BureauChoice>("of") ?? BureauChoice.Newest,
            Code = inner.Text("code"),
        };
        if (pick.Field == BureauField.HasCode && string.IsNullOrWhiteSpace(pick.Code))
            inner.Error("field", "It is not said which code is meant: write 'code: bankruptcy', as the mapping of the bureau calls it.");
        if (pick.Field != BureauField.HasCode && pick.Code is not null)
            inner.Error("code", "A code is asked for with 'field: has_code' only.", "field: has_code");
        if (pick is { Of: BureauChoice.Mean, Field: BureauField.HasOpinion or BureauField.HasCode })
            inner.Error("of", "Yes and no have no mean. Take 'of: best', 'of: worst', or leave it out.", "best");
        if (pick.Of != BureauChoice.Newest && !BureauPick.CanCompare(pick.Field))
            inner.Error("of", $"Which {Word(pick.Field)} is the worst or the best cannot be told: scales differ between bureaus. Take 'field: risk_class'.", "risk_class");
        inner.Close();
        var unit = pick.Field switch
        {
            BureauField.Score => InputUnit.Points,
            BureauField.Rating => InputUnit.Text,
            BureauField.FailurePercent or BureauField.BadRatePercent => InputUnit.Percent,
            BureauField.RecommendedLimit => InputUnit.Amount,
            BureauField.HasOpinion or BureauField.HasCode => InputUnit.Flag,
            BureauField.DaysBeyondTerms or BureauField.AgeDays => InputUnit.Days,
            _ => InputUnit.Count,
        };
        var whose = pick.Provider ?? "any bureau";
        var which = pick.Of switch
        {
            BureauChoice.Newest => "the newest report",
            BureauChoice.Mean => "the newest reports of each score (their mean)",
            _ => $"the newest reports of each score (the {Word(pick.Of)})",
        };
        return Input(unit, $"From {which} of {whose}.", $"Field {Word(pick.Field)}{(pick.Code is { } code ? $" '{code}'" : "")} of {which} of {whose}{(pick.ScoreName is null ? "" : $" about '{pick.ScoreName}'")}{(pick.OldestDays is { } d ? $", at most {d} days old" : "")}.",
            "there is no such report, or it does not state it", pick.Read) with
        {
            Definition = pick,
        };
    }

    private static CreditInput? Signal(SectionReader section, InputUnit? unit)
    {
        if (section.Section("signal", null) is not { } inner)
            return null;
        var types = inner.OneOrMore("type");
        var pick = new SignalPick(inner.Integer("within_days", 1, 36_500, 365)) { Types = types, AtLeast = inner.Choice<SignalSeverity>("severity") ?? SignalSeverity.Information };
        inner.Close();
        var computed = $"Events{(types.Count > 0 ? $" of type {string.Join(" or ", types)}" : "")} of the last {pick.WithinDays} days.";
        return (unit == InputUnit.Count
            ? Input(InputUnit.Count, "How many events there were.", computed, "never", s => Reading.Of((decimal)pick.Count(s))) with { Lowest = 0m }
            : Input(InputUnit.Flag, "Whether there was an event.", computed, "never", s => Reading.Of(pick.Count(s) > 0))) with { Definition = pick };
    }

    private static CreditInput? Given(SectionReader section, InputUnit? unit)
    {
        section.Require("unit", "what the input is measured in; or say where it comes from: " + string.Join(", ", Kinds));
        return unit is null ? null : Input(unit.Value, "Given from outside.", "Given by an example or a question; no source delivers it.", "nobody gives it", _ => Reading.Missing);
    }

    private static CreditInput Input(InputUnit unit, string meaning, string computed, string missingWhen, Func<Situation, Reading> read) => new("", unit, meaning, computed, missingWhen) { Read = read };

    private static Reading Within((decimal? Lowest, decimal? Highest) bounds, Reading reading, string name, InputUnit unit, Situation situation)
    {
        if (reading.Number is not { } number)
            return reading;
        var plain = unit == InputUnit.Amount ? situation.ToPolicy(number) : number;
        if (plain is { } inPolicy && !(inPolicy < bounds.Lowest) && !(inPolicy > bounds.Highest))
            return reading;
        var expected = bounds switch
        {
            ({ } low, { } high) => $"from {SectionReader.Plain(low)} to {SectionReader.Plain(high)}",
            ({ } low, null) => $"at least {SectionReader.Plain(low)}",
            _ => $"at most {SectionReader.Plain(bounds.Highest ?? 0m)}",
        };
        situation.Note("input_out_of_bounds", $"'{name}' would be {SectionReader.Plain(number)}, and the policy expects {expected}: it counts as missing. Check the source, or the bounds in the policy.");
        return Reading.Missing;
    }

    private static InputUnit UnitOf(ExpressionType type) => type switch
    {
        ExpressionType.Amount => InputUnit.Amount,
        ExpressionType.Condition => InputUnit.Flag,
        ExpressionType.Text => InputUnit.Text,
        _ => InputUnit.Number,
    };

    private static string Word<T>(T value)
        where T : struct, Enum => SectionReader.Word(value.ToString());
}
