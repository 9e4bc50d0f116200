using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>Reads the declarations off an options class. A class that cannot be bound is a bug in the connector that brings it, so it is refused with an exception.</summary>
internal sealed class OptionReflection(ConnectionsShape connections)
{
    private const int MaxDepth = 8;

    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The section that a class declares.</summary>
    /// <param name="type">The class.</param>
    /// <param name="defaults">An instance with the values that hold when nothing is given; null for a new one.</param>
    /// <param name="depth">How many sections this one is inside of.</param>
    public SectionShape Section(Type type, object? defaults = null, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new InvalidOperationException($"The options class {type} contains itself, or is nested more than {MaxDepth} deep.");
        defaults ??= Activator.CreateInstance(type) ?? throw new InvalidOperationException($"The options class {type} cannot be created.");
        var options = from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                      let declared = property.GetCustomAttribute<OptionAttribute>()
                      where declared is not null
                      // What an options class builds on comes first, however the compiler has numbered it.
                      orderby DepthOf(property.DeclaringType!), property.MetadataToken
                      select Describe(property, declared, property.GetValue(defaults), depth);
        return new SectionShape(type, [.. options]);
    }

    private static int DepthOf(Type type) => type.BaseType is { } parent ? DepthOf(parent) + 1 : 0;

    private OptionDescription Describe(PropertyInfo property, OptionAttribute declared, object? value, int depth)
    {
        if (property.SetMethod is null)
            throw new InvalidOperationException($"The option {property.DeclaringType}.{property.Name} needs a setter or 'init'.");
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToArray();
        var nullable = _nullability.Create(property).WriteState == NullabilityState.Nullable;
        return new OptionDescription(property, declared.Meaning, Shape(property, property.PropertyType, value, depth), nullable, value, rules)
        {
            Example = declared.Example,
            Secret = declared.Secret,
        };
    }

    private OptionShape Shape(PropertyInfo property, Type type, object? value, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(IReadOnlyDictionary<string, ConfiguredConnection>))
            return connections;
        if (ScalarShape.Holds(type))
            return new ScalarShape(type);
        if (MapItem(type) is { } mapped)
            return new MapShape(mapped, Shape(property, mapped, null, depth + 1));
        if (ListItem(type) is { } listed)
            return new ListShape(type, Shape(property, listed, null, depth + 1));
        if (type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null)
            return Section(type, value, depth + 1);
        throw new InvalidOperationException($"The option {property.DeclaringType}.{property.Name} is of type {type}, which cannot be configured.");
    }

    private static Type? MapItem(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var key, var item] && key == typeof(string)
        && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, item)) ? item : null;

    private static Type? ListItem(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) ? item
        : null;
}
