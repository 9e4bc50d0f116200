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
        after.HoldReasons.ShouldAllBe(r => r.ReleasedWhen.Contains("That the key of customer erp:1000/C1 was taken out releases nothing", StringComparison.Ordinal));
        after.Warnings.ShouldContain(w => w.StartsWith("The key of customer erp:1000/C1 was taken out of the account", StringComparison.Ordinal));
        FileChanges.Between(before, file, after, decided).ShouldContain(c => c.StartsWith("the key of customer erp:1000/C1 was taken out of the account", StringComparison.Ordinal));
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
    public void FileWithoutOne_HasTheHashThatItHad() =>
        System.Text.Json.JsonSerializer.Serialize(Files.Standard(), CoreJson.Default.CreditFile).ShouldNotContain("kept", Case.Insensitive);
}
