using System.Security.Cryptography;
using System.Text;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Conditional requests on rows. Dates work on every object, in whole seconds; entity tags on Account only.</summary>
internal static class Preconditions
{
    public static ApiResponse Failed { get; } = new(412);

    public static string ETag(Row row) => $"\"{Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes($"{row.Id}{row.Stamp:O}")).AsSpan(0, 20))}\"";

    /// <summary>Whether a write must not happen because the row is not the one the caller knows.</summary>
    public static bool Fails(ApiRequest request, Row row)
    {
        if (Date(request, "If-Unmodified-Since") is { } unmodified && row.Stamp > unmodified) return true;
        if (Date(request, "If-Modified-Since") is { } modified && row.Stamp <= modified) return true;
        if (row.Object.Name != "Account") return false;
        return (request.Header("If-Match") is { } match && !Matches(match, row)) || (request.Header("If-None-Match") is { } none && Matches(none, row));
    }

    public static bool NotModified(ApiRequest request, Row row)
    {
        if (request.Header("If-None-Match") is { } none && row.Object.Name == "Account") return Matches(none, row);
        return Date(request, "If-Modified-Since") is { } since && row.Stamp <= since;
    }

    private static bool Matches(string header, Row row) =>
        header.Trim() == "*" || header.Split(',').Any(tag => tag.Trim().Replace("W/", "", StringComparison.Ordinal).Replace("-gzip", "", StringComparison.Ordinal) == ETag(row));

    public static DateTimeOffset? Date(ApiRequest request, string name)
    {
        if (request.Header(name) is not { } text) return null;
        return DateTimeOffset.TryParseExact(text, "R", null, System.Globalization.DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw new ApiException(400, "INVALID_HEADER_VALUE", $"{name} is not a date: {text}");
    }
}
