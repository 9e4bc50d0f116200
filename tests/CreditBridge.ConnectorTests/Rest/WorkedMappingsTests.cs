using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.ConnectorTests.Rest.Stubs;
using CreditBridge.Connectors.Rest;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Rest;

/// <summary>The shipped mappings against servers that speak as the systems' documentation says, to the cent.</summary>
public sealed class WorkedMappingsTests
{
    [Fact]
    public async Task NetSuite_CustomersItemsAndRates_AreRead()
    {
        var stub = new NetSuiteStub();
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = NetSuite(server);
        await ShouldHold(folder, "netsuite", 3, new() { ["EUR"] = 250.50m, ["USD"] = 849.55m });
        var customers = folder.Engines[RecordKind.ErpCustomer].Records.Values.Cast<ErpCustomerRecord>().ToDictionary(c => c.Customer.Number);
        (customers["101"].Limit, customers["101"].OnHold).ShouldBe((CreditLimit.Of(new Money(25000m, CurrencyCode.Parse("USD"))), false));
        (customers["102"].Limit, customers["102"].OnHold).ShouldBe((CreditLimit.NotSet, true));
        (customers["103"].Limit, customers["103"].Name).ShouldBe((CreditLimit.None, "C103 Person"));
        var paid = (PaymentRecord)(await folder.ReadAsync(RecordKind.Payment)).Records.Values.ShouldHaveSingleItem();
        (paid.Amount.Amount, paid.PaidOn).ShouldBe((99.99m, new DateOnly(2025, 2, 20)));
        (await folder.ReadAsync(RecordKind.ExchangeRate)).Records.Keys.ShouldBe(["EUR-USD@2026-01-01", "GBP-USD@2026-01-01"]);
    }

    [Fact]
    public async Task NetSuite_Busy_IsThrottledWithItsPause()
    {
        var stub = new NetSuiteStub { IsBusy = true };
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = NetSuite(server);
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.Receivable))).Failure;
        (failure.Kind, failure.RetryAfter, failure.Code).ShouldBe((FailureKind.Throttled, TimeSpan.FromSeconds(7), "CONCURRENCY_LIMIT_EXCEEDED"));
    }

    [Fact]
    public async Task NetSuite_WrongToken_IsAuthentication_WithoutTheSecret()
    {
        await using var server = await StubServer.StartAsync(new NetSuiteStub().AnswerAsync);
        using var folder = NetSuite(server);
        folder.Options.Secrets["TOKEN_SECRET"] = "wrong-token-secret";
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.Receivable))).Failure;
        failure.Kind.ShouldBe(FailureKind.Authentication);
        failure.ToString().ShouldNotContain("wrong-token-secret");
    }

    [Fact]
    public async Task QuickBooks_CustomersAndItems_AreRead()
    {
        var stub = new QuickBooksStub();
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = QuickBooks(server);
        await ShouldHold(folder, "quickbooks", 4, new() { ["EUR"] = 400.25m, ["USD"] = 291.00m });
        var paid = (PaymentRecord)(await folder.ReadAsync(RecordKind.Payment)).Records.Values.ShouldHaveSingleItem();
        (paid.Amount.Amount, paid.PaidOn, paid.DueOn).ShouldBe((10.5m, new DateOnly(2025, 2, 20), new DateOnly(2025, 2, 9)));
    }

    [Fact]
    public async Task QuickBooks_TheRotatedRefreshToken_OutlivesTheProcess()
    {
        var stub = new QuickBooksStub();
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = QuickBooks(server);
        var state = new PassingConnectionState();
        folder.Context = folder.Context with { State = state };
        await using (var connection = folder.Connect())
        {
            await folder.ReadAsync(connection, RecordKind.ErpCustomer);
            stub.EndSessions();
            await folder.ReadAsync(connection, RecordKind.Receivable);
        }

        stub.RefreshToken.ShouldBe("refresh-3");
        (await state.GetAsync("rest.refresh_token", default))!.ShouldNotContain("refresh-");
        await folder.ReadAsync(RecordKind.Receivable);
        stub.RefreshToken.ShouldBe("refresh-4");
        folder.Options.Secrets["REFRESH_TOKEN"] = "refresh-4";
        await folder.ReadAsync(RecordKind.Receivable);
        stub.RefreshToken.ShouldBe("refresh-5");
    }

    [Fact]
    public async Task Odoo_CustomersItemsAndRates_AreRead()
    {
        await using var server = await StubServer.StartAsync(new OdooStub { SessionEnded = true }.AnswerAsync);
        using var folder = Odoo(server);
        await ShouldHold(folder, "odoo", 2, new() { ["EUR"] = 95.10m, ["USD"] = 630.00m });
        var items = folder.Engines[RecordKind.Receivable].Records.Values.Cast<ReceivableRecord>().ToList();
        items.Count(i => i.Type == DocumentType.Invoice).ShouldBe(3);
        items.Single(i => i.Type == DocumentType.UnappliedCash).OpenAmount.Amount.ShouldBe(-20.20m);
        items.Single(i => i.Type == DocumentType.CreditNote).OpenAmount.Amount.ShouldBe(-50.05m);
        var paid = (PaymentRecord)(await folder.ReadAsync(RecordKind.Payment)).Records.Values.ShouldHaveSingleItem();
        (paid.Amount.Amount, paid.PaidOn).ShouldBe((120.5m, new DateOnly(2025, 2, 15)));
        (await folder.ReadAsync(RecordKind.ExchangeRate)).Records.Keys.ShouldBe(["EUR-USD@2026-01-01"]);
    }

    [Fact]
    public async Task Odoo_WrongKey_IsAuthentication()
    {
        await using var server = await StubServer.StartAsync(new OdooStub().AnswerAsync);
        using var folder = Odoo(server);
        folder.Options.Secrets["API_KEY"] = "wrong";
        (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.Receivable))).Failure.Kind.ShouldBe(FailureKind.Authentication);
        (await folder.CheckAsync()).ShouldContain(f => f.Subject == "Login" && f.Status == CheckStatus.Failed);
    }

    [Fact]
    public async Task ErpNext_CustomersAndItems_AreRead()
    {
        await using var server = await StubServer.StartAsync(ErpNextStub.AnswerAsync);
        using var folder = Folder("erpnext", server.Url + "api/resource/", ("KEY", "key"), ("SECRET", "secret"));
        await ShouldHold(folder, "erpnext", 4, new() { ["EUR"] = 69.25m, ["USD"] = 59.95m });
        folder.Engines[RecordKind.ErpCustomer].Records.Keys.ShouldBe(["erpnext:Example Ltd/Alpha", "erpnext:Example Ltd/Beta", "erpnext:Example Ltd/Gamma", "erpnext:Other Inc/Gamma"]);
        var paid = (PaymentRecord)(await folder.ReadAsync(RecordKind.Payment)).Records.Values.ShouldHaveSingleItem();
        (paid.Amount.Amount, paid.PaidOn).ShouldBe((44.4m, new DateOnly(2025, 2, 20)));
        (await folder.ReadAsync(RecordKind.Payment)).Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tryton_CustomersItemsAndRates_AreRead()
    {
        var stub = new TrytonStub { CallsPerSession = 3 };
        await using var server = await StubServer.StartAsync(stub.AnswerAsync);
        using var folder = Tryton(server);
        await ShouldHold(folder, "tryton", 4, new() { ["EUR"] = 626.55m, ["USD"] = 600.00m });
        stub.Logins.ShouldBeGreaterThan(2, "the session ended on the way, several times");
        var items = folder.Engines[RecordKind.Receivable].Records.Values.Cast<ReceivableRecord>().ToDictionary(i => i.Key[(i.Key.LastIndexOf('/') + 1)..]);
        var (payment, old, cheque) = (items["12"], items["14"], items["15"]);
        (payment.Type, payment.OpenAmount.Amount, payment.DueOn).ShouldBe((DocumentType.UnappliedCash, -400.05m, new DateOnly(2026, 2, 15)));
        (old.Customer.Number, old.IssuedOn, old.DueOn).ShouldBe(("id-6", new DateOnly(2025, 10, 1), new DateOnly(2025, 10, 1)));
        (cheque.Type, cheque.IssuedOn, cheque.DueOn).ShouldBe((DocumentType.UnappliedCash, new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 5)), "it is dated in the future, and counts at once");
        (await folder.ReadAsync(RecordKind.ExchangeRate)).Records.Keys.ShouldBe(["EUR-USD@2026-01-01"]);
        (await folder.CheckAsync()).ShouldContain(f => f.Subject == "customers.balance" && f.Status == CheckStatus.Ok);
    }

    [Fact]
    public async Task Tryton_WrongPassword_IsAuthentication()
    {
        await using var server = await StubServer.StartAsync(new TrytonStub().AnswerAsync);
        using var folder = Tryton(server);
        folder.Options.Secrets["PASSWORD"] = "wrong-password";
        var failure = (await Should.ThrowAsync<ConnectorException>(() => folder.ReadAsync(RecordKind.Receivable))).Failure;
        (failure.Kind, failure.Where).ShouldBe((FailureKind.Authentication, "login"));
        failure.ToString().ShouldNotContain("wrong-password");
    }

    [Theory]
    [InlineData("tryton-rest")]
    [InlineData("netsuite")]
    [InlineData("quickbooks-online")]
    [InlineData("odoo")]
    [InlineData("erpnext")]
    public void Mapping_HasNoMistake(string name) =>
        new RestConnector().Mappings.Lint(name + ".yaml", Shipped(name)).ShouldBeEmpty();

    [Fact]
    public async Task Check_OfASoundMapping_FindsNoFault()
    {
        await using var server = await StubServer.StartAsync(new OdooStub().AnswerAsync);
        using var folder = Odoo(server);
        var findings = await folder.CheckAsync();
        findings.ShouldNotContain(f => f.Status == CheckStatus.Failed, string.Join('\n', findings));
        findings.ShouldContain(f => f.Subject == "Login" && f.Status == CheckStatus.Ok);
    }

    private static async Task ShouldHold(RestFolder folder, string system, int customers, Dictionary<string, decimal> totals)
    {
        (await folder.ReadAsync(RecordKind.ErpCustomer)).Rejected.ShouldBeEmpty();
        var engine = await folder.ReadAsync(RecordKind.Receivable);
        engine.Rejected.ShouldBeEmpty();
        folder.Engines[RecordKind.ErpCustomer].Records.Count.ShouldBe(customers);
        folder.Engines[RecordKind.ErpCustomer].Records.Keys.ShouldAllBe(k => k.StartsWith(system + ":", StringComparison.Ordinal));
        engine.Records.Values.Cast<ReceivableRecord>().GroupBy(r => r.OpenAmount.Currency.ToString()).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Sum(r => r.OpenAmount.Amount)).ShouldBe(totals);
    }

    private static RestFolder NetSuite(StubServer server) => Folder("netsuite", server.Url,
        ("CONSUMER_KEY", "consumer-key"), ("CONSUMER_SECRET", "consumer+secret"), ("TOKEN_ID", "token-id"), ("TOKEN_SECRET", "token-secret"), ("ACCOUNT", "1234567_SB1"));

    private static RestFolder QuickBooks(StubServer server)
    {
        var folder = Folder("quickbooks-online", server.Url + "v3/company/42/", ("CLIENT_ID", "client"), ("CLIENT_SECRET", "client-secret"), ("REFRESH_TOKEN", "refresh-0"));
        folder.Options.TokenUrl = server.Url + "oauth2/v1/tokens/bearer";
        return folder;
    }

    private static RestFolder Odoo(StubServer server) => Folder("odoo", server.Url, ("DATABASE", "mydb"), ("USER", "bot"), ("API_KEY", "odoo-key"));

    private static RestFolder Tryton(StubServer server) => Folder("tryton-rest", server.Url, ("DATABASE", "erp"), ("USER", "bot"), ("PASSWORD", "tryton-password"));

    private static RestFolder Folder(string name, string url, params (string Name, string Text)[] secrets)
    {
        var folder = new RestFolder(Shipped(name), url);
        foreach (var (key, text) in secrets)
            folder.Options.Secrets[key] = text;
        return folder;
    }

    private static string Shipped(string name) => RepositoryFiles.Read($"deploy/config/mappings/{name}.yaml");
}
