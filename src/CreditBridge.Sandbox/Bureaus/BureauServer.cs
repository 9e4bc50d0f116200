using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreditBridge.Sandbox.Bureaus;

/// <summary>
/// Four bureaus on loopback, in the shapes of D&amp;B Direct+, Creditsafe Connect, Experian and Equifax as far as these are public: logins, unknown companies, special codes,
/// gaps by country, and answers that fail. Every answered report is counted: it would have been charged.
/// </summary>
public sealed class BureauServer : IAsyncDisposable
{
    /// <summary>The token that every login gives.</summary>
    private const string Token = "sandbox-bureau-token";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Bureau, string Number), BureauCompany> _companies = new();
    private readonly ConcurrentQueue<(string Bureau, string Number)> _charged = new();

    private BureauServer(WebApplication app) => _app = app;

    /// <summary>Where a bureau is, such as "dnb": the base address of its API.</summary>
    public Uri AddressOf(string bureau) => new($"{_app.Urls.First().TrimEnd('/')}/{bureau}/");

    /// <summary>The reports that were answered, oldest first.</summary>
    public IReadOnlyList<(string Bureau, string Number)> Charged => [.. _charged];

    /// <summary>What requests for reports are answered with instead: 429, 503 and the like; 0 for a connection that is cut after the order arrived; null for normal answers.</summary>
    public int? Fails { get; set; }

    /// <summary>The password, or secret, that logins must have; null for any.</summary>
    public string? Password { get; init; }

    /// <summary>Makes a company known to a bureau.</summary>
    public void Add(string bureau, BureauCompany company) => _companies[(bureau, company.Number)] = company;

    /// <summary>Starts the bureaus on a port of loopback; 0 takes a free one.</summary>
    /// <param name="port">The port.</param>
    /// <param name="password">What logins must have as password, or secret; null for any.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<BureauServer> StartAsync(int port = 0, string? password = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, SandboxLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = new BureauServer(builder.Build()) { Password = password };
        server.Map();
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        _app.MapPost("dnb/v3/token", (HttpContext http) => Basic(http) ? Results.Json(new { access_token = Token, expires_in = 86_400 }) : Refused());
        _app.MapGet("dnb/v1/data/duns/{duns}", (HttpContext http, string duns) => Report(http, "dnb", duns, c => new
        {
            organization = new
            {
                duns = c.Stated,
                primaryName = c.Name,
                countryISOAlpha2Code = c.Country,
                dnbAssessment = new
                {
                    delinquencyScore = c.Score is null
                        ? (object)new { scoreOverrideReasons = new[] { new { description = c.Override ?? "Insufficient data" } } }
                        : new { rawScore = c.Score, scoreDate = "2026-06-01" },
                    nordicAAARating = c.Rating is null ? null : new { rating = new { description = c.Rating } },
                    creditLimitRecommendation = c.Limit is null ? null : new { maximumRecommendedLimit = new[] { new { value = c.Limit, currency = "EUR" } } },
                },
            },
        }));
        _app.MapPost("creditsafe/v1/authenticate", (JsonElement body) => body.TryGetProperty("username", out _) && IsPassword(Text(body, "password")) ? Results.Json(new { token = Token }) : Refused());
        _app.MapGet("creditsafe/v1/companies", (HttpContext http, string countries, string regNo) => !Allowed(http) ? Refused() : Results.Json(new
        {
            companies = _companies.Where(c => c.Key == ("creditsafe", regNo) && c.Value.Country == countries).Select(c => new { id = $"{countries}-0-{regNo}", country = countries, regNo, name = c.Value.Name }).ToList(),
        }));
        _app.MapGet("creditsafe/v1/companies/{id}", (HttpContext http, string id) => Report(http, "creditsafe", id.Split('-')[^1], c => new
        {
            report = new
            {
                companySummary = new { businessName = c.Name, country = c.Country, companyRegistrationNumber = c.Stated },
                creditScore = new
                {
                    currentCreditRating = new
                    {
                        commonValue = c.Rating, providerValue = new { maxValue = "100", minValue = "0", value = c.Score?.ToString(System.Globalization.CultureInfo.InvariantCulture) },
                        creditLimit = c.Limit is null ? null : new { value = c.Limit, currency = "EUR" },
                    },
                },
            },
        }));
        _app.MapPost("experian/oauth2/v1/token", (HttpContext http, JsonElement body) =>
            http.Request.Headers.ContainsKey("client_id") && body.TryGetProperty("username", out _) && IsPassword(Text(body, "password")) ? Results.Json(new { access_token = Token, expires_in = "1800" }) : Refused());
        _app.MapPost("experian/businessinformation/businesses/v1/scores", (HttpContext http, JsonElement body) => Report(http, "experian", Text(body, "bin"), c => new
        {
            success = true,
            results = new
            {
                businessHeader = new { bin = c.Stated, businessName = c.Name },
                commercialScore = new { modelCode = c.Model ?? "000224", score = c.Score, recommendedCreditLimitAmount = c.Limit },
            },
        }));
        _app.MapPost("equifax/v2/oauth/token", (HttpContext http) => Basic(http) ? Results.Json(new { access_token = Token, expires_in = 3_600 }) : Refused());
        _app.MapPost("equifax/business/commercial-report/v1/reports", (HttpContext http, JsonElement body) => Report(http, "equifax", Text(body, "efxId"), c => new
        {
            report = new { company = new { efxId = c.Stated, name = c.Name }, scores = new { paymentIndex = c.Score, reason = c.Override } },
        }));
    }

    private IResult Report<T>(HttpContext http, string bureau, string number, Func<BureauCompany, T> answer)
    {
        if (!Allowed(http))
            return Refused();
        switch (Fails)
        {
            case 0:
                _charged.Enqueue((bureau, number));
                http.Abort();
                return Results.Empty;
            case { } status:
                http.Response.Headers.RetryAfter = "3600";
                return Results.Json(new { error = new { code = $"{status}", message = "The sandbox was told to fail." } }, statusCode: status);
        }

        if (!_companies.TryGetValue((bureau, number), out var company))
            return Results.Json(new { error = new { code = "10001", message = "Requested product not available for this company." } }, statusCode: 404);
        _charged.Enqueue((bureau, number));
        return Results.Json(answer(company));
    }

    private bool Basic(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var pair = new byte[header.Length];
        return header.StartsWith("Basic ", StringComparison.Ordinal) && Convert.TryFromBase64String(header[6..], pair, out var length)
            && IsPassword(System.Text.Encoding.UTF8.GetString(pair, 0, length).Split(':', 2)[^1]);
    }

    private bool IsPassword(string given) => given.Length > 0 && (Password is null || given == Password);

    private static bool Allowed(HttpContext http) => http.Request.Headers.Authorization.ToString().EndsWith(Token, StringComparison.Ordinal);

    private static IResult Refused() => Results.Json(new { error = new { code = "00001", message = "Invalid credentials." } }, statusCode: 401);

    private static string Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.ToString() : "";
}
