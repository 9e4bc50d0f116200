namespace CreditBridge.Abstractions.Options;

/// <summary>
/// Declares an option, once: binding, validation, JSON schema, sample file and documentation are all made from it. The default is the property's initial value;
/// ranges and required values are declared with the attributes of <c>System.ComponentModel.DataAnnotations</c>.
/// </summary>
/// <param name="meaning">What the option means, in one or two sentences for an admin, with its unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string meaning) : Attribute
{
    /// <summary>What the option means.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>A value for the sample file when the default says little; null to show the default.</summary>
    public string? Example { get; init; }

    /// <summary>Whether the value is a secret: never logged, never printed, best given through the environment.</summary>
    public bool Secret { get; init; }
}
