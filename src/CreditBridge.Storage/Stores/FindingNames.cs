using CreditBridge.Core.Findings;

namespace CreditBridge.Storage.Stores;

/// <summary>Findings are named values: the name says which finding it is, in parts with tabs between them, so that all of a kind, and all of an account, stand together.</summary>
internal static class FindingNames
{
    private const char Between = '\t';
    private const char After = '\n';

    public static string Of(OpenFinding finding) => $"{First(finding.Kind, finding.AccountKey)}{finding.CustomerKey}";

    public static OpenFinding Read(FindingKind kind, string name, string detail)
    {
        var parts = name.Split(Between, 4);
        return new OpenFinding(kind, parts[2], parts[3], detail);
    }

    /// <summary>Where the names of a kind begin.</summary>
    public static string First(FindingKind kind) => $"finding{Between}{kind}{Between}";

    /// <summary>Where they end; this one is none of them.</summary>
    public static string End(FindingKind kind) => $"finding{Between}{kind}{After}";

    /// <summary>Where the names of an account begin.</summary>
    public static string First(FindingKind kind, string account) => $"finding{Between}{kind}{Between}{account}{Between}";

    /// <summary>Where they end; this one is none of them.</summary>
    public static string End(FindingKind kind, string account) => $"finding{Between}{kind}{Between}{account}{After}";
}
