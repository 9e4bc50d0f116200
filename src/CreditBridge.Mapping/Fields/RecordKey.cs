namespace CreditBridge.Mapping.Fields;

/// <summary>Keys of records: parts with a stroke between them. An empty part, such as a line that nobody mapped, is left out.</summary>
internal static class RecordKey
{
    public static string Of(string first, params ReadOnlySpan<string> rest)
    {
        var key = first;
        foreach (var part in rest)
        {
            if (part.Length > 0)
                key += "/" + part;
        }

        return key;
    }
}
