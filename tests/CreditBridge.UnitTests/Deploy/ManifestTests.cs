using System.Xml.Linq;
using CreditBridge.UnitTests.Repository;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Deploy;

/// <summary>manifest/package.xml names what is there: what 'sf project generate manifest --source-dir force-app --source-dir soft-check --output-dir manifest' would write.</summary>
public sealed class ManifestTests
{
    private static readonly XElement Manifest = XElement.Load(RepositoryFiles.PathOf("deploy/salesforce/manifest/package.xml"));

    [Fact]
    public void Manifest_NamesEveryComponentAndNothingElse()
    {
        var named = Manifest.All("types").SelectMany(type => type.Values("members").Select(member => $"{type.Value("name")} {member}")).ToList();

        named.ShouldBeUnique();
        named.ShouldBe(SalesforceSource.Components.Select(component => $"{component.Type} {component.FullName}").Distinct(), ignoreOrder: true);
        Manifest.Value("version").ShouldBe("67.0");
    }

    [Fact]
    public void Names_AreShortEnoughAndUniqueWithinTheirType()
    {
        foreach (var component in SalesforceSource.Components)
        {
            var name = component.FullName.Split('.', '/')[^1].Split('-')[0];
            foreach (var suffix in new[] { "__c", "__e" }) name = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^3] : name;
            name.Length.ShouldBeLessThanOrEqualTo(40, component.Path);
            if (component.Type is not "Layout") name.ShouldMatch("^[A-Za-z](?!.*__)[A-Za-z0-9_]*(?<!_)$", component.Path);
        }

        SalesforceSource.Components.Select(component => (component.Type, component.FullName)).ShouldBeUnique();
    }

    [Fact]
    public void Descriptions_And_Messages_FitWhereTheyGo()
    {
        foreach (var component in SalesforceSource.Components.Where(component => component.Xml is not null && component.Type is not ("CustomField" or "CustomObject" or "SharingRules")))
        {
            foreach (var text in component.Xml!.All("description").Concat(component.Xml!.All("errorMessage")))
                text.Value.Length.ShouldBeInRange(10, 255, component.Path);
        }
    }

    [Fact]
    public void Components_CarryTheRootElementOfTheirType()
    {
        foreach (var component in SalesforceSource.Components.Where(component => component.Xml is not null))
        {
            var expected = Path.GetFileName(component.Path).Split('.')[^2] switch
            {
                "reportFolder-meta" => "ReportFolder",
                "dashboardFolder-meta" => "DashboardFolder",
                _ => component.Type,
            };
            component.Xml!.Name.ShouldBe(SalesforceSource.Metadata + expected, component.Path);
            if (component.Xml!.Value("fullName") is { } fullName) component.FullName.Split('.', '/')[^1].ShouldBe(fullName, component.Path);
        }
    }
}
