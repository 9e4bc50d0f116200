using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Changes;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>A customer whose key was taken out of an account changes nothing by that while it owes something, is blocked or keeps the account on hold.</summary>
public sealed class KeptCustomerTests
{
    private static readonly CreditPolicy s_policy = StarterPolicy.Parse(StarterPolicy.Yaml);

    private static CreditFile Emptied(CreditFile file) => file with { Account = file.Account with { CustomerKeys = [] }, KeptCustomers = [Files.Customer] };

    public static TheoryData<string, CreditFile> Standings() => new()
    {
        { "not due", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(20), 50_000m)] } },
        { "long past due", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] } },
        { "over the limit", Files.Standard() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(20), 500_000m)] } },
        { "held in the ERP", Files.Standard() with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] } },
        { "a balance without items", Files.Standard() with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { Balance = 12m }] } },
    };

    [Theory]
    [MemberData(nameof(Standings))]
    public void Standing_StaysAsItIs_AndTheDecisionSaysWhy(string name, CreditFile file)
    {
        var before = CreditEvaluator.Evaluate(file, s_policy);
        var (decided, after, letGo) = KeptCustomers.Evaluate(Emptied(file), s_policy);

        letGo.ShouldBeEmpty(name);
        decided.KeptCustomers.ShouldBe([Files.Customer]);
        (after.Band, after.Limit, after.Headroom, after.OnHold, after.Exposure.Total).ShouldBe((before.Band, before.Limit, before.Headroom, before.OnHold, before.Exposure.Total), name);
        if (after.OnHold)
            after.HoldsKeptBy.ShouldHaveSingleItem().ShouldStartWith("That the key of customer erp:1000/C1 was taken out releases nothing");
        after.Warnings.ShouldContain(w => w.StartsWith("The key of customer erp:1000/C1 was taken out of the account", StringComparison.Ordinal));
        FileChanges.Between(before, file, after, decided).ShouldContain(c => c.StartsWith("the key of customer erp:1000/C1 was taken out of the account", StringComparison.Ordinal));
    }

    [Fact]
    public void CustomerOfWhichSomethingCannotBeRead_Stays()
    {
        var file = Emptied(Files.Standard()) with { Unreadable = [new UnreadableRecords(Files.Customer.ToString(), RecordKind.Receivable, 1, "items.csv:5", "No number.")] };
        var (decided, after, letGo) = KeptCustomers.Evaluate(file, s_policy);
        (letGo.Count, decided.KeptCustomers, after.Headroom).ShouldBe((0, file.KeptCustomers, null));
        after.Prequalification.IsPrequalified.ShouldBeFalse();
        KeptCustomers.Evaluate(file with { Unreadable = null }, s_policy).LetGo.ShouldHaveSingleItem();
    }

    [Fact]
    public void CustomerThatOwesNothing_IsLetGo()
    {
        var file = Files.Standard() with { OpenItems = [] };
        var (decided, after, letGo) = KeptCustomers.Evaluate(Emptied(file), s_policy);
        letGo.ShouldBe([Files.Customer.ToString()]);
        (decided.KeptCustomers, decided.Customers.Count, decided.Payments.Count).ShouldBe((null, 0, 0));
        after.InputHash.ShouldBe(CreditEvaluator.Evaluate(decided, s_policy).InputHash);
        KeptCustomers.Evaluate(file, s_policy).LetGo.ShouldBeEmpty();
    }

    [Fact]
    public void StoredFile_IsReplayed_WhetherTheCustomerStaysOrIsLetGo()
    {
        foreach (var items in new ReceivableRecord[][] { [], [Files.Open("I1", Files.Today.AddDays(-120), 50_000m)] })
        {
            var (file, decision, _) = KeptCustomers.Evaluate(Emptied(Files.Standard()) with { OpenItems = items }, s_policy);
            var stored = DecisionCodec.Encode(decision, file, null)!;
            var known = DecisionCodec.DecodeFile(stored);
            (known.KeptCustomers?.Count ?? 0).ShouldBe(items.Length);
            DecisionHash.OfContent(CreditEvaluator.Evaluate(known, s_policy)).ShouldBe(stored.ContentHash);
        }
    }

    [Fact]
    public void FileWithoutOne_HasTheHashThatItHad() =>
        System.Text.Json.JsonSerializer.Serialize(Files.Standard(), CoreJson.Default.CreditFile).ShouldNotContain("kept", Case.Insensitive);
}
