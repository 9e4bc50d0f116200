using System.Text;

namespace CreditBridge.Connectors.Rest.Templates;

/// <summary>A text with placeholders.</summary>
public sealed class TemplateText
{
    private readonly IReadOnlyList<(string? Text, Placeholder? Placeholder)> _parts;

    private TemplateText(IReadOnlyList<(string?, Placeholder?)> parts) => _parts = parts;

    /// <summary>Names of the values that it needs.</summary>
    public IEnumerable<string> Names => _parts.Select(p => p.Placeholder?.Name).OfType<string>();

    /// <summary>Whether it is one placeholder and nothing else, so that its value keeps its type.</summary>
    public bool IsOneValue => _parts is [{ Placeholder: not null }];

    /// <summary>Reads a text; null and a reason when a placeholder is not understood or not known.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">The values that there are.</param>
    /// <param name="reason">What is wrong.</param>
    public static TemplateText? Parse(string text, TemplateNames known, out string reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        var parts = new List<(string?, Placeholder?)>();
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                reason = "'{{' is not closed with '}}'.";
                return null;
            }

            if (Placeholder.Parse(text[(open + 2)..close], out reason) is not { } placeholder)
                return null;
            if (!known.Has(placeholder.Name))
            {
                reason = $"There is no value {{{{{placeholder.Name}}}}} here; there are: {known}.";
                return null;
            }

            if (open > at)
                parts.Add((text[at..open], null));
            parts.Add((null, placeholder));
            at = close + 2;
        }

        if (at < text.Length || parts.Count == 0)
            parts.Add((text[at..], null));
        reason = "";
        return new TemplateText(parts);
    }

    /// <summary>Reads the text of a key; null when the key is missing or wrong.</summary>
    public static TemplateText? Read(MappingSection section, string key, TemplateNames known)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Text(key) is not { } text)
            return null;
        if (Parse(text, known, out var reason) is { } template)
            return template;
        section.Refuse(key, reason, "Write placeholders like {{page.offset}}.");
        return null;
    }

    /// <summary>The text with its values.</summary>
    /// <exception cref="ConnectorException">A value is missing, or cannot stand in the midst of a text.</exception>
    public string Render(TemplateValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (IsOneValue)
            return SourceValue.ToText(OneValue(values)) ?? _parts[0].Placeholder!.Write(null);
        var text = new StringBuilder();
        foreach (var (part, placeholder) in _parts)
            text.Append(part ?? placeholder!.Write(values[placeholder.Name]));
        return text.ToString();
    }

    /// <summary>The text for a header, or another place where nothing in a value can change what the text means: values stand in it as they are.</summary>
    /// <exception cref="ConnectorException">A value is missing.</exception>
    public string RenderAsItIs(TemplateValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return string.Concat(_parts.Select(p => p.Text ?? p.Placeholder!.Write(values[p.Placeholder.Name], asItIs: true)));
    }

    /// <summary>The value, for a text that is one placeholder: it is encoded as a whole by whatever it stands in, so it may hold anything. Null when there is none.</summary>
    public object? OneValue(TemplateValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var placeholder = _parts[0].Placeholder!;
        var value = values[placeholder.Name];
        return placeholder.Quoting switch
        {
            Quoting.Plain => value,
            Quoting.Text => SourceValue.ToText(value),
            _ => value is null ? null : placeholder.Write(value),
        };
    }

    /// <summary>The text as one segment, or several, of a path: values are encoded, so that none of them can leave its segment.</summary>
    public string RenderPath(TemplateValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringBuilder();
        foreach (var (part, placeholder) in _parts)
        {
            if (part is not null)
            {
                text.Append(part);
                continue;
            }

            var given = values[placeholder!.Name];
            var value = placeholder.Quoting is Quoting.Plain or Quoting.Text ? SourceValue.ToText(given) ?? "" : placeholder.Write(given);
            if (value.Trim() is "" or "." or "..")
                throw new ConnectorException(new Failure(FailureKind.Configuration, $"The value '{value}' of {{{{{placeholder.Name}}}}} cannot stand in a path.", "Correct 'path:' in the mapping, or the value."));
            text.Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}
