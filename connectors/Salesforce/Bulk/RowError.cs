using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>Reads why a row of a job failed, such as <c>REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --</c>. The form is not documented, so that whatever does not fit is kept as text.</summary>
internal static class RowError
{
    /// <summary>The error in the form that every way of writing shares.</summary>
    public static ApiError Parse(string? text)
    {
        var said = (text ?? "").Trim();
        if (said.EndsWith("--", StringComparison.Ordinal))
            said = said[..^2].TrimEnd();
        var colon = said.IndexOf(':', StringComparison.Ordinal);
        var code = colon < 0 ? said : said[..colon];
        if (!IsCode(code))
            return new ApiError("UNKNOWN", ServerText.Clean(said));
        var rest = colon < 0 ? "" : said[(colon + 1)..];
        var last = rest.LastIndexOf(':');
        var names = last < 0 ? [] : rest[(last + 1)..].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var areFields = last >= 0 && names.All(n => Soql.SoqlName.IsValid(n)) && (names.Length == 0 || text!.TrimEnd().EndsWith("--", StringComparison.Ordinal));
        return new ApiError(code, ServerText.Clean(areFields ? rest[..last] : rest)) { Fields = areFields ? names : [] };
    }

    private static bool IsCode(string text) => text.Length > 2 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}
