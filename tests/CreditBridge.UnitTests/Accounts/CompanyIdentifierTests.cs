using CreditBridge.Core.Accounts.Identifiers;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Accounts;

public sealed class CompanyIdentifierTests
{
    [Theory]
    [InlineData(IdentifierKind.TaxId, "DE 123.456.789", "DE123456789")]
    [InlineData(IdentifierKind.TaxId, "de123456789", "DE123456789")]
    [InlineData(IdentifierKind.TaxId, "CHE-123.456.788 MWST", "CHE123456788MWST")]
    [InlineData(IdentifierKind.Duns, "15-048-3782", "150483782")]
    [InlineData(IdentifierKind.Domain, "https://WWW.Acme-Pumps.de/about?x=1", "acme-pumps.de")]
    [InlineData(IdentifierKind.Domain, "Kim <kim@acme.co.uk", "acme.co.uk")]
    [InlineData(IdentifierKind.Domain, "müller.de", "xn--mller-kva.de")]
    [InlineData(IdentifierKind.Domain, "acme.com.:443", "acme.com")]
    [InlineData(IdentifierKind.Number, " C-1 ", "C-1")]
    public void Spelling_IsEvenedOut(IdentifierKind kind, string text, string value) => CompanyIdentifier.Read(kind, text).ShouldBe(new CompanyIdentifier(kind, value));

    [Theory]
    [InlineData(IdentifierKind.TaxId, "n/a")]
    [InlineData(IdentifierKind.TaxId, "000000000")]
    [InlineData(IdentifierKind.TaxId, "unknown")]
    [InlineData(IdentifierKind.Duns, "12345")]
    [InlineData(IdentifierKind.Duns, "999999999")]
    [InlineData(IdentifierKind.Domain, "kim@gmail.com")]
    [InlineData(IdentifierKind.Domain, "acme.wixsite.com/shop")]
    [InlineData(IdentifierKind.Domain, "acme")]
    [InlineData(IdentifierKind.Domain, "10.0.0.1")]
    [InlineData(IdentifierKind.Domain, "none. yet")]
    [InlineData(IdentifierKind.Number, " ")]
    public void WhatIdentifiesNobody_IsNone(IdentifierKind kind, string text) => CompanyIdentifier.Read(kind, text).ShouldBeNull();

    [Fact]
    public void WhatIsOnlySimilar_IsDifferent()
    {
        CompanyIdentifier.Read(IdentifierKind.TaxId, "DE123456789").ShouldNotBe(CompanyIdentifier.Read(IdentifierKind.TaxId, "123456789"));
        CompanyIdentifier.Read(IdentifierKind.Domain, "shop.acme.com").ShouldNotBe(CompanyIdentifier.Read(IdentifierKind.Domain, "acme.com"));
        CompanyIdentifier.Read(IdentifierKind.Number, "c1").ShouldNotBe(CompanyIdentifier.Read(IdentifierKind.Number, "C1"));
    }
}
