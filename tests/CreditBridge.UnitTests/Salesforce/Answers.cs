using System.Globalization;
using System.Text.Json;

namespace CreditBridge.UnitTests.Salesforce;

/// <summary>Answers in the shapes that Salesforce uses.</summary>
internal static class Answers
{
    /// <summary>An id with the prefix of its object: 001 account, 006 opportunity.</summary>
    public static string Id(int number, string prefix = "001") => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D12}AAA");

    public static string Page(IEnumerable<string> rows, string? next = null) =>
        $$"""{"totalSize":99,"done":{{(next is null ? "true" : "false")}},{{(next is null ? "" : $"\"nextRecordsUrl\":\"{next}\",")}}"records":[{{string.Join(',', rows)}}]}""";

    public static string AccountRow(int number, string stamp, string name = "Acme", string extra = "") => $$"""
        {"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/{{Id(number)}}"},"Id":"{{Id(number)}}","Name":"{{name}}","ParentId":null,
         "OwnerId":"005000000000001AAA","Industry":null,"BillingCountry":"DE","CreatedDate":"2020-02-03T04:05:06.000+0000","ERP_Customer_Keys__c":null,
         "IsDeleted":false,"MasterRecordId":null,"SystemModstamp":"{{stamp}}"{{extra}}}
        """;

    public static string OpportunityRow(int number, string stamp, string terms = "null", string amount = "1000.0") => $$"""
        {"attributes":{"type":"Opportunity"},"Id":"{{Id(number, "006")}}","Name":"Deal","AccountId":"{{Id(1)}}","StageName":"Proposal","Amount":{{amount}},"Probability":33.0,
         "CloseDate":"2026-12-31","IsClosed":false,"IsWon":false,"OwnerId":"005000000000001AAA","CreatedDate":"2026-02-03T04:05:06.000+0000",
         "Requested_Payment_Terms__c":{{terms}},"IsDeleted":false,"SystemModstamp":"{{stamp}}"}
        """;

    public static string Errors(string code, string message) => $$"""[{"message":{{JsonSerializer.Serialize(message)}},"errorCode":"{{code}}"}]""";

    public static string Composite(params IEnumerable<(string Reference, int Status, string Body)> parts) =>
        $$"""{"compositeResponse":[{{string.Join(',', parts.Select(p => $$"""{"body":{{p.Body}},"httpHeaders":{},"httpStatusCode":{{p.Status}},"referenceId":"{{p.Reference}}"}"""))}}]}""";

    /// <summary>Answers a Composite of writes: every record succeeds, except those for which <paramref name="error"/> gives an error.</summary>
    public static string WriteResults(SentRequest request, Func<JsonElement, (string Code, string Message, string Field)?> error) => Composite(request.Parts.Select(part =>
        part.GetProperty("body").TryGetProperty("records", out var records)
            ? (Reference(part), 200, $"[{string.Join(',', records.EnumerateArray().Select(record => WriteResult(record, error(record))))}]")
            : RowResult(part, error)));

    private static string Reference(JsonElement part) => part.GetProperty("referenceId").GetString()!;

    private static (string, int, string) RowResult(JsonElement part, Func<JsonElement, (string Code, string Message, string Field)?> error)
    {
        using var row = JsonDocument.Parse($$"""{"id":"{{part.GetProperty("url").GetString()!.Split('/')[^1]}}"}""");
        return error(row.RootElement) is { } e ? (Reference(part), 400, Errors(e.Code, e.Message)) : (Reference(part), 204, "null");
    }

    private static string WriteResult(JsonElement record, (string Code, string Message, string Field)? error) => error is { } e
        ? $$"""{"success":false,"errors":[{"statusCode":"{{e.Code}}","message":{{JsonSerializer.Serialize(e.Message)}},"fields":["{{e.Field}}"]}]}"""
        : $$"""{"id":"{{record.GetProperty("id").GetString()}}","success":true,"errors":[]}""";
}
