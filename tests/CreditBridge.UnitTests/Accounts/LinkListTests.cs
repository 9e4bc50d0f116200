using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Accounts;

public sealed class LinkListTests
{
    private static readonly CustomerKey Customer = CustomerKey.Parse("erp:1000/C1");

    [Fact]
    public void Lines_AreRead_WithCommentsHeaderAndRefusals()
    {
        var list = LinkList.Read("\uFEFFaccount,customer,comment\r\n# agreed with Kim\r\n001A, erp:1000/C1, same tax id\r\n\r\nnot 001B,erp:1000/C1\r\n001A,\"erp:1000/C,2\"\r\n");

        list.Problems.ShouldBeEmpty();
        list.Links.ShouldBe([new AccountLink("001A", Customer, 3), new AccountLink("001A", CustomerKey.Parse("erp:1000/C,2"), 6)]);
        list.Refused.ShouldBe([("001B", Customer)]);
    }

    [Fact]
    public void EveryMistake_IsNamed_WithItsLine()
    {
        var list = LinkList.Read("001A\n001A, C1\nerp:1000/C1, 001A\n001A, erp:1000/C1\n001A, erp:1000/C1\nnot 001A, erp:1000/C1\n, erp:1000/C1");

        list.Problems.Select(p => p.Line).ShouldBe([1, 2, 3, 5, 6, 7]);
        list.Problems[1].Message.ShouldContain("system:company/number");
        list.Problems[2].Message.ShouldContain("account is expected first");
        list.Problems[3].Message.ShouldContain("line 4 already");
        list.Problems[4].Message.ShouldContain("opposite");
    }

    [Fact]
    public void TheLineThatIsProposed_CanBeReadBack()
    {
        var customer = CustomerKey.Parse("erp:1000/C\"1,2");

        var list = LinkList.Read(LinkList.LineOf("001A", customer, "tax id DE1, Acme\nGmbH"));

        list.Problems.ShouldBeEmpty();
        list.Links.ShouldHaveSingleItem().Customer.ShouldBe(customer);
    }

    [Fact]
    public void WhatBecameOfACustomer_IsRead_AndCanBeReadBack()
    {
        var list = LinkList.Read("renumbered erp:1000/C1, erp:1000/K7, tax id DE1\nGONE erp:1000/C2, closed down\n" + LinkList.LineOf(CustomerKey.Parse("erp:1000/C,3"), Customer, "a, b") + "\n" + LinkList.LineOf(CustomerKey.Parse("erp:1000/C4"), null, ""));

        list.Problems.ShouldBeEmpty();
        list.Changes.ShouldBe(
        [
            new CustomerChange(Customer, CustomerKey.Parse("erp:1000/K7"), 1), new CustomerChange(CustomerKey.Parse("erp:1000/C2"), null, 2),
            new CustomerChange(CustomerKey.Parse("erp:1000/C,3"), Customer, 3), new CustomerChange(CustomerKey.Parse("erp:1000/C4"), null, 4),
        ]);
    }

    [Fact]
    public void MistakesAboutWhatBecameOfACustomer_AreNamed()
    {
        var list = LinkList.Read("renumbered erp:1000/C1\ngone C1\nrenumbered erp:1000/C1, erp:1000/C1\ngone erp:1000/C2\nrenumbered erp:1000/C2, erp:1000/C3");

        list.Problems.Select(p => p.Line).ShouldBe([1, 2, 3, 5]);
        list.Problems[0].Message.ShouldContain("new key");
        list.Problems[3].Message.ShouldContain("Line 4 says already");
    }
}
