namespace CreditBridge.Mapping;

/// <summary>What stands at the top of a mapping and holds for all kinds.</summary>
public sealed class MappingTop
{
    private MappingTop(string system, ValueFormats formats, IReadOnlyDictionary<string, LookupTable> lookups, MappingSection? company) =>
        (System, Formats, Lookups, Company) = (system, formats, lookups, company);

    /// <summary><c>system:</c> name of the other system, the first part of every customer key.</summary>
    public string System { get; }

    /// <summary>How days and numbers are written, unless a kind says otherwise.</summary>
    public ValueFormats Formats { get; }

    /// <summary><c>lookups:</c> tables by their names.</summary>
    internal IReadOnlyDictionary<string, LookupTable> Lookups { get; }

    /// <summary><c>company:</c> where the company comes from in kinds that do not say so themselves; null when that is not declared.</summary>
    internal MappingSection? Company { get; }

    /// <summary>Reads the keys at the top of a file.</summary>
    internal static MappingTop Read(MappingSection root)
    {
        var system = root.RequiredText("system", "Write a short name for the system, such as 'system: erp'; it becomes the first part of customer keys (erp:1000/C10023).");
        if (system.Any(c => c is ':' or '/' || char.IsWhiteSpace(c)) || system.Length > 40)
            root.Refuse("system", $"'{system}' cannot stand in a key.", "Write a short name without ':', '/' and blanks.");
        var top = new MappingTop(system, ValueFormats.Read(root), LookupTable.ReadAll(root), root.Section("company", "text"));
        if (top.Company is { } company)
        {
            // Mistakes in it are noted here once; each kind then reads it for its own columns.
            var trial = new KindBlock(root.Quiet(), root.Quiet(), top);
            TextField.Read(trial.Fields.Shorthand(company, new FieldOrigin { Name = "company", Path = "company", Required = true }, FieldContent.Text), company);
        }

        return top;
    }
}
