using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck;

namespace CreditBridge.UnitTests;

/// <summary>
/// Random cases for properties. The same ones in every run, so that a red build means a change; <c>CREDITBRIDGE_TEST_CASES=N</c> looks at N times as many, new ones
/// in every run, and a failure names the seed to repeat.
/// </summary>
internal static class Cases
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 0;

    /// <summary>The settings of one property.</summary>
    /// <param name="count">Number of cases.</param>
    /// <param name="property">Name of the property, from which its cases follow.</param>
    public static Config Of(int count, [CallerMemberName] string property = "")
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count * Math.Max(1, Times));
        return Times > 0 ? config : config.WithReplay(property.Aggregate(14695981039346656037, (hash, letter) => unchecked((hash ^ letter) * 1099511628211)), Gamma);
    }
}
