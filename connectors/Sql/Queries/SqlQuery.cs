namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>A query as it stands in a mapping, ready to be put into a statement.</summary>
/// <param name="Text">Its text, without a semicolon at the end.</param>
/// <param name="Parameters">Where it names parameters, in the order of the text.</param>
/// <param name="FirstLine">Line of the mapping file on which the text begins; null when lines of the text are not lines of the file.</param>
internal sealed record SqlQuery(string Text, IReadOnlyList<SqlToken> Parameters, int? FirstLine)
{
    /// <summary>Name of the parameter that holds the beginning of what is read.</summary>
    public const string ChangedSince = "changed_since";

    /// <summary>Name of the parameter that holds the number of rows per page. A query with it cuts its pages itself.</summary>
    public const string PageSize = "page_size";

    /// <summary>Beginning of the names of the parameters that hold where the last page ended.</summary>
    public const string After = "after_";

    /// <summary>Whether it cuts its pages itself, and is run once for each.</summary>
    public bool IsPaged => Has(PageSize);

    public bool Has(string parameter) => Parameters.Any(p => NameOf(p).Equals(parameter, StringComparison.OrdinalIgnoreCase));

    public static string NameOf(SqlToken parameter) => parameter.Text[1..];

    /// <summary>Where a position in the text stands, for people.</summary>
    public string PlaceOf(int position)
    {
        var before = Text.AsSpan(0, Math.Clamp(position, 0, Text.Length));
        var line = before.Count('\n');
        var column = before.Length - before.LastIndexOf('\n');
        return FirstLine is { } first ? $"line {first + line} of the mapping" : $"line {line + 1}, column {column} of the query";
    }
}
