namespace CreditBridge.Connectors.Rest.Reading;

/// <summary>Single requests with values of the caller's own, such as one company's number: for whoever asks about one thing at a time instead of listing everything.</summary>
public static class RestRequests
{
    /// <summary>Sends a request made from a template. Dispose the answer when its document is no longer needed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="template">The template; read with <see cref="RequestTemplate.Read"/> and the names that <paramref name="values"/> has.</param>
    /// <param name="values">Values by name: text, decimal, true or false, or null for none. They are encoded where they stand; none can change what the request means.</param>
    /// <param name="name">Name of the request for people.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    /// <exception cref="ConnectorException">There is no good answer.</exception>
    public static Task<ApiAnswer> SendAsync(this ApiClient client, RequestTemplate template, IReadOnlyDictionary<string, object?> values, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(template);
        return client.SendAsync(session => template.Render(client.Endpoint, session, values, name), cancellationToken);
    }

    /// <summary>Sends such a request and takes its rows with the columns of a mapping.</summary>
    /// <param name="client">The client.</param>
    /// <param name="template">The template.</param>
    /// <param name="values">Values by name.</param>
    /// <param name="place">Where the rows are in the answer; an object there is one row.</param>
    /// <param name="columns">The columns; each is a path. Whether a record without it is no record.</param>
    /// <param name="name">Name of the request for people.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    /// <exception cref="ConnectorException">There is no good answer, or the rows are not where the mapping says.</exception>
    public static async Task<IReadOnlyList<SourceRow>> RowsAsync(
        this ApiClient client, RequestTemplate template, IReadOnlyDictionary<string, object?> values,
        RowPlace place, IEnumerable<(string Column, bool Required)> columns, string name, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(template, values, name, cancellationToken);
        return new AnswerRows(place, columns, name).Of(answer.Json, 1).Rows;
    }
}
