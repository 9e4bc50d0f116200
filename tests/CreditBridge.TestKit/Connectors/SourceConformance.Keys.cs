using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Connectors;

/// <summary>Records that go, come twice, come late, or are called otherwise from now on.</summary>
public abstract partial class SourceConformance
{
    /// <summary>What the system lets go of, goes; what it keeps, stays.</summary>
    [Fact]
    public async Task Read_AfterRecordsWereDeleted_RemovesThemAndNoOthers()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        if (!Applies(harness, Ability.Deletion, await harness.DeleteAsync([2, 9])))
            return;
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Except([2, 9]).Select(harness.KeyOf), ignoreOrder: true);
    }

    /// <summary>A record that was deleted and comes back is there again.</summary>
    [Fact]
    public async Task Read_OfARecordThatCameBack_ShowsItAgain()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        if (!Applies(harness, Ability.Deletion, await harness.DeleteAsync([4])))
            return;
        var key = harness.KeyOf(4);
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldNotContain(key);
        await harness.PublishAsync([4], 2);
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldContain(harness.KeyOf(4));
    }

    /// <summary>The same record twice in one go, with the same content, is one record; where amounts are owed, that is reported.</summary>
    [Fact]
    public async Task Read_OfARecordShownTwiceAlike_GivesItOnce()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        if (!Applies(harness, Ability.Duplicate, await harness.PublishTwiceAsync(5, 1, 1)))
            return;
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
        engine.Rejected.Values.ShouldAllBe(r => r.IsRepetition && r.Key == harness.KeyOf(5));
    }

    /// <summary>
    /// The same key twice in one go, with other contents: in a stream of changes the later one counts; in a complete listing nobody can say which is true, so all are
    /// rejected by name and the last good state stays. No other record suffers.
    /// </summary>
    [Fact]
    public async Task Read_OfAKeyShownTwiceWithOtherContents_GuessesNothingAndHidesNothing()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = Content(engine.Records[harness.KeyOf(5)]);
        if (!Applies(harness, Ability.Duplicate, await harness.PublishTwiceAsync(5, 2, 3)))
            return;
        var pages = await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
        if (engine.Rejected.Count > 0)
        {
            engine.Rejected.Values.ShouldAllBe(r => r.Reason.Contains(harness.KeyOf(5), StringComparison.Ordinal) || r.Key == harness.KeyOf(5), "the rejection must name the key");
            Content(engine.Records[harness.KeyOf(5)]).ShouldBe(before, "the last good state stays");
            return;
        }

        pages.ShouldAllBe(p => p.FullSet == null, "in a complete listing a contradiction is rejected");
        await using var other = await CreateHarnessAsync();
        await other.PublishAsync([5], 3);
        var expected = new MiniEngine();
        await ReadAsync(other, expected);
        if (other.KeyOf(5) == harness.KeyOf(5))
            Content(engine.Records[harness.KeyOf(5)]).ShouldBe(Content(expected.Records[other.KeyOf(5)]), "the later of two changes counts");
    }

    /// <summary>A change that becomes visible late, with an older stamp than what was read last, is not missed.</summary>
    [Fact]
    public async Task Read_OfAChangeThatBecameVisibleLate_DoesNotMissIt()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = Content(engine.Records[harness.KeyOf(3)]);
        if (!Applies(harness, Ability.LateArrival, await harness.PublishLateAsync(3, 2) && await harness.PublishLateAsync(11, 1)))
            return;
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Append(11).Select(harness.KeyOf), ignoreOrder: true);
        Content(engine.Records[harness.KeyOf(3)]).ShouldNotBe(before);
    }

    /// <summary>A record that gets another key is the new one only: the old one goes.</summary>
    [Fact]
    public async Task Read_OfARecordWithAnotherKey_LetsTheOldOneGo()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        if (!Applies(harness, Ability.KeyChange, await harness.RenumberAsync(7, 70)))
            return;
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Except([7]).Append(70).Select(harness.KeyOf), ignoreOrder: true);
    }
}
