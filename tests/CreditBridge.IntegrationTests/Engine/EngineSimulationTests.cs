using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>
/// The whole engine on a real database, from a seed: records change, days pass, calls fail, responses are lost, and the process dies at every point where that can hurt.
/// When the faults end, the CRM must show exactly what an undisturbed engine would have written, and then nothing more may be written.
/// </summary>
public sealed class EngineSimulationTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-simulation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Faults_and_deaths_of_the_process_change_nothing_in_the_end(int seed)
    {
        var random = new Random(seed);
        var faults = new SimulatedFaults(random, probability: 0.05);
        var clock = new ManualClock(Start);
        var world = new SimulatedWorld(random, faults, DateOnly.FromDateTime(Start.UtcDateTime));

        faults.On = true;
        await using (var engine = await SimulatedEngine.StartAsync(Path.Combine(_folder.FullName, "disturbed.db"), world, faults, clock))
        {
            for (var step = 0; step < 120; step++)
            {
                for (var changes = random.Next(4); changes > 0; changes--)
                    world.Change();
                clock.Advance(TimeSpan.FromHours(random.Next(1, 12)));
                world.Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
                await engine.CycleOrDieAsync();
            }

            faults.On = false;
            await engine.SettleAsync();
            var arrived = world.Sink.Arrived;
            (await engine.CycleAsync()).Dispatch!.Delivered.ShouldBe(0, "a quiet cycle writes nothing");
            world.Sink.Arrived.ShouldBe(arrived);
            engine.Deaths.ShouldBeGreaterThan(5, "a simulation in which nothing died proves nothing");
        }

        faults.Happened.Keys.ShouldContain("response lost");
        var disturbed = world.Sink.Shown;

        world.EmptyTheCrm(faults);
        await using (var reference = await SimulatedEngine.StartAsync(Path.Combine(_folder.FullName, "reference.db"), world, faults, clock))
            await reference.SettleAsync();

        Visible(disturbed, world).ShouldBe(Visible(world.Sink.Shown, world));
    }

    // Everything on accounts and open deals but what depends on the history by design: times and ids of decisions, and the day by which a review was first promised.
    private static List<string> Visible(Dictionary<TargetRecord, Dictionary<CreditField, FieldValue>> shown, SimulatedWorld world)
    {
        var open = world.OpenDeals;
        return
        [
            .. shown.Where(r => r.Key.Kind == RecordKind.Account || open.Contains(r.Key.Key))
                .SelectMany(r => r.Value.Where(v => !v.Key.Accompanies && v.Key != CreditFields.Opportunity.ReviewDue && !v.Value.IsEmpty).Select(v => $"{r.Key.Key} {v.Key.FullName} = {v.Value}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
