using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreditBridge.Sandbox.Pages;

/// <summary>The addresses of the pages: plain documents and one form, no script, nothing from elsewhere.</summary>
internal static class PageEndpoints
{
    private static readonly string Style = ReadStyle();

    public static void Map(IEndpointRouteBuilder routes, SandboxOrg org)
    {
        var reader = new CrmReader(org);
        routes.MapGet("/", () => Page(HomePage.Render(reader.Read())));
        routes.MapGet("/accounts", (HttpRequest request) => Page(AccountListPage.Render(reader.Read(), QueryOf(request))));
        routes.MapGet("/accounts/{id}", (string id) => Account(reader, id));
        routes.MapGet("/opportunities", (HttpRequest request) => Page(OpportunityListPage.Render(reader.Read(), QueryOf(request))));
        routes.MapGet("/opportunities/{id}", (string id, string? saved) => Opportunity(reader, id, saved is null ? null : "Saved. The bridge checks the deal on its next round; load this page again to see the result.", false));
        routes.MapPost("/opportunities/{id}", (string id, HttpRequest request) => Change(org, reader, id, request));
        routes.MapGet("/reviews", (HttpRequest request) => Page(ReviewListPage.Render(reader.Read(), QueryOf(request))));
        routes.MapGet("/reviews/{id}", (string id, string? saved) => Review(reader, id, saved is null ? null : "Saved. The bridge reads it on its next round; load this page again to see the answer.", false));
        routes.MapPost("/reviews/{id}", (string id, HttpRequest request) => ChangeReview(org, reader, id, request));
        routes.MapGet("/forecast", () => Page(ForecastPage.Render(reader.Read())));
        // The address that Salesforce itself gives a record, so that a link made for a real org works here too.
        routes.MapGet("/lightning/r/{type}/{id}/view", (string type, string id) =>
            Results.Redirect($"/{type switch { "Opportunity" => "opportunities", "Credit_Review__c" => "reviews", _ => "accounts" }}/{Uri.EscapeDataString(id)}"));
        routes.MapGet("/pages.css", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-cache";
            return Results.Text(Style, "text/css", Encoding.UTF8);
        });
    }

    private static PageResult Account(CrmReader reader, string id)
    {
        var crm = reader.Read();
        return crm.Account(id) is { } account ? Page(AccountPage.Render(crm, account)) : Page(Layout.NotFound("account"), HttpStatusCode.NotFound);
    }

    private static PageResult Opportunity(CrmReader reader, string id, string? notice, bool failed)
    {
        var crm = reader.Read();
        return crm.Opportunity(id) is { } deal
            ? Page(OpportunityPage.Render(crm, deal, reader.History(deal), reader.Terms(), notice, failed), failed ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
            : Page(Layout.NotFound("opportunity"), HttpStatusCode.NotFound);
    }

    private static async Task<IResult> Change(SandboxOrg org, CrmReader reader, string id, HttpRequest request)
    {
        if (!IsOwnForm(request))
            return Page(Layout.Page("Refused", "", Html.Of($"<h1>Refused</h1><p>A deal is changed with the form on its own page, on this machine only.</p>")), HttpStatusCode.Forbidden);
        if (reader.Read().Opportunity(id) is not { } deal)
            return Page(Layout.NotFound("opportunity"), HttpStatusCode.NotFound);
        if (!request.HasFormContentType)
            return Opportunity(reader, id, "That was not a form. Nothing was saved.", failed: true);
        var (changes, error) = DealForm.Read(await request.ReadFormAsync(request.HttpContext.RequestAborted), deal);
        if (error is not null)
            return Opportunity(reader, id, error, failed: true);
        try
        {
            if (changes.Count > 0)
                org.Update(id, changes);
        }
        catch (ArgumentException refused)
        {
            return Opportunity(reader, id, $"The org refused the change: {refused.Message}. Nothing was saved.", failed: true);
        }

        // Anew by GET, so that reloading the page to see the next check does not send the form again.
        request.HttpContext.Response.Headers.Location = $"/opportunities/{id}?saved=1";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static PageResult Review(CrmReader reader, string id, string? notice, bool failed)
    {
        var crm = reader.Read();
        return crm.Review(id) is { } review
            ? Page(ReviewPage.Render(crm, review, reader.Verdicts(), notice, failed), failed ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
            : Page(Layout.NotFound("review"), HttpStatusCode.NotFound);
    }

    private static async Task<IResult> ChangeReview(SandboxOrg org, CrmReader reader, string id, HttpRequest request)
    {
        if (!IsOwnForm(request))
            return Page(Layout.Page("Refused", "", Html.Of($"<h1>Refused</h1><p>A review is changed with the forms on its own page, on this machine only.</p>")), HttpStatusCode.Forbidden);
        var crm = reader.Read();
        if (crm.Review(id) is not { } review)
            return Page(Layout.NotFound("review"), HttpStatusCode.NotFound);
        if (!request.HasFormContentType)
            return Review(reader, id, "That was not a form. Nothing was saved.", failed: true);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        try
        {
            switch (form["action"].ToString())
            {
                case "start":
                    org.Update(id, ("Status__c", "In review"), ("Started_At__c", org.Now));
                    break;
                case "arrived" when crm.DocumentsOf(review).FirstOrDefault(document => document.Id == form["document"].ToString()) is { } document:
                    org.Update(document.Id, ("Status__c", "Received"), ("Received_At__c", org.Now));
                    break;
                case "decide":
                    var (changes, error) = DecideForm.Read(form);
                    if (error is not null)
                        return Review(reader, id, error, failed: true);
                    if (crm.People.FirstOrDefault(person => person.Id == form["user"].ToString()) is not { } person)
                        return Review(reader, id, "Choose who decides. Nothing was saved.", failed: true);
                    org.UpdateAs(person.Id, id, changes);
                    break;
                default:
                    return Review(reader, id, "The form says nothing that can be done. Nothing was saved.", failed: true);
            }
        }
        catch (ArgumentException refused)
        {
            return Review(reader, id, $"The org refused the change: {refused.Message}. Nothing was saved.", failed: true);
        }

        request.HttpContext.Response.Headers.Location = $"/reviews/{id}?saved=1";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Whether the form was sent to this machine by one of our own pages: no other site's page may change a deal.</summary>
    private static bool IsOwnForm(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        var loopback = host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        var origin = request.Headers.Origin.ToString();
        return loopback && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
    }

    private static ListQuery QueryOf(HttpRequest request) =>
        new(request.Path, request.Query.ToDictionary(value => value.Key, value => value.Value.ToString(), StringComparer.Ordinal));

    private static PageResult Page(Html page, HttpStatusCode status = HttpStatusCode.OK) => new(page, status);

    private static string ReadStyle()
    {
        using var reader = new StreamReader(typeof(PageEndpoints).Assembly.GetManifestResourceStream("pages.css")!);
        return reader.ReadToEnd();
    }
}
