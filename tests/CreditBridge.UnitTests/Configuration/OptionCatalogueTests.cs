using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Options;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Configuration.Catalogue;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Configuration;

public class OptionCatalogueTests
{
    private sealed class UnboundOptions
    {
        [Option("A stream.")]
        public Stream? Stream { get; init; }
    }

    private sealed class ReadOnlyOptions
    {
        [Option("Fixed.")]
        public int Fixed { get; } = 5;
    }

    private sealed class EndlessOptions
    {
        [Option("Again.")]
        public EndlessOptions? Inner { get; init; }
    }

    private sealed class TypedOptions
    {
        [Option("Clashes.")]
        public string? Type { get; init; }
    }

    private sealed class Broken<TOptions>() : Connector<TOptions>("Broken")
        where TOptions : class, new()
    {
        protected override IConnection Connect(ConnectionContext context, TOptions options) => throw new NotSupportedException();
    }

    [Fact]
    public void Root_Always_DescribesEveryPublicSettableProperty()
    {
        foreach (var section in new OptionCatalogue([]).Root.Options.Where(option => option.Shape is SectionShape))
        {
            var shape = (SectionShape)section.Shape;
            shape.Options.Select(option => option.Name).ShouldBe(
                shape.ClrType.GetProperties().Where(property => property.SetMethod is not null).Select(property => property.Name), $"a property of {section.Name} lacks [Option]");
        }
    }

    [Fact]
    public void Root_Always_HasAMeaningThatIsASentence()
    {
        foreach (var option in All(new OptionCatalogue([]).Root))
            option.Meaning.ShouldEndWith(".", customMessage: option.Name);
    }

    [Fact]
    public void Connectors_OfOneName_AreRefused() =>
        Should.Throw<InvalidOperationException>(() => new OptionCatalogue([new OtherConnector("One"), new OtherConnector("ONE")])).Message.ShouldContain("ONE", Case.Insensitive);

    [Fact]
    public void OptionsClasses_ThatCannotBeBound_AreRefused()
    {
        foreach (var broken in new IConnector[] { new Broken<UnboundOptions>(), new Broken<ReadOnlyOptions>(), new Broken<EndlessOptions>(), new Broken<TypedOptions>() })
            Should.Throw<InvalidOperationException>(() => new OptionCatalogue([broken]), broken.OptionsType.Name);
    }

    [Fact]
    public void SecretsIn_ConnectionsAndStorage_FindsEachOnce()
    {
        var connector = new SampleConnector();
        var options = new BridgeOptions
        {
            Storage = new() { ConnectionString = "Password=a" },
            Connections = new Dictionary<string, ConfiguredConnection>
            {
                ["a"] = new("a", connector, new SampleConnectorOptions { Password = "b", Pin = 12 }),
                ["c"] = new("c", connector, new SampleConnectorOptions { Password = "b" }),
            },
        };

        new OptionCatalogue([connector]).SecretsIn(options).ShouldBe(["Password=a", "b", "12"]);
    }

    private static IEnumerable<OptionDescription> All(SectionShape section) =>
        section.Options.SelectMany(option => option.Shape is SectionShape inner ? [option, .. All(inner)] : new[] { option });
}
