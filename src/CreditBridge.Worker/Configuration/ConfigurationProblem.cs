namespace CreditBridge.Worker.Configuration;

/// <summary>A mistake in the configuration. No text in it ever contains the value of a secret.</summary>
/// <param name="Key">The option: <c>Connections:salesforce:PrivateKeyFile</c>; empty when the file as a whole is meant.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence that begins with the key.</param>
/// <param name="NextStep">What to do about it.</param>
/// <param name="Source">Where it was found: file and line, or the environment variable; null when it is nowhere because it is missing.</param>
public sealed record ConfigurationProblem(string Key, string Problem, string NextStep, string? Source)
{
    /// <summary>Everything, for a line on a terminal.</summary>
    public override string ToString() => $"{(Source is null ? "" : Source + ": ")}{(Key.Length == 0 ? "The configuration" : Key)} {Problem} {NextStep}".TrimEnd();
}
