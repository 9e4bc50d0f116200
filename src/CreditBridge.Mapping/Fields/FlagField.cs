namespace CreditBridge.Mapping.Fields;

/// <summary>
/// Yes or no. <c>yes: [Y]</c> and <c>no: [N, ""]</c> list every text that may occur, <c>""</c> standing for an empty one; a text in neither list makes the row
/// unreadable, because a hold that nobody recognised must not count as "not held".
/// </summary>
public sealed record FlagField(FieldOrigin Origin, WordList Yes, WordList No)
{
    /// <summary>Reads the field's block.</summary>
    public static FlagField Read(FieldBlock fields, string name)
    {
        var origin = fields.BlockOrigin(name, false, FieldContent.Text, out var section, "flag");
        if (section is null)
            return new FlagField(origin, WordList.None, WordList.None);
        if (section.StrayText is { } column)
        {
            fields.Refuse(name, "It is not said which texts mean yes and which mean no.", $"Write '{name}: {{column: {column}, yes: [Y], no: [N, \"\"]}}' with every text that occurs.");
            return new FlagField(origin, WordList.None, WordList.None);
        }

        var (yes, no) = (section.List("yes") ?? [], section.List("no") ?? []);
        foreach (var key in new[] { "yes", "no" })
        {
            section.Demand(key);
            if (!section.Has(key))
                section.Refuse(key, $"It is not said which texts mean {key}.", $"Write '{key}: [{(key == "yes" ? "Y" : "N, \"\"")}]' with every text that occurs; \"\" stands for an empty one.");
        }

        if (yes.Intersect(no, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            section.Refuse("no", $"'{both}' is listed for yes and for no.", "Leave it in one of the lists.");
        section.Close();
        return new FlagField(origin, new WordList(yes), new WordList(no));
    }

    /// <summary>The answer; null when the field is not mapped.</summary>
    public bool? Of(RowReading reading)
    {
        if (!Origin.IsMapped)
            return null;
        if (Origin.TryText(reading, out var written))
        {
            if (No.Contains(written))
                return false;
            if (Yes.Contains(written))
                return true;
        }

        var text = Origin.TextOf(reading) ?? "";
        if (Yes.Contains(text))
            return true;
        if (!No.Contains(text))
            reading.Refuse(Origin, $"'{text}' is listed neither under yes ({Yes}) nor under no ({No}); add it to one of them in the mapping ({Origin.Path}).");
        return false;
    }
}
