using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.TestKit.Connectors;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>What bad answers get, and what check finds.</summary>
public sealed class ODataRefusalTests
{
    [Fact]
    public async Task AThrottledRequest_SaysWhenToComeBack()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With("A");
        service.Stub.Next.Enqueue(new StubAnswer(429, """{"error":{"code":"Application_TooManyRequests","message":"Slow down."}}""") { Headers = { ["Retry-After"] = "17" } });
        var failure = await service.FailAsync();
        (failure.Kind, failure.RetryAfter, failure.Code).ShouldBe((FailureKind.Throttled, TimeSpan.FromSeconds(17), "Application_TooManyRequests"));
    }

    [Fact]
    public async Task AWebPage_IsNeverTakenForRows()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With("A");
        service.Stub.Next.Enqueue(new StubAnswer(200, "<html><body>Sign in</body></html>", "text/html"));
        var failure = await service.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("web page");
    }

    [Fact]
    public async Task AnAnswerThatBrokeOff_LeavesTheLastGoodState()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full")).With("A", "B");
        await service.ReadAsync();
        service.Stub.Next.Enqueue(new StubAnswer(200, """{"value":[{"Number":"A","""));
        (await service.FailAsync()).Kind.ShouldBe(FailureKind.Transient);
        service.Numbers.ShouldBe(["A", "B"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARefusedQuestion_IsShown_WithWhatTheServiceSays(bool isV2)
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full\n      filter: Nmae eq 'x'", isV2)).With("A");
        var failure = await service.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("Could not find a property named 'Nmae'");
        failure.Message.ShouldContain("$filter=Nmae eq 'x'");
        failure.Code.ShouldBe("BadRequest");
    }

    [Fact]
    public async Task AnEntitySetThatIsNotThere_IsNamed()
    {
        await using var service = await ServiceUnderTest.StartAsync("set: full");
        service.Folder.Write("connector: OData\nsystem: erp\nodata: {version: 4, auth: {kind: none} }\nrecords:\n  customers:\n    read: {set: full, entity: Custmers, key: [Number]}\n    fields: {company: {value: \"1\"}, number: Number, name: Name}\n");
        (await service.FailAsync()).NextStep.ShouldContain("'Custmers' is not there");
        (await CheckAsync(service)).ShouldContain(f => f.Status == CheckStatus.Failed && f.NextStep == "Did you mean 'Customers'?");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThePropertiesThatAMappingNames_AreComparedWithTheDescription(bool isV2)
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full", isV2, fields: "parent_number: Numbr")).With("A");
        var findings = await CheckAsync(service);
        findings.ShouldContain(f => f.Status == CheckStatus.Failed && f.Message.Contains("no property 'Numbr'", StringComparison.Ordinal) && f.NextStep == "Did you mean 'Number'?");
    }

    [Fact]
    public async Task ASoundServiceAndMapping_AreFoundSound()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full", top: "metadata: true")).With("A", "B", "C");
        var findings = await CheckAsync(service);
        findings.ShouldNotContain(f => f.Status == CheckStatus.Failed);
        findings.ShouldContain(f => f.Message.Contains("All properties that the mapping names are in 'Customers'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADescriptionWithADocumentType_IsRefused()
    {
        await using var service = (await ServiceUnderTest.StartAsync("set: full", top: "metadata: true")).With("A");
        service.Stub.Next.Enqueue(new StubAnswer(200, "<!DOCTYPE x [<!ENTITY a \"b\">]><edmx:Edmx xmlns:edmx=\"x\"/>", "application/xml"));
        (await service.FailAsync()).Message.ShouldContain("$metadata is not sound XML");
    }

    private static async Task<List<CheckFinding>> CheckAsync(ServiceUnderTest service)
    {
        await using var connection = service.Folder.Connect(new MiniEngine().Context, service.Stub.BaseUrl, 100);
        var findings = new List<CheckFinding>();
        await foreach (var finding in connection.CheckAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }
}
