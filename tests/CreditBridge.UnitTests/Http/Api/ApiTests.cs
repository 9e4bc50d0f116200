using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Http.Api;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Http.Api;

public sealed class ApiTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("006D000000IRFma", "006D000000IRFmaIAH")]
    [InlineData("006D000000IRFmaIAH", "006D000000IRFmaIAH")]
    public void Id_IsTakenWithAndWithoutItsCheckCharacters(string given, string full)
    {
        OpportunityId.TryNormalize(given, out var id).ShouldBeTrue();
        id.ShouldBe(full);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("001D000000IRFmaIAH")]
    [InlineData("006D000000IRFmaIAX")]
    [InlineData("006D000000IRFm'")]
    [InlineData("006D000000IRFmaIAH' OR Name != null")]
    public void Id_OfSomethingElseIsRefused(string? given) => OpportunityId.TryNormalize(given, out _).ShouldBeFalse();

    [Theory]
    [InlineData(Key, true)]
    [InlineData("0123456789abcdef0123456789abcdeF", false)]
    [InlineData("0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Key_HasToBeTheWholeKey(string? given, bool isRight)
    {
        var request = new DefaultHttpContext().Request;
        if (given is not null) request.Headers[ApiKey.Header] = given;

        new ApiKey(Key).IsIn(request).ShouldBe(isRight);
    }

    [Fact]
    public void Key_SentTwiceIsRefused()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[ApiKey.Header] = new Microsoft.Extensions.Primitives.StringValues([Key, Key]);

        new ApiKey(Key).IsIn(request).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("too short", 1)]
    [InlineData(Key, 0)]
    public void Option_AsksForALongKey(string? key, int problems) =>
        new HttpOptions { ApiKey = key }.Problems().Count(problem => problem.Option == nameof(HttpOptions.ApiKey)).ShouldBe(problems);
}
