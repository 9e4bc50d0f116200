namespace CreditBridge.Mapping;

/// <summary>A block whose keys are fields: <c>fields:</c> of a kind, or <c>attributes:</c> therein.</summary>
/// <param name="kind">The block of the kind.</param>
/// <param name="section">The block.</param>
public sealed class FieldBlock(KindBlock kind, MappingSection section)
{
    /// <summary>The block of the kind.</summary>
    public KindBlock Kind => kind;

    /// <summary>How days and numbers are written.</summary>
    public ValueFormats Formats => kind.Formats;

    /// <summary>The block itself.</summary>
    public MappingSection Section => section;

    /// <summary>Whether a field is there; declares it.</summary>
    public bool Has(string name) => section.Has(name);

    /// <summary>Notes a mistake at a field.</summary>
    public void Refuse(string name, string message, string suggestion) => section.Refuse(name, message, suggestion);

    /// <summary>Notes every field that nobody asked for.</summary>
    public void Close() => section.Close();

    /// <summary>Reads where a field comes from; its block is left open for the keys that only some fields have.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="required">Whether it must be mapped.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="shape">Name of what the field's block looks like, when others look alike; null when it stands for itself.</param>
    /// <param name="block">The field's block; null when it is not there.</param>
    internal FieldOrigin Origin(string name, bool required, FieldContent content, string? shape, out MappingSection? block)
    {
        var origin = new FieldOrigin { Name = name, Path = $"{section.Path}.{name}", Required = required };
        if (required)
            section.Demand(name);
        block = section.Section(name, shape);
        if (block is null)
        {
            if (required)
                section.Refuse(name, "The field is missing.", $"Write '{name}: COLUMN' with the column that holds it, or '{name}: {{value: text}}' when it is the same for all rows.");
            return origin;
        }

        return Shorthand(block, origin, content);
    }

    /// <summary>Reads where a field comes from, out of its block or the column's name alone.</summary>
    internal FieldOrigin Shorthand(MappingSection block, FieldOrigin origin, FieldContent content)
    {
        _ = block.Scalar;
        return Read(block, origin, content);
    }

    /// <summary>Reads where a field comes from that needs a block, because its meaning must be declared: a text in its place is left to the caller to refuse.</summary>
    internal FieldOrigin BlockOrigin(string name, bool required, FieldContent content, out MappingSection? block, string? shape = null)
    {
        block = section.Section(name, shape);
        if (block is not null)
            return Read(block, new FieldOrigin { Name = name, Path = $"{section.Path}.{name}", Required = required }, content);
        return new FieldOrigin { Name = name, Path = $"{section.Path}.{name}", Required = required };
    }

    /// <summary>The company, from its field or from the top of the file.</summary>
    internal FieldOrigin Company(out MappingSection? block)
    {
        if (section.Has("company") || kind.Top.Company is not { } top)
            return Origin("company", required: true, FieldContent.Text, "text", out block);
        section.Section("company", "text");
        block = top.Quiet();
        return Read(block, new FieldOrigin { Name = "company", Path = "company", Required = true }, FieldContent.Text);
    }

    /// <summary>Reads where a field comes from, out of its block.</summary>
    internal FieldOrigin Read(MappingSection block, FieldOrigin origin, FieldContent content)
    {
        var reader = new OriginReader(kind, content);
        var value = reader.Read(block, origin);
        var read = origin with { Column = reader.FirstColumn, Value = value, From = string.Join(", ", reader.Parts) };
        kind.Origins.Add(read);
        return read;
    }
}
