using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Decisions;

/// <summary>What a connector is told that a field can say is what a decision makes it say; a check compares it with the picklists of the CRM.</summary>
public sealed class ClosedFieldValueTests
{
    [Fact]
    public void CheckStatus_CanBeEveryStatusOfADeal() =>
        CreditFields.Opportunity.CheckStatus.Values.ShouldBe(Enum.GetValues<DealStatus>().Select(DecisionFields.StatusText).Distinct(), ignoreOrder: true);

    [Fact]
    public void LimitStatus_CanBeEveryKindOfLimit() =>
        CreditFields.Account.LimitStatus.Values.ShouldBe(Enum.GetValues<CreditLimitKind>().Select(DecisionFields.StatusText).Distinct(), ignoreOrder: true);

    [Fact]
    public void Trend_CanBeEveryTrendThatIsKnown() =>
        CreditFields.Account.Trend.Values.ShouldBe(Enum.GetValues<PaymentTrend>().Where(t => t != PaymentTrend.Unknown).Select(t => t.ToString()), ignoreOrder: true);
}
