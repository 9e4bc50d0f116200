using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Service;

/// <summary>What it means that a service refuses a question.</summary>
internal static class ODataFailures
{
    private const int ShownQuery = 600;

    /// <summary>The failure in an answer with a status of 400 and more. The query is shown, without secrets.</summary>
    public static Failure Of(ApiAnswer answer, ODataRead read, SecretTexts secrets)
    {
        var (message, code) = ODataErrors.In(answer);
        var status = (int)answer.Status;
        var said = secrets.Clean(message, 600);
        var query = secrets.Clean(Uri.UnescapeDataString(answer.Request.Address.PathAndQuery), ShownQuery);
        return new Failure(FailureKind.Configuration, $"{answer.Request.Address.Authority} answered {status}{(said.Length == 0 ? "" : $": {said}")}. Asked was {query}", status switch
        {
            403 => $"Give the user of the connection the right to read '{read.Entity}'.",
            404 => $"'{read.Entity}' is not there: correct 'entity:' in the mapping or the option BaseUrl; 'creditbridge check' shows what is there.",
            410 => "The service does not know this place any more; the next read begins anew.",
            _ => "Correct 'read:' in the mapping ('filter:', 'key:', 'select:', 'types:'); 'creditbridge check' compares the names with $metadata.",
        })
        {
            Code = code is null ? null : secrets.Clean(code, 80),
            Where = answer.Request.Name,
        };
    }
}
