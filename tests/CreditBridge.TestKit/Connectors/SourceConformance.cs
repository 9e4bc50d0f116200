using System.Text;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Connectors;

/// <summary>
/// The contract of <see cref="ISource{T}"/> as tests. Derive a class, say how to build a harness around your system, and all of it is checked.
/// </summary>
public abstract partial class SourceConformance
{
    private static readonly int[] First = [.. Enumerable.Range(1, 10)];
    private static readonly int[] Second = [.. Enumerable.Range(6, 10)];
    private static readonly int[] Everything = [.. First.Union(Second)];

    /// <summary>Builds an empty system.</summary>
    protected abstract Task<ISourceHarness> CreateHarnessAsync();

    /// <summary>No record is lost, and each page says where to go on.</summary>
    [Fact]
    public async Task Read_FromTheBeginning_GivesEveryRecordInBoundedPages()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        var pages = await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
        pages.Count.ShouldBeGreaterThan(1, "pages of the harness must be small enough for ten records to make several");
        pages.ShouldAllBe(p => p.Next.Value.Length <= 4000);
        pages.SelectMany(p => p.Changes).ShouldAllBe(c => c.Current == null || (c.Current.Kind == harness.Kind && c.Current.Key == c.Key));
    }

    /// <summary>Read again without news, nothing changes.</summary>
    [Fact]
    public async Task Read_WithoutNews_ChangesNothing()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = engine.Copy();
        await ReadAsync(harness, engine);
        ShouldBeTheSame(engine, before);
    }

    /// <summary>A process may be killed after any page: whoever goes on from there arrives at the same state.</summary>
    [Fact]
    public async Task Read_ResumedFromAnyCheckpoint_EndsInTheSameState()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var stages = new List<MiniEngine>();
        var whole = new MiniEngine();
        await ReadAsync(harness, whole, stages);
        await harness.PublishAsync(Everything, 2);
        await ReadAsync(harness, whole, stages);
        stages.Count.ShouldBeGreaterThan(4);
        foreach (var stage in stages)
        {
            await ReadAsync(harness, stage);
            ShouldBeTheSame(stage, whole);
        }
    }

    /// <summary>A page may be read and stored again long after it was: a backup was restored, or somebody put the checkpoint back.</summary>
    [Fact]
    public async Task Read_AgainFromEachEarlierCheckpoint_EndsInTheSameState()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var stages = new List<MiniEngine>();
        var engine = new MiniEngine();
        await ReadAsync(harness, engine, stages);
        await harness.PublishAsync(Everything, 2);
        await ReadAsync(harness, engine, stages);
        foreach (var stage in stages)
        {
            var replayed = engine.Copy();
            replayed.GoBackTo(stage);
            await ReadAsync(harness, replayed);
            ShouldBeTheSame(replayed, engine);
        }
    }

    /// <summary>A page may be stored twice: the process was killed after it was stored and before anybody noticed.</summary>
    [Fact]
    public async Task Read_WithEveryPageStoredTwice_EndsInTheSameState()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var (once, twice) = (new MiniEngine(), new MiniEngine());
        foreach (var page in await ReadAsync(harness, once))
        {
            twice.Store(page);
            twice.Store(page);
        }

        ShouldBeTheSame(twice, once);
    }

    /// <summary>It does not matter whether news is read as it comes or all at once, nor in which order the records stand.</summary>
    [Fact]
    public async Task Read_InStepsOrAtOnce_InAnyOrder_EndsInTheSameState()
    {
        await using var stepwise = await CreateHarnessAsync();
        var engine = new MiniEngine();
        await stepwise.PublishAsync(First, 1);
        await ReadAsync(stepwise, engine);
        await stepwise.PublishAsync(Everything, 2);
        await ReadAsync(stepwise, engine);

        await using var atOnce = await CreateHarnessAsync();
        var other = new MiniEngine();
        await atOnce.PublishAsync([.. First.Reverse()], 1);
        await atOnce.PublishAsync([.. Everything.Reverse()], 2);
        await ReadAsync(atOnce, other);
        ShouldBeTheSame(other, engine);
    }

    /// <summary>Cancelled in the middle, a read ends promptly and leaves nothing that disturbs the next one.</summary>
    [Fact]
    public async Task Read_CancelledInTheMiddle_EndsAndCanGoOn()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        using var cancellation = new CancellationTokenSource();
        await using (var connection = harness.Connect(engine.Context))
        {
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                await foreach (var page in SourceOf(harness, connection).ReadPagesAsync(null, cancellation.Token))
                {
                    engine.Store(page);
                    await cancellation.CancelAsync();
                }
            });
        }

        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
    }

    /// <summary>Cancelled before it begins, a read gives nothing.</summary>
    [Fact]
    public async Task Read_CancelledBeforehand_GivesNothing()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await using var connection = harness.Connect(engine.Context);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in SourceOf(harness, connection).ReadPagesAsync(null, new CancellationToken(canceled: true)))
                page.Changes.ShouldBeEmpty("a page was given after the read had been cancelled");
        });
    }

    /// <summary>A reader that stops after a page and disposes the enumerator hinders nobody.</summary>
    [Fact]
    public async Task Read_AbandonedAfterAPage_CanGoOn()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await using (var connection = harness.Connect(engine.Context))
        {
            await foreach (var page in SourceOf(harness, connection).ReadPagesAsync(null, CancellationToken.None))
            {
                engine.Store(page);
                break;
            }
        }

        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
    }

    /// <summary>A checkpoint that the source does not understand is answered with a full read.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("{\"unknown\":1}")]
    [InlineData("{\"rows\":\"x\"}")]
    [InlineData("null")]
    public async Task Read_FromAnUnreadableCheckpoint_ReadsEverything(string text)
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        engine.LoseCheckpoint(text);
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
    }

    /// <summary>One unreadable record is reported with its place and hides no other.</summary>
    [Fact]
    public async Task Read_WithAnUnreadableRecord_RejectsItAndGivesTheOthers()
    {
        await using var harness = await CreateHarnessAsync();
        if (!Applies(harness, Ability.UnreadableRecord, await harness.PublishWithUnreadableAsync(First, 1)))
            return;
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(First.Select(harness.KeyOf), ignoreOrder: true);
        var rejection = engine.Rejected.ShouldHaveSingleItem().Value;
        rejection.Where.ShouldNotBeNullOrWhiteSpace();
        rejection.Reason.ShouldNotBeNullOrWhiteSpace();
        (rejection.Raw?.Length ?? 0).ShouldBeLessThanOrEqualTo(2000);
    }

    /// <summary>Keys are stable: the same records under a later version keep them.</summary>
    [Fact]
    public async Task Read_OfChangedRecords_KeepsTheirKeysAndShowsTheChange()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(First, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = engine.Copy();
        await harness.PublishAsync(First, 2);
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(before.Records.Keys);
        engine.Records.ShouldAllBe(r => Content(r.Value) != Content(before.Records[r.Key]));
    }

    /// <summary>Five thousand records that come in one go are given in pages as small as ever, and the source keeps nothing of what it has given.</summary>
    [Fact]
    public async Task Read_OfVeryManyRecordsAtOnce_StaysWithinThePageBoundAndKeepsNothing()
    {
        const int Many = 5000;
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync([.. Enumerable.Range(1, Many)], 1);
        await using var connection = harness.Connect(new MiniEngine().Context);
        var (keys, early) = await ReadWithoutKeepingAsync(SourceOf(harness, connection), harness.PageBound);
        keys.Count.ShouldBe(Many);
        GC.Collect();
        early.Count(r => r.IsAlive).ShouldBeLessThanOrEqualTo(100, "of the first thousand records nearly all must be free while the connection is open");
    }

    /// <summary>What this system cannot be made to do is declared with a reason, and enough remains to be worth the name.</summary>
    [Fact]
    public async Task Harness_DeclaresWithAReason_WhatItCannotDo()
    {
        await using var harness = await CreateHarnessAsync();
        harness.Cannot.ShouldAllBe(c => c.Value.Trim().Length >= 20 && c.Value.Contains(' '), "a reason is a sentence that a reader can judge");
        var abilities = Enum.GetValues<Ability>().Length;
        (abilities - harness.Cannot.Count).ShouldBeGreaterThanOrEqualTo(2, $"of {abilities} abilities so few are proven that the kit proves little");
    }

    private static async Task<(HashSet<string> Keys, List<WeakReference> Early)> ReadWithoutKeepingAsync(ISource source, int bound)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var early = new List<WeakReference>();
        await foreach (var page in source.ReadPagesAsync(null, CancellationToken.None))
        {
            (page.Changes.Count + page.Rejected.Count).ShouldBeLessThanOrEqualTo(bound);
            foreach (var change in page.Changes)
            {
                if (keys.Add(change.Key) && early.Count < 1000)
                    early.Add(new WeakReference(change.Current));
            }
        }

        return (keys, early);
    }

    // A test that does not apply passes only when the harness has declared it, and a declaration that is not true any more fails.
    private static bool Applies(ISourceHarness harness, Ability ability, bool isDone)
    {
        if (isDone)
            harness.Cannot.Keys.ShouldNotContain(ability, $"{harness.GetType().Name} declares that it cannot do {ability}, and does it: take the declaration out.");
        else
            harness.Cannot.Keys.ShouldContain(ability, $"{harness.GetType().Name} does not do {ability}: implement the member of ISourceHarness, or say in Cannot why the system cannot.");
        return isDone;
    }

    private static async Task<List<SourcePage>> ReadAsync(ISourceHarness harness, MiniEngine engine, List<MiniEngine>? stages = null)
    {
        var pages = new List<SourcePage>();
        await using var connection = harness.Connect(engine.Context);
        await foreach (var page in SourceOf(harness, connection).ReadPagesAsync(engine.Checkpoint, CancellationToken.None))
        {
            engine.Store(page);
            pages.Add(page);
            stages?.Add(engine.Copy());
        }

        return pages;
    }

    private static ISource SourceOf(ISourceHarness harness, Abstractions.Connections.IConnection connection) => connection.Sources.Single(s => s.Kind == harness.Kind);

    private static void ShouldBeTheSame(MiniEngine actual, MiniEngine expected)
    {
        actual.Records.Keys.ShouldBe(expected.Records.Keys);
        foreach (var (key, record) in expected.Records)
            Content(actual.Records[key]).ShouldBe(Content(record));
        actual.Rejected.Keys.ShouldBe(expected.Rejected.Keys);
    }

    // Equal content means equal JSON: that is how the engine recognises a repeated record.
    private static string Content(SourceRecord record) => Encoding.UTF8.GetString(RecordCodec.Encode(record));
}
