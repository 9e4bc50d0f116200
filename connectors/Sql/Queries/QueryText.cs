using CreditBridge.Mapping.Grammar;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>Reads <c>query:</c> and says what is wrong with it.</summary>
/// <param name="read">The block <c>read:</c>.</param>
/// <param name="key">The columns of the key.</param>
/// <param name="changed">The column that says when a row changed.</param>
internal sealed class QueryText(MappingSection read, IReadOnlyList<string> key, string? changed)
{
    public SqlQuery Read()
    {
        var text = read.RequiredText("query", "Write 'query: |' and the SELECT on indented lines below it.");
        var (tokens, mistake) = SqlTokens.Read(text);
        if (tokens.Count > 0 && tokens[^1].IsSign(';'))
            (text, tokens) = (text[..tokens[^1].Start], [.. tokens.SkipLast(1)]);
        var query = new SqlQuery(text, [.. tokens.Where(t => t.Kind == SqlTokenKind.Parameter)], read.FirstLineOf("query"));
        if (text.Length > 0 && (mistake ?? QueryGuard.MistakeIn(tokens)) is { } wrong)
            read.Refuse("query", $"{query.PlaceOf(wrong.At)}: {wrong.Message}", wrong.Suggestion);
        else
            CheckParameters(query);
        return query;
    }

    private void CheckParameters(SqlQuery query)
    {
        List<string> order = [.. changed is null ? key : key.Prepend(changed)];
        List<string> known = [SqlQuery.PageSize, .. changed is null ? [] : new[] { SqlQuery.ChangedSince }, .. order.Select(c => SqlQuery.After + c)];
        foreach (var parameter in query.Parameters.Where(p => !known.Contains(SqlQuery.NameOf(p), StringComparer.OrdinalIgnoreCase)))
            read.Refuse("query", $"{query.PlaceOf(parameter.Start)}: {parameter.Text} is no parameter here.", $"There are {string.Join(", ", known.Select(k => "@" + k))}. For an operator put a blank behind the @.");
        if (query.IsPaged && key.Count == 0)
            read.Refuse("key", "The key is missing.", "A query that cuts its pages itself with @page_size needs the columns that its rows are ordered by.");
        else if (query.IsPaged && order.Find(c => !query.Has(SqlQuery.After + c)) is { } missing)
            read.Refuse("query", $"The query cuts its pages itself, and does not say where the next one begins: @{SqlQuery.After}{missing} is missing.", "Compare every column of the order with its @after_ parameter (they are null for the first page).");
        else if (!query.IsPaged && query.Parameters.Any(p => SqlQuery.NameOf(p).StartsWith(SqlQuery.After, StringComparison.OrdinalIgnoreCase)))
            read.Refuse("query", "The query has @after_ parameters and no @page_size.", "Take them out (the connector goes through the rows itself), or limit the rows with @page_size.");
    }
}
