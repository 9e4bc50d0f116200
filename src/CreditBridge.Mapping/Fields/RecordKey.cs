namespace CreditBridge.Mapping.Fields;

/// <summary>Keys of records: parts with a stroke between them. An empty part, such as a line that nobody mapped, is left out.</summary>
internal static class RecordKey
{
    public static string Of(string first, string second) => second.Length == 0 ? first : string.Concat(first, "/", second);

    public static string Of(string first, string second, string third) =>
        second.Length == 0 || third.Length == 0 ? Of(Of(first, second), third) : string.Concat([first, "/", second, "/", third]);

    public static string Of(string first, string second, string third, string fourth) => Of(Of(first, second, third), fourth);

    /// <summary>The beginning of the keys of a company's records.</summary>
    public static string Company(string system, string company) => string.Concat(system, ":", company);
}
