using CreditBridge.Abstractions.Fields;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>
/// Ten minutes of traffic with a CRM that has a life of its own: late commits, locks, conflicts, merges, deletes and undeletes, people who type over credit fields, slow
/// writes beside the cycles, and a process that dies. One call in twenty fails. In the end the CRM must show what it shows after the same ten minutes without a fault.
/// </summary>
public sealed class TrafficSimulationTests : IDisposable
{
    private const int Steps = 120;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-traffic-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task Faults_change_nothing_in_the_end_and_then_there_is_silence(int seed)
    {
        var undisturbed = await RunAsync(seed, faulty: false);
        var disturbed = await RunAsync(seed, faulty: true);

        disturbed.Shown.ShouldBe(undisturbed.Shown);
        foreach (var outcome in new[] { undisturbed, disturbed })
        {
            outcome.StaleWrites.ShouldBe(0, "no value of an older decision over that of a newer one");
            outcome.CallsInSilence.ShouldBe(0, "nothing is left to write");
        }

        disturbed.Deaths.ShouldBeGreaterThan(3, "a simulation in which nothing died proves nothing");
        disturbed.Faults.Count.ShouldBeGreaterThan(8, "of the kinds of faults, nearly all must have happened");
        undisturbed.Drifted.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Nothing_is_taken_for_drift_when_nobody_typed_anything_over(int seed) =>
        (await RunAsync(seed, faulty: true, peopleTypeOver: false)).Drifted.ShouldBe(0);

    private async Task<Outcome> RunAsync(int seed, bool faulty, bool peopleTypeOver = true)
    {
        var faults = new SimulatedFaults(new Random(seed + 1_000), probability: 0.05);
        var clock = new ManualClock(Start);
        var org = new SimulatedOrg(clock, new Random(seed + 2_000), faults);
        var world = new SimulatedWorld(new Random(seed), faults, DateOnly.FromDateTime(Start.UtcDateTime), org) { PeopleTypeOver = peopleTypeOver };
        var pace = new Random(seed + 3_000);
        await using var engine = await SimulatedEngine.StartAsync(Path.Combine(_folder.FullName, $"{seed} {faulty} {peopleTypeOver}.db"), world, faults, clock, org);
        await SettleOnAsync(Start.AddDays(1), engine, clock);
        faults.On = faulty;
        var began = clock.GetUtcNow();
        // Once while everything else rests, so that there is drift to be seen whatever the seed.
        world.TypeOver();
        for (var step = 0; step < Steps; step++)
        {
            for (var changes = step == 0 ? 0 : pace.Next(3); changes > 0; changes--)
                world.Change();
            clock.Advance(TimeSpan.FromSeconds(5));
            await engine.CycleOrDieAsync();
        }

        (clock.GetUtcNow() - began).ShouldBe(TimeSpan.FromMinutes(10));
        faults.On = false;
        await SettleOnAsync(Start.AddDays(3), engine, clock);
        var calls = org.WriteCalls;
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await engine.CycleAsync();
        }

        var drifted = engine.Drifted + (await engine.Database.Drift.CountAsync(CancellationToken.None)).Total;
        return new Outcome(Visible(org, world), org.StaleWrites, org.WriteCalls - calls, engine.Deaths, drifted, faults.Happened);
    }

    // How many pauses it takes to come to rest differs from run to run, because slow writes run beside the cycles; what is shown depends on the day. So all runs begin and
    // end on the same one.
    private static async Task SettleOnAsync(DateTimeOffset morning, SimulatedEngine engine, ManualClock clock)
    {
        await engine.SettleAsync();
        clock.GetUtcNow().ShouldBeLessThan(morning);
        clock.Advance(morning - clock.GetUtcNow());
        await engine.SettleAsync();
        clock.GetUtcNow().Date.ShouldBe(morning.Date);
    }

    // Everything on accounts and open deals but what depends on the history by design: times and ids of decisions, and the day by which a review was first promised.
    private static List<string> Visible(SimulatedOrg org, SimulatedWorld world)
    {
        var visible = world.AccountKeys.Concat(world.OpenDealsOfAccounts).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. org.Shown.Where(r => visible.Contains(r.Key.Key))
                .SelectMany(r => r.Value.Where(v => !v.Key.Accompanies && v.Key != CreditFields.Opportunity.ReviewDue && !v.Value.IsEmpty).Select(v => $"{r.Key.Key} {v.Key.FullName} = {v.Value}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private sealed record Outcome(List<string> Shown, int StaleWrites, int CallsInSilence, int Deaths, long Drifted, IReadOnlyDictionary<string, int> Faults);
}
