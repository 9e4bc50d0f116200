using CreditBridge.Core.Accounts;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IAccountStore"/>: marks, next moments, leases, and the transaction that ends an evaluation.</summary>
public abstract class AccountStoreConformance : StoreConformance
{
    private Task<long> CompleteAsync(params EvaluatedAccount[] accounts) => Stores.Accounts.CompleteAsync(accounts, None);

    private static EvaluatedAccount Nothing(DueAccount due, DateTimeOffset? next = null) => new(due, null, next, []);

    [Fact]
    public async Task LeasedAccount_IsNotLeasedAgain_UntilTheLeaseRunsOut()
    {
        await ApplyAsync(Crm, Account("a"));
        var first = (await LeaseAsync()).ShouldHaveSingleItem();
        (await LeaseAsync(Noon.AddMinutes(4))).ShouldBeEmpty();
        var second = (await LeaseAsync(Noon.AddMinutes(5))).ShouldHaveSingleItem();
        second.Mark.ShouldBe(first.Mark);
        second.Lease.ShouldBeGreaterThan(first.Lease);
    }

    [Fact]
    public async Task Lease_GivesTheLongestWaitingFirst_AndNoMoreThanAsked()
    {
        await Stores.Snapshots.ApplyAsync(Page(Crm, Abstractions.Records.RecordKind.Account, Account("late")) with { ReadAt = Noon.AddMinutes(-1) }, None);
        await Stores.Snapshots.ApplyAsync(Page(Crm, Abstractions.Records.RecordKind.Account, Account("early"), Account("also")) with { ReadAt = Noon.AddMinutes(-9) }, None);
        (await LeaseAsync(max: 2)).Select(d => d.AccountKey).ShouldBe(["also", "early"]);
        (await LeaseAsync(max: 2)).Select(d => d.AccountKey).ShouldBe(["late"]);
    }

    [Fact]
    public async Task CompletedAccount_IsDueAgain_WhenItsNextMomentComes()
    {
        await ApplyAsync(Crm, Account("a"));
        await CompleteAsync(Nothing((await LeaseAsync()).Single(), Noon.AddDays(1)));
        (await Stores.Accounts.CountDueAsync(Noon.AddDays(1).AddSeconds(-1), None)).ShouldBe(0);
        (await Stores.Accounts.CountDueAsync(Noon.AddDays(1), None)).ShouldBe(1);
        await CompleteAsync(Nothing((await LeaseAsync(Noon.AddDays(1))).Single()));
        (await LeaseAsync(Noon.AddYears(10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task MarkSetDuringTheEvaluation_Stays()
    {
        await ApplyAsync(Crm, Account("a"));
        var due = (await LeaseAsync()).Single();
        await ApplyAsync(Crm, Deal("1", "a"));
        await CompleteAsync(Nothing(due, Noon.AddDays(9)));
        (await LeaseAsync()).ShouldHaveSingleItem().Mark.ShouldBeGreaterThan(due.Mark);
    }

    [Fact]
    public async Task ResultOfALeaseThatAnotherWorkerTook_IsDropped()
    {
        await ApplyAsync(Crm, Account("a"));
        var slow = (await LeaseAsync()).Single();
        var quick = (await LeaseAsync(Noon.AddMinutes(10))).Single();
        await CompleteAsync(new EvaluatedAccount(slow, Decision("a", 1, id: "slow"), null, [Outgoing.Put("a", 1)]));
        (await Stores.Decisions.FindAsync("slow", None)).ShouldBeNull();
        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(0);

        await CompleteAsync(new EvaluatedAccount(quick, Decision("a", 1, id: "quick"), null, [Outgoing.Put("a", 2)]));
        (await Stores.Decisions.FindAsync("quick", None)).ShouldNotBeNull();
        (await Stores.Accounts.CountDueAsync(Noon.AddDays(1), None)).ShouldBe(0);
    }

    [Fact]
    public async Task LeaseThatRanOut_ButNobodyTook_StillCompletes()
    {
        await ApplyAsync(Crm, Account("a"));
        await CompleteAsync(Nothing((await LeaseAsync()).Single()));
        (await LeaseAsync(Noon.AddHours(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task AccountRemovedDuringTheEvaluation_LeavesNothingBehind()
    {
        await ApplyAsync(Crm, Account("a"));
        var due = (await LeaseAsync()).Single();
        await RemoveAsync(Crm, Abstractions.Records.RecordKind.Account, new Core.Snapshots.RemovedRecord("a", null));
        await CompleteAsync(new EvaluatedAccount(due, Decision("a", 1), Noon, [Outgoing.Put("a", 1)]));
        (await Stores.Decisions.GetLatestAsync(["a"], None)).ShouldBeEmpty();
        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(0);
        (await Stores.Accounts.CountDueAsync(Noon.AddDays(1), None)).ShouldBe(0);
    }

    [Fact]
    public async Task Completion_IsAllOrNothing()
    {
        await ApplyAsync(Crm, Account("a"), Account("b"));
        var due = await LeaseAsync();
        await CompleteAsync(new EvaluatedAccount(due[0], Decision("a", 1), null, []));

        // A second first decision would fork the chain: that is a bug of the caller, and nothing of the call may stay.
        await ApplyAsync(Crm, Deal("1", "a"));
        var again = (await LeaseAsync()).Single();
        await Should.ThrowAsync<Exception>(() => CompleteAsync(
            new EvaluatedAccount(due[1], Decision("b", 1), null, [Outgoing.Put("b", 1)]), new EvaluatedAccount(again, Decision("a", 1, id: "fork"), null, [])));

        (await Stores.Decisions.GetLatestAsync(["a", "b"], None)).Keys.ShouldBe(["a"]);
        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(0);
        (await Stores.Accounts.CountDueAsync(Noon, None)).ShouldBe(2);
    }

    [Fact]
    public async Task MarkAll_MakesEveryAccountDue_AlsoLeasedAndMarkedOnes()
    {
        await ApplyAsync(Crm, Account("done"), Account("leased"));
        var due = await LeaseAsync();
        await CompleteAsync(Nothing(due.Single(d => d.AccountKey == "done"), Noon.AddDays(30)));
        await ApplyAsync(Crm, Account("marked"));

        (await Stores.Accounts.MarkAllAsync(None)).ShouldBe(3);

        await CompleteAsync(Nothing(due.Single(d => d.AccountKey == "leased")));
        (await TakeDueAsync()).ShouldBe(["done", "leased", "marked"]);
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Marks_CountUp()
    {
        await ApplyAsync(Crm, Account("a"));
        var mark = (await LeaseAsync()).Single().Mark;
        await Stores.Accounts.MarkAllAsync(None);
        await Stores.Accounts.MarkAllAsync(None);
        (await LeaseAsync(Noon.AddHours(1))).Single().Mark.ShouldBe(mark + 2);
    }

    [Fact]
    public async Task ManyWorkers_LeaseEveryAccountExactlyOnce()
    {
        await ApplyAsync(Crm, [.. Enumerable.Range(0, 300).Select(i => Account($"a{i:000}"))]);
        var workers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<string>();
            while (await LeaseAsync(max: 20) is { Count: > 0 } leased)
                mine.AddRange(leased.Select(d => d.AccountKey));
            return mine;
        })));
        workers.SelectMany(w => w).Count().ShouldBe(300);
        workers.SelectMany(w => w).Distinct().Count().ShouldBe(300);
    }

    [Fact]
    public async Task IngestAndEvaluationSideBySide_LoseNoMark()
    {
        await ApplyAsync(Crm, [.. Enumerable.Range(0, 40).Select(i => Account($"a{i:00}"))]);
        using var ended = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        async Task EvaluateAsync()
        {
            while (true)
            {
                var isLast = ended.IsCancellationRequested;
                var due = await LeaseAsync(max: 15);
                foreach (var rows in await Stores.Reader.ReadAccountsAsync([.. due.Select(d => d.AccountKey)], None))
                    seen[rows.AccountKey] = rows.Related.Count;
                await CompleteAsync([.. due.Select(d => Nothing(d))]);
                if (isLast && due.Count == 0)
                    return;
            }
        }

        async Task IngestAsync(string connection)
        {
            for (var round = 0; round < 12; round++)
                await ApplyAsync(connection, [.. Enumerable.Range(0, 40).Select(i => Deal($"{connection} {round} {i}", $"a{(i * 7 + round) % 40:00}"))]);
        }

        var evaluators = Enumerable.Range(0, 2).Select(_ => Task.Run(EvaluateAsync)).ToList();
        await Task.WhenAll(Task.Run(() => IngestAsync("one")), Task.Run(() => IngestAsync("two")), Task.Run(() => IngestAsync("three")));
        await ended.CancelAsync();
        await Task.WhenAll(evaluators);

        (await Stores.Accounts.CountDueAsync(Noon, None)).ShouldBe(0);
        seen.Count.ShouldBe(40);
        foreach (var rows in await Stores.Reader.ReadAccountsAsync([.. seen.Keys], None))
            rows.Related.Count.ShouldBe(36, rows.AccountKey);
    }
}
