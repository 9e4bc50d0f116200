using CreditBridge.UnitTests.Delivery;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Http.Credit;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Forecasts;

/// <summary>The credit team's page in a real browser: light, dark, narrow, on paper, by keyboard, and without asking anybody else for anything.</summary>
public sealed class CreditPageBrowserTests : IAsyncLifetime
{
    private const string Address = "http://localhost:5080/credit";

    private readonly List<string> _outside = [];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1_280)]
    [InlineData(ColorScheme.Dark, 1_280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Page_CanBeReadInEveryLight_AndOnATelephone(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(scheme, width);

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.EvaluateAsync<string[]>(Contrasts)).ShouldBeEmpty();
        (await page.Locator("svg.chart:visible").CountAsync()).ShouldBe(2);
        _outside.ShouldBeEmpty("the page asks nobody else for anything");
        if (Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"credit-{scheme}-{width}.png"), FullPage = true });
    }

    [Fact]
    public async Task Page_IsUsedByKeyboard_AndPrints()
    {
        var page = await OpenAsync(ColorScheme.Dark, 1_280);

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
        (await page.EvaluateAsync<double>("document.activeElement.getBoundingClientRect().top")).ShouldBeGreaterThanOrEqualTo(0);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
        (await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true })).Length.ShouldBeGreaterThan(10_000);
    }

    // Texts whose colour differs too little from what lies behind them: WCAG 2.1, 1.4.3, with 4.5 for all sizes.
    private const string Contrasts = """
        () => {
          const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
          const light = c => { const l = c.slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : Math.pow((v + .055) / 1.055, 2.4); }); return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
          const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > .99) return c; } return [255, 255, 255]; };
          const bad = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const text = walk.currentNode.textContent.trim(), e = walk.currentNode.parentElement;
            if (!text || ['TITLE', 'DESC'].includes(e.tagName.toUpperCase()) || !e.getClientRects().length) continue;
            const style = getComputedStyle(e);
            const a = light(parse(e.namespaceURI.endsWith('svg') ? style.fill : style.color)), b = light(behind(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) bad.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
          }
          return bad;
        }
        """;

    private async Task<IPage> OpenAsync(ColorScheme scheme, int width)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.RouteAsync("**/*", async route =>
        {
            switch (new Uri(route.Request.Url).PathAndQuery)
            {
                case "/credit" when route.Request.Url == Address:
                    await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html; charset=utf-8", Body = Markup(), Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = CreditEndpoints.ContentPolicy } });
                    break;
                case "/status.css" or "/credit.css":
                    await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/css; charset=utf-8", Body = Resource(new Uri(route.Request.Url).AbsolutePath.TrimStart('/')) });
                    break;
                default:
                    _outside.Add(route.Request.Url);
                    await route.AbortAsync();
                    break;
            }
        });
        await page.GotoAsync(Address);
        return page;
    }

    private static string Markup() => CreditPage.Render(
        ForecastSamples.View(),
        new QueueView([new QueueLine("R-1", "Example Ltd: Line 4", "deal", "EUR 480,000", "Ada, Enterprise", "LATE 2 h 10", "bad"), new QueueLine("R-2", "Beispiel GmbH", "periodic", "EUR 20,000", "nobody yet", "at risk: 40 min", "warn"), new QueueLine("R-3", "Exemple SA", "limit", "unknown", "Mid-market", "5 h 00 left", "good")], 3),
        []).Markup;

    private static string Resource(string name)
    {
        using var text = new StreamReader(typeof(Bridge).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private static string Chromium() => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No Chromium was found; Debian's package 'chromium' is needed (test.sh installs it).");
}
