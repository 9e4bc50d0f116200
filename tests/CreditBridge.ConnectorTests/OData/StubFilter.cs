using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Understands as much of <c>$filter</c> as the connector sends, and is strict: an unknown property, or a literal that is not of the property's type in this version, is refused.</summary>
internal sealed partial class StubFilter
{
    private readonly StubSet _set;
    private readonly bool _isV2;
    private readonly List<string> _tokens;
    private int _at;

    private StubFilter(StubSet set, bool isV2, string text)
    {
        (_set, _isV2) = (set, isV2);
        _tokens = [.. Token().Matches(text).Select(m => m.Value)];
    }

    public static Func<Dictionary<string, object?>, bool> Parse(StubSet set, bool isV2, string? text)
    {
        if (text is null)
            return _ => true;
        var filter = new StubFilter(set, isV2, text);
        var condition = filter.Or();
        if (filter._at != filter._tokens.Count)
            throw new StubRefusal($"Syntax error at '{filter._tokens[filter._at]}' in $filter.");
        return condition;
    }

    /// <summary>Nothing sorts before something, as OData says.</summary>
    public static int Compare(object? one, object? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => ((IComparable)one).CompareTo(other),
    };

    private Func<Dictionary<string, object?>, bool> Or()
    {
        var left = And();
        while (Next() == "or")
        {
            _at++;
            var (one, other) = (left, And());
            left = row => one(row) || other(row);
        }

        return left;
    }

    private Func<Dictionary<string, object?>, bool> And()
    {
        var left = Primary();
        while (Next() == "and")
        {
            _at++;
            var (one, other) = (left, Primary());
            left = row => one(row) && other(row);
        }

        return left;
    }

    private Func<Dictionary<string, object?>, bool> Primary()
    {
        if (Next() == "(")
        {
            _at++;
            var inner = Or();
            Expect(")");
            return inner;
        }

        var property = Take();
        if (!_set.Types.TryGetValue(property, out var type))
            throw new StubRefusal($"Could not find a property named '{property}' on type '{_set.Name}'.");
        var (op, literal) = (Take(), Take());
        var value = literal == "null" ? null : ValueOf(literal, type);
        return op switch
        {
            "eq" => row => Compare(row[property], value) == 0,
            "ne" => row => Compare(row[property], value) != 0,
            "gt" => row => row[property] is not null && Compare(row[property], value) > 0,
            "ge" => row => row[property] is not null && Compare(row[property], value) >= 0,
            "lt" => row => row[property] is not null && Compare(row[property], value) < 0,
            _ => throw new StubRefusal($"Unknown operator '{op}'."),
        };
    }

    private object ValueOf(string literal, string type)
    {
        var (prefix, inner) = literal.EndsWith('\'') ? (literal[..literal.IndexOf('\'', StringComparison.Ordinal)], literal[(literal.IndexOf('\'', StringComparison.Ordinal) + 1)..^1].Replace("''", "'",
            StringComparison.Ordinal)) : (null, literal);
        object? value = (type, prefix) switch
        {
            ("Edm.String", "") => inner,
            ("Edm.Int32", null) when int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            ("Edm.Int64", null) when _isV2 && inner.EndsWith('L') => long.Parse(inner[..^1], CultureInfo.InvariantCulture),
            ("Edm.Int64", null) when !_isV2 => long.Parse(inner, CultureInfo.InvariantCulture),
            ("Edm.Decimal", null) when _isV2 && inner.EndsWith('M') => decimal.Parse(inner[..^1], CultureInfo.InvariantCulture),
            ("Edm.Decimal", null) when !_isV2 => decimal.Parse(inner, CultureInfo.InvariantCulture),
            ("Edm.Boolean", null) => bool.Parse(inner),
            ("Edm.Guid", "guid") when _isV2 => Guid.Parse(inner),
            ("Edm.Guid", null) when !_isV2 => Guid.Parse(inner),
            ("Edm.DateTime", "datetime") when _isV2 => DateTime.ParseExact(inner, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None),
            ("Edm.DateTimeOffset", "datetimeoffset") when _isV2 => Instant(inner),
            ("Edm.DateTimeOffset", null) when !_isV2 => Instant(inner),
            ("Edm.Date", null) when !_isV2 => DateOnly.ParseExact(inner, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => null,
        };
        return value ?? throw new StubRefusal($"'{literal}' is not a literal of {type}.");
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"], CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal);

    private string? Next() => _at < _tokens.Count ? _tokens[_at] : null;

    private string Take() => _at < _tokens.Count ? _tokens[_at++] : throw new StubRefusal("$filter ends too early.");

    private void Expect(string token)
    {
        if (Take() != token)
            throw new StubRefusal($"'{token}' is expected in $filter.");
    }

    [GeneratedRegex(@"[a-z]*'(?:[^']|'')*'|[()]|[^\s()']+")]
    private static partial Regex Token();
}

/// <summary>A refusal by the stub.</summary>
internal sealed class StubRefusal(string message, int status = 400, string code = "BadRequest") : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
