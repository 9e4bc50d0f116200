using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Grammar;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>
/// Reads the keys of one section. Every mistake is added to the problems and a stand-in value returned, so that reading goes on. What was asked for is what is
/// allowed: <see cref="Close"/> reports every other key.
/// </summary>
internal sealed class SectionReader(PolicyMap map, string path, ProblemList problems, InputScope inputs)
{
    private readonly List<string> _asked = [];
    private readonly List<(string Key, string Misspelt, string Meaning)> _misspelt = [];

    /// <summary>Where the section is in the document.</summary>
    public string Path => path;

    /// <summary>The section itself.</summary>
    public PolicyMap Map => map;

    public ProblemList Problems => problems;

    /// <summary>The inputs that may be used here.</summary>
    public InputScope Inputs => inputs;

    /// <summary>Path of a key of this section.</summary>
    public string At(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The value of a key; null when it is absent or empty.</summary>
    public PolicyNode? Find(string key)
    {
        _asked.Add(key);
        problems.Grammar?.Asked(path, key, null);
        return map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value is { } value and not PolicyText { IsEmpty: true } ? value : null;
    }

    public bool Has(string key) => Find(key) is not null;

    public void Error(string key, string message, string? suggestion = null) =>
        problems.Error(map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value ?? map, At(key), message, suggestion);

    /// <summary>Reports a key that somebody could think of and that has no meaning here.</summary>
    public void Refuse(string key, string message)
    {
        problems.Grammar?.Refused(path, key);
        if (Has(key))
            Error(key, message);
    }

    /// <summary>Reports a key that must be there; tells whether it is.</summary>
    public bool Require(string key, string meaning)
    {
        problems.Grammar?.Required(path, key, meaning);
        if (Has(key))
            return true;
        // A key that is probably this one, misspelt, is reported by Close; saying twice what is one mistake helps nobody.
        var present = map.Entries.Any(e => e.Key.Value == key);
        if (!present && map.Entries.FirstOrDefault(e => !_asked.Contains(e.Key.Value) && Spelling.Nearest(e.Key.Value, [key]) is not null) is { Key.Value: var misspelt })
            _misspelt.Add((key, misspelt, meaning));
        else
            Missing(key, meaning);
        return false;
    }

    public string? Text(string key)
    {
        Uses(key, KeyKind.Text);
        switch (Find(key))
        {
            case PolicyText text:
                return text.Value;
            case { } other:
                Error(key, $"A text is expected, and there is {other.Describe}.");
                return null;
            default:
                return null;
        }
    }

    public string RequiredText(string key, string meaning) => Require(key, meaning) ? Text(key) ?? "" : "";

    public decimal? Number(string key, decimal lowest, decimal highest)
    {
        problems.Grammar?.Asked(path, key, new KeyUse(KeyKind.Number) { Lowest = lowest, Highest = highest });
        if (Find(key) is not { } node)
            return null;
        if (node is not PolicyText text || !TryNumber(text.Value, out var number))
        {
            Error(key, $"A number is expected, and there is {node.Describe}.");
            return null;
        }

        if (number >= lowest && number <= highest)
            return number;
        Error(key, $"{Plain(number)} is out of range: from {Plain(lowest)} to {Plain(highest)} is possible.");
        return null;
    }

    public decimal Number(string key, decimal lowest, decimal highest, decimal fallback) => Number(key, lowest, highest) ?? fallback;

    public decimal RequiredNumber(string key, decimal lowest, decimal highest, string meaning) => Require(key, meaning) ? Number(key, lowest, highest) ?? lowest : lowest;

    public int? Integer(string key, int lowest, int highest)
    {
        problems.Grammar?.Asked(path, key, new KeyUse(KeyKind.Integer) { Lowest = lowest, Highest = highest });
        if (Number(key, lowest, highest) is not { } number)
            return null;
        if (number == decimal.Truncate(number))
            return (int)number;
        Error(key, $"A whole number is expected, and there is {Plain(number)}.");
        return null;
    }

    public int Integer(string key, int lowest, int highest, int fallback) => Integer(key, lowest, highest) ?? fallback;

    /// <summary>An amount in the policy's currency; thousands may be separated by underscores.</summary>
    public decimal? Amount(string key, decimal lowest = 0m) => Number(key, lowest, 1_000_000_000_000m);

    public bool Flag(string key, bool fallback)
    {
        Uses(key, KeyKind.Flag);
        if (Find(key) is not { } node)
            return fallback;
        switch ((node as PolicyText)?.Value.ToLowerInvariant())
        {
            case "true" or "yes":
                return true;
            case "false" or "no":
                return false;
            default:
                Error(key, $"yes or no is expected, and there is {node.Describe}.");
                return fallback;
        }
    }

    /// <summary>One of the words of an enumeration, written in lower case with underscores.</summary>
    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        problems.Grammar?.Asked(path, key, new KeyUse(KeyKind.Choice) { Words = [.. Enum.GetValues<T>().Select(v => Word(v.ToString()))] });
        if (Find(key) is not { } node)
            return null;
        var words = Enum.GetValues<T>().ToDictionary(v => Word(v.ToString()), v => v, StringComparer.Ordinal);
        if (node is PolicyText text && words.TryGetValue(text.Value, out var value))
            return value;
        Error(key, $"{node.Describe} is not possible here; choose one of: {string.Join(", ", words.Keys)}.", node is PolicyText { Value: var wrong } ? Spelling.Nearest(wrong, words.Keys) : null);
        return null;
    }

    /// <summary>A list of words of an enumeration; empty when the key is absent.</summary>
    public IReadOnlyList<T> Choices<T>(string key)
        where T : struct, Enum
    {
        Uses(key, KeyKind.Texts);
        var words = Enum.GetValues<T>().ToDictionary(v => Word(v.ToString()), v => v, StringComparer.Ordinal);
        var chosen = new List<T>();
        foreach (var (node, at) in Items(key))
        {
            if (node is PolicyText text && words.TryGetValue(text.Value, out var value))
                chosen.Add(value);
            else
                problems.Error(node, at, $"{node.Describe} is not possible here; choose from: {string.Join(", ", words.Keys)}.", node is PolicyText { Value: var wrong } ? Spelling.Nearest(wrong, words.Keys) : null);
        }

        return chosen;
    }

    /// <summary>Whether one word stands where otherwise something else does: "all" instead of a list.</summary>
    public bool Is(string key, string word)
    {
        problems.Grammar?.Asked(path, key, new KeyUse(KeyKind.Choice) { Words = [word] });
        return Find(key) is PolicyText text && text.Value == word;
    }

    public T RequiredChoice<T>(string key, string meaning)
        where T : struct, Enum => Require(key, meaning) ? Choice<T>(key) ?? default : default;

    public PaymentTerms? Terms(string key) => Uses(key, KeyKind.Terms).Find(key) is { } node ? Terms(node, At(key)) : null;

    /// <summary>A day, year-month-day.</summary>
    public DateOnly? Day(string key)
    {
        Uses(key, KeyKind.Day);
        if (Find(key) is not { } node)
            return null;
        if (node is PolicyText text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Error(key, $"{node.Describe} is not a day: year-month-day is expected, such as 2027-01-01.");
        return null;
    }

    public DateOnly RequiredDay(string key, string meaning) => Require(key, meaning) ? Day(key) ?? new DateOnly(2000, 1, 1) : new DateOnly(2000, 1, 1);

    /// <summary>A limit: an amount above zero, none, unlimited or not_set. 0 is refused: it can mean anything.</summary>
    public CreditLimit? Limit(string key, CurrencyCode currency)
    {
        Uses(key, KeyKind.Limit);
        switch ((Find(key) as PolicyText)?.Value)
        {
            case "none":
                return CreditLimit.None;
            case "unlimited":
                return CreditLimit.Unlimited;
            case "not_set":
                return CreditLimit.NotSet;
            case { } text when TryNumber(text, out var zero) && zero == 0m:
                Error(key, "0 can mean no credit or no limit: write 'none', 'unlimited' or 'not_set'.");
                return null;
            default:
                return Amount(key, 0.01m) is { } amount ? CreditLimit.Of(new Money(amount, currency)) : null;
        }
    }

    public IReadOnlyList<PaymentTerms> TermsList(string key) => [.. Uses(key, KeyKind.TermsList).Items(key).Select(i => Terms(i.Node, i.Path)).OfType<PaymentTerms>()];

    public IReadOnlyList<string> Texts(string key)
    {
        Uses(key, KeyKind.Texts);
        var texts = new List<string>();
        foreach (var (node, at) in Items(key))
        {
            if (node is PolicyText text)
                texts.Add(text.Value);
            else
                problems.Error(node, at, $"A text is expected, and there is {node.Describe}.");
        }

        return texts;
    }

    /// <summary>One text or a list of them.</summary>
    public IReadOnlyList<string> OneOrMore(string key)
    {
        Uses(key, KeyKind.Text);
        return Find(key) is PolicyText single ? [single.Value] : Texts(key);
    }

    /// <summary>A section within this one; null, and a problem, when it must be there and is not.</summary>
    public SectionReader? Section(string key, string? requiredBecause)
    {
        Uses(key, KeyKind.Section);
        if (requiredBecause is not null && !Require(key, requiredBecause))
            return null;
        return Find(key) is { } node ? AsSection(node, At(key)) : null;
    }

    /// <summary>A list of sections.</summary>
    public IReadOnlyList<SectionReader> Sections(string key) => [.. Uses(key, KeyKind.Sections).Items(key).Select(i => AsSection(i.Node, i.Path)).OfType<SectionReader>()];

    /// <summary>The items of a list and their paths.</summary>
    public IReadOnlyList<(PolicyNode Node, string Path)> Items(string key)
    {
        Uses(key, KeyKind.List);
        switch (Find(key))
        {
            case null:
                return [];
            case PolicyList list:
                return [.. list.Items.Select((node, i) => (node, $"{At(key)}[{i}]"))];
            case var other:
                Error(key, $"A list is expected, and there is {other.Describe}.");
                return [];
        }
    }

    /// <summary>A formula or condition; null when it is absent or cannot be read.</summary>
    public Expression? Expression(string key, InputStage stage, ExpressionType? type, bool forSales = false)
    {
        problems.Grammar?.Asked(path, key, new KeyUse(KeyKind.Formula) { Gives = type?.ToString().ToLowerInvariant() ?? "anything" });
        return Find(key) is { } node ? Expression(node, At(key), stage, type, forSales) : null;
    }

    /// <summary>A formula that may give anything; null when it is absent or cannot be read.</summary>
    public Expression? AnyExpression(string key, InputStage stage) => Expression(key, stage, null);

    /// <summary>A formula or condition that stands in a list; null when it cannot be read.</summary>
    public Expression? Expression(PolicyNode node, string at, InputStage stage, ExpressionType? type, bool forSales = false)
    {
        if (node is not PolicyText text)
        {
            problems.Error(node, at, $"A formula is expected, and there is {node.Describe}.");
            return null;
        }

        try
        {
            var expression = ExpressionParser.Parse(text.Value, stage, type, inputs, WhereAt(at));
            foreach (var input in expression.Inputs.Where(i => forSales && !i.ForSales))
                problems.Error(node, at, $"'{input.Name}' is not shown to sales, and this is: use another input.");
            return expression;
        }
        catch (ExpressionException e) when (e.IsConsequence)
        {
            return null;
        }
        catch (ExpressionException e)
        {
            problems.Error(text.Line, text.TextColumn + e.Position, at, $"In '{text.Value}': {e.Message}.", e.Suggestion);
            return null;
        }
    }

    /// <summary>The input that a key names; null, and a problem, when there is none of that name.</summary>
    public CreditInput? Input(string key, InputStage stage)
    {
        if (Text(key) is not { } name)
            return null;
        if (!inputs.TryGet(name, out var input))
        {
            var (message, suggestion) = inputs.WhyUnknown(name);
            if (!inputs.IsBroken(name))
                Error(key, message, suggestion);
            return null;
        }

        if (input.Stage <= stage)
            return input;
        Error(key, $"'{name}' is a result of a later step and is not known here.", name == "limit_used_percent" ? "utilisation_percent" : null);
        return null;
    }

    /// <summary>A text with {inputs} in it, for sales unless said otherwise; null when it is absent or cannot be read.</summary>
    public TextTemplate? Template(string key, InputStage stage, bool forSales = true)
    {
        Uses(key, KeyKind.Template);
        if (Text(key) is not { } text)
            return null;
        var parts = new List<(string, CreditInput?)>();
        for (var i = 0; i < text.Length;)
        {
            var open = text.IndexOf('{', i);
            if (open < 0)
                open = text.Length;
            if (open > i)
                parts.Add((text[i..open], null));
            if (open == text.Length)
                break;
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                Error(key, "A '{' has no closing '}'.");
                return null;
            }

            var name = text[(open + 1)..close].Trim();
            if (inputs.IsBroken(name))
                return null;
            if (!inputs.TryGet(name, out var input))
                Error(key, inputs.WhyUnknown(name) is var (why, meant) && meant is null ? why : $"There is no input '{name}' to put into this text.", meant);
            else if (forSales && !input.ForSales)
                Error(key, $"'{name}' is not shown to sales, and this text is: leave it out.");
            else if (input.Stage > stage)
                Error(key, $"'{name}' is a result of a later step and is not known here.");
            else
                parts.Add(("", input));
            i = close + 1;
        }

        return new TextTemplate(parts);
    }

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, misspelt, meaning) in _misspelt.DistinctBy(m => m.Key))
        {
            if (_asked.Contains(misspelt))
                Missing(key, meaning);
        }

        foreach (var (key, _) in map.Entries)
        {
            if (!_asked.Contains(key.Value))
                problems.Error(key, At(key.Value), $"'{key.Value}' is not known here; possible are: {string.Join(", ", _asked.Distinct())}.", Spelling.Nearest(key.Value, _asked));
        }
    }

    /// <summary>Whose a key is and where it stands: "far over the limit (hold.rules[2].when)".</summary>
    public string Where(string key) => WhereAt(At(key));

    private string WhereAt(string at) => map.Entries.FirstOrDefault(e => e.Key.Value == "name")?.Value is PolicyText { Value.Length: > 0 } name && path.Length > 0 ? $"{name.Value} ({at})" : at;

    private SectionReader Uses(string key, KeyKind kind)
    {
        problems.Grammar?.Asked(path, key, new KeyUse(kind));
        return this;
    }

    private void Missing(string key, string meaning) => problems.Error(map, At(key), $"'{key}' is missing: {meaning}.");

    public static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    public SectionReader? AsSection(PolicyNode node, string at)
    {
        problems.Grammar?.Visit(at);
        if (node is PolicyMap section)
            return new SectionReader(section, at, problems, inputs);
        problems.Error(node, at, $"A section with keys is expected, and there is {node.Describe}.");
        return null;
    }

    private PaymentTerms? Terms(PolicyNode node, string at)
    {
        if (node is PolicyText text && PaymentTerms.TryParse(text.Value, out var terms))
            return terms;
        problems.Error(node, at, $"{node.Describe} is not a payment term: Prepaid, Due on receipt, or Net and a number of days.");
        return null;
    }

    public static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
