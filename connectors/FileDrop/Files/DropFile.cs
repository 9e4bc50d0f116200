namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>A file of the drop folder.</summary>
internal sealed record DropFile(string Path)
{
    public string Name { get; } = System.IO.Path.GetFileName(Path);

    /// <summary>What the <c>*</c> of a pattern stands for in the name, such as the date; empty when the pattern has none.</summary>
    public string Variable(string pattern)
    {
        var (first, last) = (pattern.IndexOf('*', StringComparison.Ordinal), pattern.LastIndexOf('*'));
        var behind = pattern.Length - last - 1;
        return first >= 0 && Name.Length >= first + behind ? Name[first..^behind] : "";
    }

    /// <summary>Why the file must not be opened: it lies elsewhere in truth, or its name is not one that a person would give. Null when it may.</summary>
    public string? Danger()
    {
        if (Name.Any(char.IsControl))
            return "Its name holds control characters.";
        var folder = System.IO.Path.GetDirectoryName(Path);
        var target = new FileInfo(Path).LinkTarget is null ? null : new FileInfo(Path).ResolveLinkTarget(returnFinalTarget: true);
        return target is not null && System.IO.Path.GetDirectoryName(target.FullName) != folder ? "It is a link that leads out of the drop folder." : null;
    }
}
