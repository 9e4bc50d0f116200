using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CreditBridge.ConnectorTests.Rest.Stubs;

/// <summary>An API with three pages of two customers each, read by the id of the last row; and mappings for it.</summary>
internal static class CustomerPages
{
    public const int Customers = 6;

    /// <summary>The page that a request asks for, from 1; 4 is behind the last.</summary>
    public static int PageOf(HttpContext context) => (int.Parse(context.Request.Query["after"]!, CultureInfo.InvariantCulture) / 2) + 1;

    /// <summary>Answers with the page that is asked for.</summary>
    public static Task AnswerAsync(HttpContext context) => context.Json(Page(PageOf(context)));

    public static string Page(int page) => page > 3 ? """{"data": []}""" : $$"""{"data": [{"id": {{(2 * page) - 1}}, "name": "A"}, {"id": {{2 * page}}, "name": "B"}]}""";

    /// <summary>A mapping.</summary>
    /// <param name="auth">What stands behind <c>auth:</c>.</param>
    /// <param name="more">Further lines below <c>api:</c>, indented by two.</param>
    public static string Mapping(string auth, string more = "") => $$$"""
        connector: Rest
        system: erp
        api:
          auth: {{{auth}}}
        {{{more}}}
        records:
          customers:
            read:
              set: full
              request: {path: customers, query: {after: "{{page.cursor}}"} }
              rows: data
              paging: {kind: cursor, last: id, start: 0}
            fields: {company: {value: "1"}, number: id, name: name}
        """;
}
