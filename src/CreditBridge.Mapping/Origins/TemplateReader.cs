namespace CreditBridge.Mapping.Origins;

/// <summary>Reads a text with columns in braces.</summary>
/// <param name="origins">Reads the columns.</param>
/// <param name="cleaning">What is done to each column.</param>
internal sealed class TemplateReader(OriginReader origins, TextCleaning cleaning)
{
    private const string Hint = "Write columns in braces, such as 'text: \"{A}-{B}\"'; '{A?}' may be empty, '{{' stands for a brace.";

    public TemplateOrigin? Read(MappingSection section, string template, FieldOrigin field)
    {
        var pieces = new List<TemplatePiece>();
        var text = "";
        var columns = 0;
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] is '{' or '}' && at + 1 < template.Length && template[at + 1] == template[at])
            {
                text += template[at++];
            }
            else if (template[at] != '{')
            {
                text += template[at];
            }
            else
            {
                var end = template.IndexOf('}', at);
                var name = end < 0 ? "" : template[(at + 1)..end];
                var mayBeEmpty = name.EndsWith('?');
                name = mayBeEmpty ? name[..^1].Trim() : name.Trim();
                if (name.Length == 0)
                {
                    section.Refuse("text", end < 0 ? "A brace is not closed." : "No column stands between the braces.", Hint);
                    return null;
                }

                AddText();
                pieces.Add(new TemplatePiece(origins.Column(name, field, cleaning), mayBeEmpty));
                columns++;
                at = end;
            }
        }

        AddText();
        if (columns == 0)
            section.Refuse("text", "No column stands in it.", Hint);
        return new TemplateOrigin([.. pieces]);

        void AddText()
        {
            if (text.Length > 0)
                pieces.Add(new TemplatePiece(new ConstantOrigin(text), false));
            text = "";
        }
    }
}
