using CreditBridge.Core.Evaluation;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies;

public sealed class ExpressionTests
{
    /// <summary>On the standard file: nothing open, EUR 100,000 limit, 82 months as customer, EUR 5,000 paid six times, country unknown.</summary>
    [Theory]
    [InlineData("tenure_months = 82", true)]
    [InlineData("tenure_months > 82 or erp_limit >= 100_000", true)]
    [InlineData("not (tenure_months > 80 and erp_limit >= 100000)", false)]
    [InlineData("erp_limit / 4 = 25000", true)]
    [InlineData("erp_limit / exposure > 1", null)]
    [InlineData("min(erp_limit, 2 * 30_000) = 60000", true)]
    [InlineData("coalesce(utilisation_percent, 7) = 0", true)]
    [InlineData("if(erp_hold, 1, 2) + 1 = 3", true)]
    [InlineData("-tenure_months - -2 < -79", true)]
    [InlineData("country in (\"DE\", \"AT\")", null)]
    [InlineData("known(country)", false)]
    [InlineData("country = \"DE\" or erp_customer_count = 1", true)]
    [InlineData("country = \"DE\" and erp_customer_count = 2", false)]
    [InlineData("country = \"DE\" and erp_customer_count = 1", null)]
    [InlineData("erp_limit * 1000000000000 * 1000000000000 * 1000000000000 > 0", null)]
    public void Condition_GivesYesNoOrCannotBeTold(string condition, bool? expected)
    {
        // A hold rule applies only to "yes"; its negation shows whether the answer was "no" or unknown.
        bool Holds(string when) => CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.With("when: limit_used_percent > 120", $"when: '{when}'")).OnHold;
        Holds(condition).ShouldBe(expected == true);
        Holds($"not ({condition})").ShouldBe(expected == false);
    }
}
