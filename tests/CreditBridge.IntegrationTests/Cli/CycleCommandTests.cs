using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Cycles in processes of their own: what one leaves behind, or did not finish, is all that the next one knows.</summary>
public sealed class CycleCommandTests : SampleWorldFixture
{
    protected override bool InOwnProcess => true;

    [Fact]
    public async Task A_second_sync_of_unchanged_data_writes_nothing_and_costs_one_call()
    {
        var first = await CommandAsync("sync", "--json");
        first.ExitCode.ShouldBe(0, first.Error + first.Output);
        first.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(200);
        var written = World.Server.Calls.RecordsWritten;
        written.ShouldBe(first.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64());

        var used = World.Server.Calls.Used;
        var second = await CommandAsync("sync", "--json");

        second.ExitCode.ShouldBe(0, second.Error + second.Output);
        World.Server.Calls.RecordsWritten.ShouldBe(written);
        (World.Server.Calls.Used - used).ShouldBe(1);
        second.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(
            first.Json.GetProperty("evaluation").GetProperty("reviews").GetProperty("opened").GetInt64(), "of our own writes, only new reviews are looked at: they have their CRM ids now");
        second.Json.GetProperty("calls").GetInt64().ShouldBe(1);

        var third = await CommandAsync("sync", "--json");
        third.Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBe(0, "our own write coming back makes nothing due");
        third.Json.GetProperty("calls").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_writes_nothing_and_says_what_a_sync_then_writes()
    {
        var plan = await CommandAsync("plan", "--json", "--limit", "1000");
        plan.ExitCode.ShouldBe(0, plan.Error + plan.Output);
        World.Server.Calls.RecordsWritten.ShouldBe(0);
        var records = plan.Json.GetProperty("plan").GetProperty("records").GetInt64();
        records.ShouldBeGreaterThan(200);

        var sync = await CommandAsync("sync", "--json");
        sync.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64().ShouldBe(records);
    }

    [Fact]
    public async Task A_killed_sync_goes_on_at_the_next_start_and_ends_where_an_undisturbed_one_ends()
    {
        using (var victim = Creditbridge.Start(["sync", "--config", Config]))
        {
            // Killed as soon as the org has been asked something: anywhere in reading, evaluating or writing.
            var deadline = Task.Delay(TimeSpan.FromMinutes(1));
            while (World.Server.Calls.Used == 0 && !victim.HasExited && !deadline.IsCompleted)
                await Task.Delay(20);
            victim.Kill(entireProcessTree: true);
            await victim.WaitForExitAsync();
        }

        var next = await CommandAsync("sync", "--json");
        next.ExitCode.ShouldBe(0, next.Error + next.Output);

        var quiet = await CommandAsync("sync", "--json");
        quiet.Json.GetProperty("dispatch").GetProperty("delivered").GetInt64().ShouldBe(0);
        World.Server.Org.Query("SELECT Id FROM Account WHERE Credit_Checked_At__c = null").Count.ShouldBe(0);
        var outbox = await CommandAsync("outbox", "list", "--json");
        outbox.Json.GetArrayLength().ShouldBe(0);
    }
}
