using CreditBridge.Worker.Logging;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Logging;

public class SecretRedactionTests
{
    private static readonly SecretRedaction s_none = new([]);

    [Theory]
    [InlineData("Authorization: Bearer 00Dxx0000001gPL!AQEAQFp.x_y", "AQEAQ")]
    [InlineData("header 'bearer abc123DEF456'", "abc123DEF456")]
    [InlineData("Authorization: Bearer \"abc123DEF456\"", "abc123DEF456")]
    [InlineData("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpw")]
    [InlineData("authorization: opaquevaluewithoutscheme", "opaquevalue")]
    [InlineData("grant_type=jwt&assertion=eyJhbGciOi.payload.sig-nature&x=1", "payload")]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln seen", "eyJpc3MiOiJ4In0")]
    [InlineData("client_id=3MVG9&client_secret=ABCDEF012345&scope=api", "ABCDEF012345")]
    [InlineData("ClientSecret = ABCDEF012345", "ABCDEF012345")]
    [InlineData("""{"access_token":"x!y","instance_url":"https://a"}""", "x!y")]
    [InlineData("""{"access_token" : "quo\"ted tail"}""", "tail")]
    [InlineData("""body "{\"refresh_token\":\"5Aep861\",\"id\":1}" """, "5Aep861")]
    [InlineData("""{"clientSecret":"zzz9""", "zzz9")]
    [InlineData("refresh_token=5Aep861%21x", "5Aep861")]
    [InlineData("Host=db;Username=u;Password=pa ss,w&rd;Database=x", "pa ss")]
    [InlineData("Host=db;Password=\"a;b \"\"c\"\" d\";Database=x", "c\"\" d")]
    [InlineData("Host=db;PWD='a;b';Database=x", "b'")]
    [InlineData("Host=db;password = geheim", "geheim")]
    [InlineData("postgres://user:geheim@db:5432/x", "geheim")]
    [InlineData("sid=00Dxx0000001gPLEAY!AQ.x_y-z", "AQ.x_y-z")]
    [InlineData("url?sid=00Dxx0000001gPLEAY%21AQ.xyz&y=1", "AQ.xyz")]
    [InlineData("session 00Dxx0000001gPL!AQEA.B_C expired", "AQEA.B_C")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----", "IBAAKC")]
    [InlineData("key: -----BEGIN PRIVATE KEY-----\\nMIIEow\\ncut off", "MIIEow")]
    [InlineData("Set-Cookie: BrowserId=abcd1234", "abcd1234")]
    public void Shape_OfASecret_IsRemoved(string text, string secret)
    {
        var clean = s_none.Remove(text);
        clean.ShouldNotContain(secret);
        clean.ShouldContain(SecretRedaction.Mark);
    }

    [Theory]
    [InlineData("Host=db;Username=u;Password=geheim;Database=x", "Host=db;Username=u;Password=***;Database=x")]
    [InlineData("client_id=3MVG9&client_secret=ABCDEF&scope=api", "client_id=3MVG9&client_secret=***&scope=api")]
    [InlineData("""{"access_token":"x","instance_url":"https://a"}""", """{"access_token":"***","instance_url":"https://a"}""")]
    [InlineData("session 00Dxx0000001gPL!AQEA.B_C expired", "session 00D*** expired")]
    public void Rest_OfTheText_Stays(string text, string expected) => s_none.Remove(text).ShouldBe(expected);

    [Theory]
    [InlineData("Connections:crm:ClientSecret is missing. Set it as CREDITBRIDGE_Connections__crm__ClientSecret.")]
    [InlineData("Connections:crm:PrivateKeyFile: the file /etc/creditbridge/key.pem is not there")]
    [InlineData("read 2,000 receivables at 09:00:00, token endpoint https://login.example.com/services/oauth2/token")]
    [InlineData("the basic authentication scheme; the bearer certificate expired")]
    [InlineData("Account 001xx000003DGb2AAG of org 00Dxx0000001gPLEAY was held: 3 items past due")]
    public void Text_WithoutSecrets_IsUnchanged(string text) => s_none.Remove(text).ShouldBe(text);

    [Fact]
    public void KnownSecret_InEverySpelling_IsRemoved()
    {
        const string secret = "p@ss w/ö\"rd+1";
        var redaction = new SecretRedaction([secret]);
        foreach (var text in new[]
                 {
                     $"plain {secret}.", Uri.EscapeDataString(secret), Uri.EscapeDataString(secret).Replace("%20", "+"),
                     System.Text.Json.JsonSerializer.Serialize(secret), """{"x":"p@ss w/ö\"rd+1"}""", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)),
                 })
        {
            redaction.Remove(text).ShouldContain(SecretRedaction.Mark, Case.Sensitive, text);
            redaction.Remove(text).ShouldNotContain("ss");
        }
    }

    [Fact]
    public void KnownSecrets_OneWithinTheOther_LeaveNoRemainder() =>
        new SecretRedaction(["abc", "abcdef"]).Remove("abcdef abc").ShouldBe("*** ***");

    [Fact]
    public void KnownConnectionString_PasswordAlone_IsRemoved() =>
        new SecretRedaction(["Host=db;Password=geheim;Timeout=5"]).Remove("server said: geheim is wrong").ShouldBe("server said: *** is wrong");

    [Fact]
    public void KnownKey_OneLineOfIt_IsRemoved() =>
        new SecretRedaction(["-----BEGIN X-----\nMIIEowIBAAKCAQEA1\n-----END X-----"]).Remove("near MIIEowIBAAKCAQEA1 oops").ShouldBe("near *** oops");

    [Fact]
    public void KnownSecrets_VeryShort_AreNotLookedFor() => new SecretRedaction(["", "a", "ab"]).Remove("a cab").ShouldBe("a cab");

    public static TheoryData<string, string, int> Hostile => new()
    {
        { "", "a", 50_000 },
        { "", "0", 50_000 },
        { "", "password", 8_000 },
        { "password", " ", 50_000 },
        { "", "Password=\"\"", 8_000 },
        { "", "password='", 8_000 },
        { "", "-----BEGIN A-----", 2_000 },
        { "", "://a:", 8_000 },
        { "://", "a", 50_000 },
        { "", "bearer ", 8_000 },
        { "", "eyJaaaaaa", 8_000 },
        { "", "eyJaaaaaa ", 8_000 },
        { "", "secret\\\"", 8_000 },
        { "\"secret", "\\", 100_000 },
        { "", "\"secret\":\"\\", 10_000 },
        { "", "\"secret\\\":\\\"", 10_000 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Text_LongAndHostile_IsDoneInLinearTime(string start, string repeated, int times)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, times));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        s_none.Remove(text);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
