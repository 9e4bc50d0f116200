using CreditBridge.Connectors.OData.Answers;
using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Mapping;

namespace CreditBridge.Connectors.OData.Metadata;

/// <summary>Compares what a mapping says about a kind with what the service says about itself.</summary>
internal sealed class DescribedKind(ServiceModel model, KindMapping<ODataRead> kind)
{
    private readonly ODataRead _read = kind.Read;

    public IReadOnlyList<CheckFinding> Findings()
    {
        var first = ServiceModel.Segments(_read.Entity)[0];
        if (!model.EntitySets.ContainsKey(first))
            return [new CheckFinding($"{kind.Kind.Name}.entity", CheckStatus.Failed, $"The service has no entity set '{first}'.", Suggest(first, [.. model.EntitySets.Keys]))];
        if (model.Resolve(_read.Entity) is not { } type)
            return [new CheckFinding($"{kind.Kind.Name}.entity", CheckStatus.Warning, $"$metadata does not say what '{_read.Entity}' leads to.", "Its properties are not compared.")];
        List<CheckFinding> findings = [.. Columns().SelectMany(c => Missing(type, c.Property, c.Named))];
        if (type.Key.Count > 0 && !type.Key.ToHashSet().SetEquals(_read.Key))
        {
            findings.Add(new CheckFinding($"{kind.Kind.Name}.key", CheckStatus.Warning,
                $"The mapping's key is {string.Join(", ", _read.Key)}; the service says that {string.Join(", ", type.Key)} identify a row.",
                $"Write 'key: [{string.Join(", ", type.Key)}]', unless you know better: rows with the same key would be passed over between pages."));
        }

        if (_read.Changed is { } changed && type.Miss(changed.Column) is null && type.KindOf(changed.Column) is not (EdmKind.Date or EdmKind.DateTime or EdmKind.DateTimeOffset))
            findings.Add(new CheckFinding($"{kind.Kind.Name}.changed", CheckStatus.Failed, $"'{changed.Column}' is no time.", "Name a property of the type DateTimeOffset, DateTime or Date."));
        if (_read.Changed is { } day && type.KindOf(day.Column) is EdmKind.Date && day.Overlap < TimeSpan.FromDays(1))
            findings.Add(new CheckFinding($"{kind.Kind.Name}.changed", CheckStatus.Warning, $"'{day.Column}' holds days, and the overlap is shorter than one.", "Write 'overlap: 1d'."));
        if (findings.Count == 0)
            findings.Add(CheckFinding.Ok($"{kind.Kind.Name}.entity", $"All properties that the mapping names are in '{_read.Entity}'."));
        return findings;
    }

    private IEnumerable<(string Property, string Named)> Columns()
    {
        foreach (var origin in kind.Columns.Where(c => c.Column is not null && !c.Column.TrimStart('^').TrimStart('.').StartsWith('@')))
        {
            var property = EntityColumns.Property(origin.Column!);
            yield return (_read.Each is null || origin.Column!.StartsWith('^') ? property : $"{PropertyName.Slashed(_read.Each)}/{property}", origin.Path);
        }

        foreach (var key in _read.Key)
            yield return (key, $"{kind.Kind.Name}.read.key");
        foreach (var name in _read.Select ?? [])
            yield return (name, $"{kind.Kind.Name}.read.select");
        if (_read.Changed is { } changed)
            yield return (changed.Column, $"{kind.Kind.Name}.read.changed");
    }

    private static IEnumerable<CheckFinding> Missing(DescribedType type, string property, string named)
    {
        if (type.Miss(property) is { } miss)
            yield return new CheckFinding(named, CheckStatus.Failed, $"The service has no property '{miss.Missing}'{(miss.Missing == property ? "" : $" (in '{property}')")}.", Suggest(miss.Missing,
                miss.Names));
    }

    private static string Suggest(string name, IReadOnlyList<string> names) => NearestName.Of(name, names) is { } near ? $"Did you mean '{near}'?"
        : $"There are: {string.Join(", ", names.Take(40))}{(names.Count > 40 ? ", …" : "")}.";
}
