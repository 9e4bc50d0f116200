using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.CreditFiles.Past;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.CreditFiles.Past;

namespace CreditBridge.UnitTests.CreditFiles;

public class AccountTimelineTests
{
    private static readonly DateOnly s_january = new(2026, 1, 1);
    private static readonly DateOnly s_february = new(2026, 2, 28);
    private static readonly ReferenceData s_reference = new([], []);

    private static PastFile? FileOn(Past past, DateOnly day) =>
        new AccountTimeline(past.Of("001"), new HistoryReach(past.GetStartsAsync(default).Result)).FileAt(EndOf(day), s_reference);

    [Fact]
    public void PaymentLearnedLater_DoesNotLeakIntoAnEarlierDate()
    {
        var past = Standard(since: s_january);
        past.Invoice("A", new(2026, 1, 5), due: new(2026, 2, 4), paid: new(2026, 2, 20), 900m, learned: new(2026, 3, 15));

        var then = FileOn(past, s_february)!;
        then.IsKnown.ShouldBeTrue();
        then.File.OpenItems.ShouldHaveSingleItem().Document.ShouldBe("A", "on that day nobody knew that it had been paid a week before");
        then.File.Payments.ShouldBeEmpty();

        var later = FileOn(past, new(2026, 3, 15))!;
        later.File.OpenItems.ShouldBeEmpty();
        later.File.Payments.ShouldHaveSingleItem().PaidOn.ShouldBe(new DateOnly(2026, 2, 20));
    }

    [Fact]
    public void WithoutHistory_APaymentCountsFromTheDayItWasMade_AndWasAnOpenItemBefore()
    {
        var past = Standard(since: null);
        past.Know("001", Paid("A", new(2026, 1, 5), due: new(2026, 2, 4), paid: new(2026, 2, 20), 900m));
        past.Know("001", Paid("B", new(2026, 2, 1), due: new(2026, 3, 3), paid: new(2026, 5, 2), 400m));
        past.Know("001", Paid("C", new(2026, 3, 1), due: new(2026, 3, 31), paid: new(2026, 5, 2), 100m));

        var then = FileOn(past, s_february)!;
        then.IsKnown.ShouldBeFalse();
        then.File.Payments.ShouldHaveSingleItem().Document.ShouldBe("A");
        var open = then.File.OpenItems.ShouldHaveSingleItem();
        (open.Document, open.DueOn, open.OpenAmount.Amount).ShouldBe(("B", new DateOnly(2026, 3, 3), 400m));
        FileOn(past, new(2026, 2, 19))!.File.OpenItems.Select(i => i.Document).ShouldBe(["A", "B"]);
    }

    [Fact]
    public void DateBeforeTheHistoryBegins_IsReconstructed_AndOneAfterItIsKnown()
    {
        var past = Standard(since: new(2026, 3, 1));
        past.Know("001", Open("A", new(2026, 1, 5), new(2026, 2, 4), 900m), to: new(2026, 4, 1));
        past.Know("001", Open("A", new(2026, 1, 5), new(2026, 2, 4), 300m), from: new(2026, 4, 1));
        past.Know("001", Open("late", new(2026, 2, 20), new(2026, 3, 20), 50m), from: new(2026, 3, 20));

        FileOn(past, s_february)!.IsKnown.ShouldBeFalse();
        FileOn(past, s_february)!.File.OpenItems.Select(i => (i.Document, i.OpenAmount.Amount)).ShouldBe([("A", 900m), ("late", 50m)]);
        FileOn(past, new(2026, 3, 10))!.IsKnown.ShouldBeTrue();
        FileOn(past, new(2026, 3, 10))!.File.OpenItems.Select(i => (i.Document, i.OpenAmount.Amount)).ShouldBe([("A", 900m)]);
        FileOn(past, new(2026, 4, 2))!.File.OpenItems.Select(i => (i.Document, i.OpenAmount.Amount)).ShouldBe([("A", 300m), ("late", 50m)]);
    }

    [Fact]
    public void WhatWasOpenWhenHistoryBegan_WasOpenBefore_WhateverWasLearnedOfItsPaymentSince()
    {
        var past = Standard(since: new(2026, 3, 1));
        past.Know("001", Open("A", new(2026, 1, 5), new(2026, 2, 4), 900m), to: new(2026, 3, 15));
        past.Know("001", Paid("A", new(2026, 1, 5), new(2026, 2, 4), new(2026, 2, 20), 900m), from: new(2026, 3, 15));
        past.Know("001", Open("B", new(2026, 1, 5), new(2026, 2, 4), 70m), to: new(2026, 5, 2));
        past.Know("001", Paid("B", new(2026, 1, 5), new(2026, 2, 4), new(2026, 5, 1), 70m), from: new(2026, 5, 2));

        var file = FileOn(past, s_february)!.File;
        file.OpenItems.Select(i => (i.Document, i.OpenAmount.Amount)).ShouldBe([("A", 900m), ("B", 70m)]);
        file.Payments.ShouldBeEmpty();
    }

    [Fact]
    public void Limit_IsThatOfItsTime_AndWithoutHistoryTheFirstThatWasKnown()
    {
        var past = Standard(since: s_january);
        past.End("001", RecordKind.ErpCustomer, new(2026, 3, 1));
        past.Know("001", new ErpCustomerRecord(Customer, "Sandberg AG") { Limit = CreditLimit.Unlimited }, from: new(2026, 3, 1));
        past.Of("001").Versions.Count.ShouldBe(3);
        FileOn(past, s_february)!.File.Customers.ShouldHaveSingleItem().Limit.ShouldBe(CreditLimit.Of(new Money(100_000m, Eur)));
        FileOn(past, new(2026, 3, 2))!.File.Customers.ShouldHaveSingleItem().Limit.ShouldBe(CreditLimit.Unlimited);
        FileOn(past, new(2025, 6, 1))!.File.Customers.ShouldHaveSingleItem().Limit.ShouldBe(CreditLimit.Of(new Money(100_000m, Eur)));
    }

    [Fact]
    public void DatedInformation_CountsFromItsOwnDayOn_AndStatementsHalfAYearLater()
    {
        var past = Standard(since: null);
        var party = CreditParty.Of(Customer);
        past.Know("001", new BureauReportRecord("r", party, "dnb", s_february));
        past.Know("001", new SignalRecord("s", party, "insolvency", s_february));
        past.Know("001", new FinancialStatementRecord("f", party, new(2025, 12, 31), Eur));
        past.Know("001", new SecurityRecord("y", party, SecurityType.Guarantee, new Money(1m, Eur)) { ValidFrom = s_february });
        past.Know("001", new OpportunityRecord("d", "Deal", "Offer", new(2026, 12, 1)) { AccountKey = "001", CreatedOn = s_february });
        past.Know("001", new OpportunityRecord("c", "Closed", "Won", new(2026, 6, 1)) { AccountKey = "001", IsClosed = true });

        var before = FileOn(past, s_february.AddDays(-1))!.File;
        (before.BureauReports.Count + before.Signals.Count + before.Statements.Count + before.Securities.Count + before.Opportunities.Count).ShouldBe(0);
        var then = FileOn(past, s_february)!.File;
        (then.BureauReports.Count, then.Signals.Count, then.Statements.Count, then.Securities.Count, then.Opportunities.Count).ShouldBe((1, 1, 0, 1, 1));
        FileOn(past, new(2026, 6, 28))!.File.Statements.Count.ShouldBe(0);
        FileOn(past, new(2026, 6, 29))!.File.Statements.Count.ShouldBe(1);
    }

    [Fact]
    public void AccountThatCameLater_OrHasGone_HasNoFile()
    {
        var past = new Past(since: s_january);
        past.Know("001", new AccountRecord("001", "Sandberg AG"), from: new(2026, 3, 1), to: new(2026, 5, 1));
        FileOn(past, s_february).ShouldBeNull();
        FileOn(past, new(2026, 4, 1)).ShouldNotBeNull();
        FileOn(past, new(2026, 5, 1)).ShouldBeNull();
    }

    [Fact]
    public void CustomerThatIsNoLongerClaimed_CountsOnlyAsLongAsItWas()
    {
        var past = new Past(since: s_january);
        past.Know("001", new AccountRecord("001", "Sandberg AG") { CustomerKeys = [Customer] }, to: new(2026, 3, 1));
        past.Know("001", new AccountRecord("001", "Sandberg AG"), from: new(2026, 3, 1));
        past.Know("001", Open("A", new(2026, 1, 5), new(2026, 2, 4), 900m));
        FileOn(past, s_february)!.File.OpenItems.Count.ShouldBe(1);
        FileOn(past, new(2026, 3, 2))!.File.OpenItems.ShouldBeEmpty();
    }
}
