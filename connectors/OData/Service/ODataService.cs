using System.Globalization;
using CreditBridge.Connectors.Rest.Auth;

namespace CreditBridge.Connectors.OData.Service;

/// <summary><c>odata:</c> what a mapping says about the service as a whole.</summary>
/// <param name="Version"><c>version:</c> which OData it speaks.</param>
/// <param name="Api">How to log in, what goes with every request, how fast.</param>
/// <param name="Parameters"><c>parameters:</c> further parameters of every request, such as <c>sap-client</c> or <c>cross-company</c>.</param>
/// <param name="Batch"><c>batch:</c> whether changes of several kinds are asked for in one request.</param>
/// <param name="NoDates"><c>no_date:</c> days that the service writes for "none".</param>
/// <param name="Metadata"><c>metadata: true</c>: the types of properties are taken from the service's description when it is first read.</param>
public sealed record ODataService(ODataVersion Version, ApiSettings Api, IReadOnlyDictionary<string, string> Parameters, BatchForm Batch, IReadOnlyList<DateOnly> NoDates, bool Metadata)
{
    private static readonly Dictionary<string, ODataVersion> Versions = new() { ["2"] = ODataVersion.V2, ["4"] = ODataVersion.V4 };
    private static readonly Dictionary<string, BatchForm> Forms = new() { ["none"] = BatchForm.None, ["json"] = BatchForm.Json, ["multipart"] = BatchForm.Multipart };
    private static readonly string[] OwnHeaders = ["Authorization", "Accept", "Prefer", "If-None-Match", "OData-MaxVersion", "MaxDataServiceVersion"];

    /// <summary>Reads the block <c>odata:</c> at the top of a mapping.</summary>
    public static ODataService Read(MappingSection root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (root.Section("odata") is not { } section)
        {
            root.Refuse("odata", "The key is missing.", "Write 'odata:' and below it 'version:' (2 or 4) and 'auth:', which says how to log in.");
            return new ODataService(ODataVersion.V4, Settings("", new Dictionary<string, string>(), NoLogin, new ApiRate(null, 1), ODataVersion.V4), new Dictionary<string, string>(), BatchForm.None, [], false);
        }

        var version = section.Choice<ODataVersion>("version", Versions, null, "Answers and queries are written differently.");
        var auth = Authentication.Read(section);
        var headers = section.Table("headers") ?? new Dictionary<string, string>();
        foreach (var name in headers.Keys.Where(n => OwnHeaders.Contains(n, StringComparer.OrdinalIgnoreCase)))
            section.Refuse("headers", $"The header '{name}' is set by the connector.", name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "A key belongs below 'auth:'." : "Take it out.");
        var parameters = section.Table("parameters") ?? new Dictionary<string, string>();
        foreach (var name in parameters.Keys.Where(n => n.StartsWith('$') || n.Length == 0))
            section.Refuse("parameters", $"'{name}' has no place here.", "What is asked for stands below 'read:' of a kind: entity, select, filter, expand, orderby.");
        var batch = section.Choice<BatchForm>("batch", Forms, BatchForm.None, "");
        if (batch == BatchForm.Json && version == ODataVersion.V2)
            section.Refuse("batch", "OData 2 knows no batches in JSON.", "Write 'batch: multipart', or take the key out.");
        var rate = ApiRate.Read(section.Section("rate"));
        var service = new ODataService(version, Settings(section.Content, headers, auth, rate, version), parameters, batch, DaysOf(section), section.Switch("metadata", false));
        section.Close();
        return service;
    }

    /// <summary>The parameters as they stand behind an address that has no others.</summary>
    internal string Query => string.Concat(Parameters.Select((p, at) => $"{(at == 0 ? '?' : '&')}{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    private static Authentication NoLogin => Authentication.Read(MappingSection.Parse("", "auth: {kind: none}", [])!);

    private static ApiSettings Settings(string identity, IReadOnlyDictionary<string, string> headers, Authentication auth, ApiRate rate, ODataVersion version)
    {
        var all = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase)
        {
            [version == ODataVersion.V4 ? "OData-MaxVersion" : "MaxDataServiceVersion"] = version == ODataVersion.V4 ? "4.01" : "2.0",
        };
        return new ApiSettings(identity, auth, all, rate, ODataErrors.Rules);
    }

    private static List<DateOnly> DaysOf(MappingSection section)
    {
        var days = new List<DateOnly>();
        foreach (var text in section.List("no_date") ?? [])
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
            else
                section.Refuse("no_date", $"'{text}' is not a day.", "Write it as yyyy-MM-dd, such as 'no_date: [0001-01-01]'.");
        }

        return days;
    }
}
