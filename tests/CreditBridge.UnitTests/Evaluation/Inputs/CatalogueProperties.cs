using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.UnitTests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Inputs;

/// <summary>What holds for every input of the catalogue, on any file.</summary>
public sealed class CatalogueProperties
{
    // Every input is used by this policy, each in a rule of its own, so that the decision shows all of them.
    private static readonly string Rules = string.Concat(InputCatalogue.All.Where(i => i.Stage <= InputStage.Limit)
        .Select(i => $"    - {{ name: {i.Name}, when: \"known({i.Name})\", reason: r, release: r }}\n"));

    private static readonly Core.Policies.CreditPolicy Everything = StarterPolicy.With("    - name: held in the ERP\n", Rules + "    - name: held in the ERP\n");

    private static void ForAll(int cases, Action<int> property, [CallerMemberName] string name = "") =>
        Check.One(Cases.Of(cases, name), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property));

    [Fact]
    public void EveryInput_IsDocumentedAndFindable()
    {
        InputCatalogue.All.Count.ShouldBeGreaterThanOrEqualTo(60);
        InputCatalogue.All.Select(i => i.Name).ShouldBeUnique();
        foreach (var input in InputCatalogue.All)
        {
            input.Name.ShouldMatch("^[a-z][a-z0-9_]*$");
            input.Meaning.ShouldEndWith(".");
            input.Computed.ShouldEndWith(".");
            input.MissingWhen.ShouldNotBeEmpty();
            InputCatalogue.All[input.Index].ShouldBe(input);
        }
    }

    [Fact]
    public void EveryInput_StaysWithinItsBoundsOnAnyFile() => ForAll(300, seed =>
    {
        var file = RandomFiles.Absurd(seed).InOrder();
        foreach (var input in InputCatalogue.All)
        {
            var reading = CreditEvaluator.Read(file, StarterPolicy.Policy, input);
            if (reading.IsMissing)
                continue;
            reading.Kind.ShouldBe(input.Unit switch { InputUnit.Flag => ReadingKind.Flag, InputUnit.Text => ReadingKind.Text, _ => ReadingKind.Number }, input.Name);
            if (reading.Number is { } number)
            {
                (number < input.Lowest).ShouldBeFalse($"{input.Name} is {number} on {seed}");
                (number > input.Highest).ShouldBeFalse($"{input.Name} is {number} on {seed}");
            }
        }
    });

    [Fact]
    public void EveryInput_IsIndependentOfTheOrderOfRecords() => ForAll(100, seed =>
    {
        var file = RandomFiles.Absurd(seed);
        var decision = CreditEvaluator.Evaluate(file, Everything);
        CreditEvaluator.Evaluate(RandomFiles.Shuffled(file, seed), Everything).Id.ShouldBe(decision.Id);
    });

    /// <summary>Nothing that an input says changes before the moment that the evaluation names.</summary>
    [Fact]
    public void BeforeTheNextMoment_NoInputChanges() => ForAll(300, seed =>
    {
        var file = (seed % 3 == 0 ? RandomFiles.Absurd(seed) : RandomFiles.Ordinary(seed)).InOrder() with { AsOf = Files.On(Files.Today.AddDays(seed % 300)) };
        var input = InputCatalogue.All[seed % InputCatalogue.All.Count];
        var policy = StarterPolicy.Policy;
        for (var step = 0; step < 5; step++)
        {
            var (reading, next) = CreditEvaluator.ReadUntil(file, policy, input);
            var until = next ?? file.AsOf.Instant.AddYears(3);
            foreach (var moment in new[] { until.AddSeconds(-1), file.AsOf.Instant + (until - file.AsOf.Instant) / 2 })
            {
                var later = file with { AsOf = AsOf.At(moment, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) };
                if (moment >= file.AsOf.Instant)
                    CreditEvaluator.Read(later, policy, input).ShouldBe(reading, $"{input.Name}, seed {seed}, from {file.AsOf.BusinessDate} to {later.AsOf.BusinessDate}, next {next}");
            }

            if (next is null)
                return;
            file = file with { AsOf = AsOf.At(until, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) };
        }
    });
}
