using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Lint;

namespace CreditBridge.Worker.Hosting;

/// <summary>
/// The policy document on disk. It is read again when the file changes; a version with mistakes, or whose own examples do not come out, is reported and not used: the
/// last good one stays active.
/// </summary>
internal sealed class PolicyFile(string path)
{
    private (DateTime Written, long Length) _seen;
    private CreditPolicy? _active;

    /// <summary>Where the document is.</summary>
    public string Path { get; } = path;

    /// <summary>The text of the active policy; kept with its decisions so that they can be replayed.</summary>
    public string ActiveText { get; private set; } = "";

    /// <summary>Mistakes in the file as it is now; empty when the active policy is the file's.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; private set; } = [];

    /// <summary>What a person should look at in the file as it is now, although it can be used.</summary>
    public IReadOnlyList<PolicyProblem> Warnings { get; private set; } = [];

    /// <summary>The active policy; null when the file has never been right, and <see cref="Problems"/> says why.</summary>
    public async Task<CreditPolicy?> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(Path);
            if (!info.Exists)
                return Refuse("The policy file does not exist.");
            var stamp = (info.LastWriteTimeUtc, info.Length);
            if (_seen == stamp && (_active is not null || Problems.Count > 0))
                return _active;

            var text = await File.ReadAllTextAsync(Path, cancellationToken);
            var read = PolicyLint.Check(text, System.IO.Path.GetFileName(Path));
            _seen = stamp;
            Problems = [.. read.Problems.Where(p => p.Severity == ProblemSeverity.Error)];
            Warnings = [.. read.Problems.Where(p => p.Severity == ProblemSeverity.Warning)];
            if (read is { HasErrors: false, Policy: { } policy })
            {
                _active = policy;
                ActiveText = text;
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The policy file cannot be read: {unreadable.Message}");
        }

        return _active;
    }

    /// <summary>Goes on with the policy that was active before this process began, because the file has mistakes.</summary>
    public void UseStored(CreditPolicy policy, string text) => (_active, ActiveText) = (policy, text);

    private CreditPolicy? Refuse(string why)
    {
        _seen = default;
        Problems = [new PolicyProblem(Path, 0, 0, "", $"{why} Set Policy:File to a policy document; deploy/config/policies/starter.yaml is the one that is shipped.")];
        return _active;
    }
}
