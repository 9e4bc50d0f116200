using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Core.Runs;

/// <summary>The CRM that results are written to.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Accepts">Whether a field is mapped and writable.</param>
public sealed record CrmTarget(string Connection, Func<CreditField, bool> Accepts)
{
    /// <summary>Identifies the set of accepted fields: when it changes, every account is looked at again.</summary>
    public string Fingerprint => string.Join(',', CreditFields.All.Where(Accepts).Select(f => f.FullName));
}
