using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Cli;

public sealed class ReplayAndOverrideCommandTests : SampleWorldFixture
{
    private async Task<string> PolicyAsync(string piece, string replacement)
    {
        var text = await File.ReadAllTextAsync(ShippedFiles.Policy);
        text.ShouldContain(piece);
        var file = Path.Combine(Folder, "new.yaml");
        await File.WriteAllTextAsync(file, text.Replace(piece, replacement, StringComparison.Ordinal));
        return file;
    }

    [Fact]
    public async Task A_replay_shows_what_would_change_and_how_much_of_it_is_known()
    {
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        var stricter = await PolicyAsync("oldest_past_due_days > 30 and", "oldest_past_due_days > 5 and");

        var replay = await CommandAsync("policy", "replay", stricter, "--json", "--accounts", "3");

        replay.ExitCode.ShouldBe(0, replay.Error + replay.Output);
        replay.Json.GetProperty("accounts").GetInt64().ShouldBe(200);
        replay.Json.GetProperty("dates").GetArrayLength().ShouldBe(12);
        replay.Json.GetProperty("changes").GetArrayLength().ShouldBe(3);
        replay.Json.GetProperty("reconstructedFiles").GetInt64().ShouldBeGreaterThan(0, "the sample company was read for the first time just now");
        replay.Json.GetProperty("dates")[11].GetProperty("knownFiles").GetInt64().ShouldBe(200, "and what was read is known from then on");
        replay.Json.GetProperty("dates").EnumerateArray().Sum(d => d.GetProperty("holdsAdded").GetInt64()).ShouldBeGreaterThan(0);

        var shown = await CommandAsync("policy", "replay", stricter, "--from", "2026-01-01", "--every", "week");
        shown.ExitCode.ShouldBe(0, shown.Error + shown.Output);
        shown.Output.ShouldContain("What came of it");
        shown.Output.ShouldContain("reconstructed");
    }

    [Fact]
    public async Task A_replay_that_cannot_be_says_why()
    {
        var policy = await PolicyAsync("Low", "Low");
        (await CommandAsync("policy", "replay", policy)).ExitCode.ShouldBe(2, "nothing was read yet");
        var late = await CommandAsync("policy", "replay", policy, "--from", "2999-01-01");
        late.ExitCode.ShouldBe(2);
        late.Error.ShouldContain("2999-01-01");
        var broken = await PolicyAsync("oldest_past_due_days > 30 and", "oldest_past_due_day > 30 and");
        var refused = await CommandAsync("policy", "replay", broken);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("oldest_past_due_days");
    }

    [Fact]
    public async Task An_exception_is_granted_listed_and_revoked_and_its_account_is_decided_on_again()
    {
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        var account = World.Server.Org.Query("SELECT Id FROM Account ORDER BY Name LIMIT 1")[0]["Id"]!.ToString()!;

        var endless = await CommandAsync("override", "grant", account, "--effect", "release-hold", "--by", "Kim", "--reason", "fair season", "--deal", "nothing");
        endless.ExitCode.ShouldBe(2);
        endless.Error.ShouldContain("--until");
        endless.Error.ShouldContain("no deal 'nothing'");

        var beyond = await CommandAsync("override", "grant", account, "--effect", "raise-limit", "--amount", "900000000", "--until", "2999-12-31", "--by", "Kim", "--reason", "none");
        beyond.ExitCode.ShouldBe(2);
        beyond.Error.ShouldContain("policy");

        var granted = await CommandAsync("override", "grant", account, "--effect", "hold", "--by", "Kim", "--reason", "rumours", "--json");
        granted.ExitCode.ShouldBe(0, granted.Error + granted.Output);
        var key = granted.Json.GetProperty("granted").GetProperty("key").GetString()!;
        var listed = await CommandAsync("override", "list", account);
        listed.Output.ShouldContain(key);
        listed.Output.ShouldContain("puts on hold for the account, until it is revoked");
        (await CommandAsync("sync", "--json")).Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBeGreaterThanOrEqualTo(1);

        (await CommandAsync("override", "revoke", key)).ExitCode.ShouldBe(0);
        (await CommandAsync("override", "revoke", key)).ExitCode.ShouldBe(2);
        (await CommandAsync("override", "list", "--json")).Json.GetArrayLength().ShouldBe(0);
        (await CommandAsync("sync", "--json")).Json.GetProperty("evaluation").GetProperty("accounts").GetInt64().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task An_exception_for_a_deal_that_moves_to_another_account_was_said_to_have_lost_its_deal_and_names_whose_it_is()
    {
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);
        var deal = World.Server.Org.Query("SELECT Id, AccountId FROM Opportunity WHERE IsClosed = false AND AccountId != null ORDER BY Id LIMIT 1")[0];
        var (key, owner) = (deal["Id"]!.ToString()!, deal["AccountId"]!.ToString()!);
        var other = World.Server.Org.Query($"SELECT Id, Name FROM Account WHERE Id != '{owner}' ORDER BY Id LIMIT 1")[0];
        (await CommandAsync("override", "grant", owner, "--effect", "decline-deals", "--deal", key, "--by", "Kim", "--reason", "rumours", "--json")).ExitCode.ShouldBe(0);
        World.Server.Org.Update(key, ("AccountId", other["Id"]!.ToString()));
        (await CommandAsync("sync", "--json")).ExitCode.ShouldBe(0);

        var standing = (await CommandAsync("override", "list", "--json")).Json[0].GetProperty("standing");
        standing.GetProperty("state").ToString().ShouldBe("dealMoved");
        standing.GetProperty("why").ToString().ShouldContain($"the deal belongs to {other["Name"]} now, and this was decided for another account");
        string.Join(' ', (await CommandAsync("override", "list")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain("its deal moved to another account: no effect");
    }
}
