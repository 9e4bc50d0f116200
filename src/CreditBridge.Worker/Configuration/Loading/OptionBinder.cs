using System.Collections;
using CreditBridge.Abstractions.Options;
using CreditBridge.Worker.Configuration.Catalogue;

namespace CreditBridge.Worker.Configuration.Loading;

/// <summary>
/// Turns settings into options, strictly: what is not declared, not of its type or outside its limits is a problem. It goes on after a problem, so that an admin
/// sees them all at once.
/// </summary>
/// <param name="problems">Takes the problems.</param>
internal sealed class OptionBinder(List<ConfigurationProblem> problems)
{
    private const int MaxConnectionName = 50;

    /// <summary>A section of a class, with defaults where nothing is given.</summary>
    /// <param name="section">What is declared.</param>
    /// <param name="setting">What is given.</param>
    /// <param name="holder">The instance to fill; a new one when null.</param>
    public object Section(SectionShape section, Setting setting, object? holder = null)
    {
        holder ??= Activator.CreateInstance(section.ClrType)!;
        var atStart = problems.Count;
        foreach (var child in setting.Children.Where(child => section.Find(child.Name) is null && !IsSchemaReference(child)))
            Unknown(child, section.Options.Select(option => option.Name));
        foreach (var option in section.Options)
            Fill(option, setting, holder);
        if (holder is IChecksItself itself)
            Check(itself, section, setting, problems.Skip(atStart).Select(problem => problem.Key).ToHashSet(StringComparer.OrdinalIgnoreCase));
        return holder;
    }

    private void Fill(OptionDescription option, Setting section, object holder)
    {
        var given = section.Find(option.Name);
        var key = section.KeyOf(option.Name);
        var atStart = problems.Count;
        if (given is { IsGiven: false } && !option.Nullable)
            problems.Add(new(key, "has no value.", "Give it one, or leave the line out for the default.", given.Source));
        else if (given is { IsGiven: false } || (given is { Kind: SettingKind.Variable, Text: "" } && option.Nullable))
            option.Property.SetValue(holder, null);
        else if (given is not null && Value(option.Shape, given, option.Secret, option.Property.GetValue(holder)) is { } value)
            option.Property.SetValue(holder, value);
        else if (given is null && option.Shape is SectionShape inner && option.Property.GetValue(holder) is { } unchanged)
            Section(inner, new Setting(key, option.Name, SettingKind.Section, null, section.Source), unchanged);
        if (problems.Count == atStart)
            Validate(option, option.Property.GetValue(holder), key, given?.Source, section.Source);
    }

    private object? Value(OptionShape shape, Setting setting, bool secret, object? current) => shape switch
    {
        ScalarShape scalar => Scalar(scalar, setting, secret),
        SectionShape section => Is(setting, SettingKind.Section, "a section in braces: { … }") ? Section(section, setting, current) : null,
        ListShape list => Is(setting, SettingKind.List, "a list in square brackets: [ … ]") ? List(list, setting, secret) : null,
        MapShape map => Is(setting, SettingKind.Section, "a section in braces: { … }") ? Map(map, setting, secret, current) : null,
        ConnectionsShape connections => Is(setting, SettingKind.Section, "a section in braces, one entry per connection") ? Connections(connections, setting) : null,
        _ => throw new InvalidOperationException($"There is no binding for {shape}."),
    };

    private object? Scalar(ScalarShape scalar, Setting setting, bool secret)
    {
        var written = scalar.IsTruth ? SettingKind.Truth : scalar.IsNumber ? SettingKind.Number : SettingKind.Text;
        if ((setting.Kind == written || setting.Kind == SettingKind.Variable) && scalar.TryParse(setting.Text!, out var value))
            return value;
        var found = setting.Text is null ? "a single value is expected here"
            : secret ? "the value given (not shown, it is a secret) does not fit"
            : setting.Kind == SettingKind.Text ? $"\"{setting.Text}\" (text) does not fit"
            : $"{setting.Text} does not fit";
        var near = setting.Text is not null && !secret ? Spelling.Nearest(setting.Text, scalar.AllowedNames) : null;
        problems.Add(new(setting.Key, $"cannot be read: {found}.", $"Write {scalar.Expected}.{(near is null ? "" : $" Did you mean {near}?")}", setting.Source));
        return null;
    }

    private IList? List(ListShape shape, Setting setting, bool secret)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(ClrTypeOf(shape.Item)))!;
        foreach (var child in setting.Children.OrderBy(child => int.TryParse(child.Name, out var index) ? index : int.MaxValue))
        {
            if (Value(shape.Item, child, secret, null) is { } value)
                items.Add(value);
        }

        if (!shape.ClrType.IsArray)
            return items;
        var array = Array.CreateInstance(shape.ClrType.GetElementType()!, items.Count);
        items.CopyTo(array, 0);
        return array;
    }

    /// <summary>What is given is added to the default entries, or takes the place of those of the same name.</summary>
    private IDictionary Map(MapShape shape, Setting setting, bool secret, object? current)
    {
        var items = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.ClrType), StringComparer.OrdinalIgnoreCase)!;
        foreach (var name in current is IDictionary defaults ? defaults.Keys.Cast<string>() : [])
            items[name] = ((IDictionary)current!)[name];
        foreach (var child in setting.Children)
        {
            if (Value(shape.Item, child, secret, null) is { } value)
                items[child.Name] = value;
        }

        return items;
    }

    private Dictionary<string, ConfiguredConnection> Connections(ConnectionsShape shape, Setting setting)
    {
        var connections = new Dictionary<string, ConfiguredConnection>(StringComparer.OrdinalIgnoreCase);
        foreach (var child in setting.Children)
        {
            if (!IsConnectionName(child.Name))
                problems.Add(new(child.Key, "is not a name for a connection.", $"Use at most {MaxConnectionName} letters, digits and hyphens.", child.Source));
            if (Is(child, SettingKind.Section, "a section in braces with the connection's Type and options") && Variant(shape, child) is { } variant)
                connections[child.Name] = new(child.Name, variant.Connector, Section(variant.Section, child.Without(ConnectionsShape.TypeOption)));
        }

        return connections;
    }

    private ConnectorVariant? Variant(ConnectionsShape shape, Setting connection)
    {
        var type = connection.Find(ConnectionsShape.TypeOption);
        if (type?.Text is { } name && shape.Find(name) is { } variant)
            return variant;
        var known = shape.Variants.Select(variant => variant.Connector.Type).ToArray();
        var near = type?.Text is { } text ? Spelling.Nearest(text, known) : null;
        problems.Add(new(
            connection.KeyOf(ConnectionsShape.TypeOption),
            type is null ? "is missing." : $"names no known type of connection: {(type.Text is null ? "text is expected" : $"'{type.Text}'")}.",
            $"{(near is null ? "" : $"Did you mean {near}? ")}Known types: {string.Join(", ", known)}.",
            type?.Source ?? connection.Source));
        return null;
    }

    private void Validate(OptionDescription option, object? value, string key, string? source, string? sectionSource)
    {
        foreach (var rule in option.Rules.Where(rule => !rule.IsValid(value)))
        {
            if (rule is System.ComponentModel.DataAnnotations.RequiredAttribute)
                problems.Add(new(key, source is null ? "is missing." : "is empty.", HowToSet(option, key), source ?? sectionSource));
            else
                problems.Add(new(key, $"is {Shown(option, value)}; allowed: {RuleText.Of(rule)}.", "Change the value.", source ?? sectionSource));
        }
    }

    private void Check(IChecksItself itself, SectionShape section, Setting setting, HashSet<string> alreadyBad)
    {
        foreach (var (name, problem) in itself.Problems())
        {
            var key = setting.KeyOf(name);
            if (alreadyBad.Contains(key))
                continue;
            var source = setting.Find(name)?.Source;
            var next = source is null && section.Find(name) is { } option ? HowToSet(option, key) : "Change the value.";
            problems.Add(new(key, problem, next, source ?? setting.Source));
        }
    }

    private void Unknown(Setting setting, IEnumerable<string> known)
    {
        var options = known.ToArray();
        var near = Spelling.Nearest(setting.Name, options);
        var next = near is not null ? $"Did you mean {near}? If not, remove it." : $"Remove it. The options here are: {string.Join(", ", options)}.";
        problems.Add(new(setting.Key, "is not an option.", next, setting.Source));
    }

    private bool Is(Setting setting, SettingKind kind, string expected)
    {
        var numbered = kind == SettingKind.List && setting.Kind == SettingKind.Section && setting.Children.TrueForAll(child => int.TryParse(child.Name, out _));
        if (setting.Kind == kind || numbered)
            return true;
        problems.Add(new(setting.Key, "does not have the right form.", $"Write {expected}.", setting.Source));
        return false;
    }

    private static string HowToSet(OptionDescription option, string key) => option.Secret
        ? $"It is a secret: best set it as the environment variable {EnvironmentSettings.VariableOf(key)}. It means: {option.Meaning}"
        : $"Set it in the configuration file, or as the environment variable {EnvironmentSettings.VariableOf(key)}. It means: {option.Meaning}";

    private static string Shown(OptionDescription option, object? value) =>
        option.Secret ? "a secret that does not fit" : option.Shape is ScalarShape ? ScalarShape.ToJson(value)?.ToJsonString() ?? "null" : "a value that does not fit";

    private static Type ClrTypeOf(OptionShape shape) => shape switch
    {
        ScalarShape scalar => scalar.ClrType,
        SectionShape section => section.ClrType,
        ListShape list => list.ClrType,
        MapShape map => typeof(IReadOnlyDictionary<,>).MakeGenericType(typeof(string), map.ClrType),
        _ => throw new InvalidOperationException($"{shape} cannot be in a list."),
    };

    /// <summary>Editors look for "$schema" at the top; it is not ours.</summary>
    private static bool IsSchemaReference(Setting setting) => setting.Key == "$schema";

    private static bool IsConnectionName(string name) =>
        name.Length is > 0 and <= MaxConnectionName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
