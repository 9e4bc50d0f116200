using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>Finds and reads the manifest of a data file.</summary>
internal sealed class ManifestFile(DropFile data, FileLayout layout)
{
    private const int LongestManifest = 4 << 20;
    private readonly ManifestLayout _manifest = layout.Manifest!;

    /// <summary>Its name.</summary>
    public string Name => Filled(_manifest.File);

    /// <summary>The manifest itself; it may not be there yet.</summary>
    public DropFile File => new(Path.Combine(Path.GetDirectoryName(data.Path)!, Name));

    /// <summary>Reads what it says, together with the hash that the data should have.</summary>
    /// <exception cref="ConnectorException">It cannot be read, or does not speak of the file.</exception>
    public async Task<(ControlFigures Figures, string? Hash)> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await TextAsync(cancellationToken);
        try
        {
            Func<string, object?> figures = _manifest.Format switch
            {
                ManifestFormat.Json => new JsonFigures(JsonDocument.Parse(text).RootElement, Filled).Of,
                ManifestFormat.Csv => Line(text),
                _ => Properties(text),
            };
            var hash = _manifest.Hash is { } name ? figures(name)?.ToString() ?? "" : null;
            return (new ControlFigures(Name)
            {
                ComparesCount = _manifest.Count is not null,
                Count = _manifest.Count is { } count ? figures(count) : null,
                Totals = _manifest.Totals.ToDictionary(t => t.Key, t => figures(t.Value)),
            }, hash);
        }
        catch (JsonException e)
        {
            throw FileFailures.Configuration(File, $"The manifest is not JSON: {e.Message}", "Let it be written again, or correct 'manifest:' in the mapping.");
        }
    }

    /// <summary>Name of a data file with its parts put in place of the words in braces.</summary>
    private string Filled(string text) => text.Contains('{', StringComparison.Ordinal)
        ? text.Replace("{name}", data.Name, StringComparison.Ordinal).Replace("{stem}", data.Name.Split('.')[0], StringComparison.Ordinal).Replace("{*}", data.Variable(layout.Pattern), StringComparison.Ordinal)
        : text;

    private async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = DropStreams.Open(File);
            if (stream.Length > LongestManifest)
                throw FileFailures.Configuration(File, "The file is larger than a manifest can be.", "Correct 'manifest:' in the mapping.");
            using var reader = new StreamReader(stream, TextEncodings.Strict(65001));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            throw FileFailures.From(e, File, layout, 0);
        }
    }

    // The line that names the data file; the only one when there is one only.
    private Func<string, object?> Line(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Values).ToList();
        var about = lines.Skip(1).Where(l => l.Contains(data.Name, StringComparer.Ordinal)).ToList();
        if (about.Count == 0 && lines.Count == 2)
            about = [lines[1]];
        if (about.Count != 1)
            throw FileFailures.Configuration(File, $"{about.Count} lines of the manifest name {data.Name}.", "One line must name it, below a header.");
        return name => lines[0].FindIndex(c => c.Equals(Filled(name), StringComparison.OrdinalIgnoreCase)) is var at and >= 0 && at < about[0].Count ? about[0][at] : null;
    }

    private static List<string> Values(string line) => [.. line.Split(line.Contains(';', StringComparison.Ordinal) ? ';' : ',').Select(v => v.Trim().Trim('"'))];

    private Func<string, object?> Properties(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != '#' && line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
                values[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return name => values.GetValueOrDefault(Filled(name));
    }
}
