using System.Text;
using CreditBridge.Connectors.Sql.Databases;
using CreditBridge.Connectors.Sql.Queries;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>A statement that is being written: SQL of this connector around the query of a mapping, values always as parameters.</summary>
/// <param name="database">The database, whose SQL it is.</param>
/// <param name="query">The query.</param>
/// <param name="origin">What the rows are, for people.</param>
internal sealed class Statement(Database database, SqlQuery query, string origin)
{
    private readonly StringBuilder _text = new();
    private readonly List<KeyValue?> _parameters = [];
    private readonly List<(int Written, int InQuery)> _pieces = [];

    /// <summary>What the rows are, for people: the kind of record.</summary>
    public string Origin => origin;

    public string Text => _text.ToString();

    public IReadOnlyList<KeyValue?> Parameters => _parameters;

    public Statement Write(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public Statement Name(string name) => Write(database.Quote(name));

    public Statement Value(KeyValue? value)
    {
        _parameters.Add(value);
        return Write(database.Marker(_parameters.Count));
    }

    /// <summary>Writes the query, with its parameters in the database's way.</summary>
    /// <param name="values">The value of each parameter by its name.</param>
    public Statement Query(Func<string, KeyValue?> values)
    {
        var at = 0;
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in query.Parameters)
        {
            Piece(at, parameter.Start);
            at = parameter.Start + parameter.Text.Length;
            var name = SqlQuery.NameOf(parameter);
            // One number for all places of a name, so that a database which guesses types has all of them to guess from.
            if (numbers.TryGetValue(name, out var number) && !database.CountsPlaces)
                Write(database.Marker(number));
            else
                Value(values(name));
            numbers.TryAdd(name, _parameters.Count);
        }

        Piece(at, query.Text.Length);
        return this;
    }

    /// <summary>Where a position in the statement stands in the query, for people; where the query begins when the position is not known, or lies around it.</summary>
    /// <param name="position">The position, from 1; 0 when it is not known.</param>
    public string PlaceOf(int position)
    {
        var before = _pieces.FindLastIndex(p => p.Written < position);
        if (before >= 0 && _pieces[before] is var (written, inQuery) && inQuery + position - 1 - written is var at && at <= query.Text.Length)
            return $"{origin}, {query.PlaceOf(at)}";
        return query.FirstLine is null ? origin : $"{origin}, query at {query.PlaceOf(0)}";
    }

    // Texts of the query stand elsewhere in the statement, because parameters are written in another way.
    private void Piece(int from, int to)
    {
        _pieces.Add((_text.Length, from));
        _text.Append(query.Text, from, to - from);
    }
}
