using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>Says in words what a validation attribute allows.</summary>
public static class RuleText
{
    /// <summary>What is allowed, as the rest of "allowed: …".</summary>
    public static string Of(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => $"{Limit(range.Minimum)} to {Limit(range.Maximum)}",
        StringLengthAttribute length => $"{length.MinimumLength} to {length.MaximumLength} characters",
        MinLengthAttribute least => $"at least {least.Length}",
        MaxLengthAttribute most => $"at most {most.Length}",
        LengthAttribute length => $"{length.MinimumLength} to {length.MaximumLength}",
        RegularExpressionAttribute pattern => pattern.ErrorMessage ?? $"text that matches {pattern.Pattern}",
        RequiredAttribute => "any value, but not none",
        _ => rule.FormatErrorMessage("the value"),
    };

    private static string Limit(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture) ?? "";
}
