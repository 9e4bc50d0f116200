using CreditBridge.Mapping.Grammar;

namespace CreditBridge.Connectors.FileDrop.Layouts;

/// <summary>How a manifest is written.</summary>
public enum ManifestFormat
{
    /// <summary>JSON; figures are named by paths such as <c>files[0].rows</c>.</summary>
    Json,

    /// <summary>CSV with a header; figures are named by columns.</summary>
    Csv,

    /// <summary>Lines <c>key=value</c>; figures are named by keys.</summary>
    Properties,
}

/// <summary>
/// A file beside the data that says what the data should hold. In <paramref name="File"/> and in the names of figures stand for the data file: <c>{name}</c> its name,
/// <c>{stem}</c> its name up to the first point, <c>{*}</c> what the <c>*</c> of the pattern stands for.
/// </summary>
/// <param name="File"><c>file:</c> name of the manifest, such as <c>{stem}.manifest.json</c>.</param>
/// <param name="Format"><c>format:</c> how it is written.</param>
/// <param name="Count"><c>count:</c> what the number of rows is called therein; null when it is not checked.</param>
/// <param name="Totals"><c>totals:</c> what the sum of a column is called, by the name of the column.</param>
/// <param name="Hash"><c>sha256:</c> what the hash of the file is called; null when it is not checked.</param>
/// <param name="Wait"><c>wait:</c> how long a file waits for its manifest before that is a failure; default 6 hours.</param>
public sealed record ManifestLayout(string File, ManifestFormat Format, string? Count, IReadOnlyDictionary<string, string> Totals, string? Hash, TimeSpan Wait)
{
    /// <summary>Reads the block <c>manifest:</c>.</summary>
    public static ManifestLayout? Read(MappingSection read)
    {
        if (read.Section("manifest") is not { } section)
            return null;
        var file = section.RequiredText("file", "Write the name of the manifest, in which {stem} stands for the name of the file without its extension: '{stem}.manifest.json'.");
        if (file.AsSpan().ContainsAny('/', '\\'))
            section.Refuse("file", "The name leads into another folder.", "Manifests are looked for in the drop folder only; write the file's name.");
        else if (file.Length > 0 && !file.Contains('{', StringComparison.Ordinal))
            section.Refuse("file", "All files would have the same manifest.", "Write {stem}, {name} or {*} where the name varies, such as '{stem}.manifest.json'.");
        var format = section.Choice<ManifestFormat>("format", Formats, null, "It says how the manifest is written.");
        var (count, totals, hash) = (section.Text("count"), section.Table("totals"), section.Text("sha256"));
        if (section.StrayText is null && count is null && totals is null && hash is null)
            section.Refuse("count", "Nothing of the manifest is compared.", "Write 'count:' with the name of the figure that gives the number of rows, or 'totals:', or 'sha256:'.");
        var wait = section.Duration("wait") ?? TimeSpan.FromHours(6);
        if (section.StrayText is null)
            section.Close();
        return new ManifestLayout(file, format, count, totals ?? new Dictionary<string, string>(), hash, wait);
    }

    private static readonly Dictionary<string, ManifestFormat> Formats = new() { ["json"] = ManifestFormat.Json, ["csv"] = ManifestFormat.Csv, ["properties"] = ManifestFormat.Properties };
}
