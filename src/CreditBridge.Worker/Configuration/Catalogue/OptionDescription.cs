using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>Everything that is declared about an option.</summary>
/// <param name="Property">The property that declares and holds it.</param>
/// <param name="Meaning">What it means, for an admin.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="Nullable">Whether it may have no value.</param>
/// <param name="Default">Its value when it is not given.</param>
/// <param name="Rules">What its value must fulfil.</param>
public sealed record OptionDescription(
    PropertyInfo Property, string Meaning, OptionShape Shape, bool Nullable, object? Default, IReadOnlyList<ValidationAttribute> Rules)
{
    /// <summary>Name in the configuration.</summary>
    public string Name => Property.Name;

    /// <summary>A telling value for the sample; null when the default is telling enough.</summary>
    public string? Example { get; init; }

    /// <summary>Whether the value must never be shown.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether it must be given, because it has no default.</summary>
    public bool Required => Rules.OfType<RequiredAttribute>().Any(rule => !rule.IsValid(Default));

    /// <summary>The limits of a number or a duration; null when there are none.</summary>
    public RangeAttribute? Range => Rules.OfType<RangeAttribute>().FirstOrDefault();
}
