using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>What was found, by part: the storage, the policy, each connection.</summary>
internal sealed class CheckedParts
{
    private readonly List<CheckedPart> _parts = [];

    public IReadOnlyList<CheckedPart> All => _parts;

    public void Add(string part, CheckFinding finding)
    {
        var known = _parts.Find(p => p.Name == part);
        if (known is null)
            _parts.Add(known = new CheckedPart(part));
        known.Findings.Add(finding);
    }
}

/// <summary>What was found about one part, and what follows from it.</summary>
internal sealed class CheckedPart(string name)
{
    public string Name => name;

    public List<CheckFinding> Findings { get; } = [];

    public int Failed => Findings.Count(f => f.Status == CheckStatus.Failed);

    public int Warnings => Findings.Count(f => f.Status == CheckStatus.Warning);

    public int Questions => Findings.Count(f => f is { Status: CheckStatus.Ok, IsQuestion: true });

    /// <summary>For machines: <c>failed</c>, <c>look</c> or <c>ready</c>.</summary>
    public string Verdict => Failed > 0 ? "failed" : Warnings > 0 ? "look" : "ready";

    /// <summary>For people: what is left to do, in one or two sentences.</summary>
    public string Summary => (Failed > 0 ? $"Not ready: {Some(CheckStatus.Failed)} {(Failed == 1 ? "does" : "do")} not work.{(Warnings > 0 ? $" Look also at {Some(CheckStatus.Warning)}." : "")}"
        : Warnings > 0 ? $"Look at {Some(CheckStatus.Warning)}."
        : Questions > 0 ? "Ready, when you agree." : "Ready.")
        + (Questions > 0 ? $" {Texts.Count(Questions, "question")} for you to answer: a wrong declaration is an error that no program sees." : "");

    private string Some(CheckStatus status)
    {
        var subjects = Findings.Where(f => f.Status == status).Select(f => f.Subject).Distinct(StringComparer.Ordinal).ToList();
        var named = string.Join(", ", subjects.Take(4)) + (subjects.Count > 4 ? ", …" : "");
        return $"{Texts.Count(Findings.Count(f => f.Status == status), "thing")} ({named})";
    }
}
