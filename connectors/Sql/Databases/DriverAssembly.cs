using System.Data.Common;
using System.Reflection;
using System.Runtime.Loader;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Sql.Databases;

/// <summary>Finds a driver in an assembly that the site brings along. What the driver needs is looked for beside it.</summary>
internal static class DriverAssembly
{
    private static readonly Dictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);

    /// <summary>The driver.</summary>
    /// <exception cref="ConnectorException">It cannot be found or loaded, or is no driver.</exception>
    public static DbProviderFactory FactoryOf(ProviderName name, string baseDirectory)
    {
        var assembly = Load(name.Assembly!, baseDirectory);
        var type = assembly.GetType(name.Type, throwOnError: false);
        if (type is null || !typeof(DbProviderFactory).IsAssignableFrom(type))
        {
            var there = assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(DbProviderFactory))).Select(t => t.FullName).ToList();
            throw Failed(name, type is null ? $"There is no type {name.Type} in it." : $"{name.Type} is no DbProviderFactory.", there.Count > 0 ? $"It has {string.Join(", ", there)}." : "Read the driver's documentation for the name of its DbProviderFactory.");
        }

        return type.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
            ?? (type.GetConstructor(Type.EmptyTypes) is { } constructor ? (DbProviderFactory)constructor.Invoke(null) : throw Failed(name, $"{name.Type} has neither an Instance nor a constructor.", "Name another type in the option Provider."));
    }

    private static Assembly Load(string name, string baseDirectory)
    {
        var isFile = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.AsSpan().ContainsAny('/', '\\');
        try
        {
            if (!isFile)
                return Assembly.Load(new AssemblyName(name));
            var path = Path.GetFullPath(name, baseDirectory);
            lock (Loaded)
                return Loaded.TryGetValue(path, out var loaded) ? loaded : Loaded[path] = new DriverContext(path).LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException or InvalidOperationException)
        {
            throw Failed(new ProviderName(name, ""), isFile ? $"The file {Path.GetFullPath(name, baseDirectory)} cannot be loaded." : "No such assembly is installed beside this program.",
                "Give the path of the driver's .dll (for .NET 10 or .NET Standard) in the option Provider, relative to the configuration file, with everything that it needs beside it.");
        }
    }

    private static ConnectorException Failed(ProviderName name, string message, string nextStep) => new(new Failure(FailureKind.Configuration, message, nextStep) { Where = name.Assembly });

    // A driver brings its own libraries; what this program has already is shared, so that the types of ADO.NET are the same.
    private sealed class DriverContext(string path) : AssemblyLoadContext(Path.GetFileName(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name)
        {
            var found = _resolver.ResolveAssemblyToPath(name) ?? Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");
            return File.Exists(found) && !IsShared(name) ? LoadFromAssemblyPath(found) : null;
        }

        protected override nint LoadUnmanagedDll(string name) => _resolver.ResolveUnmanagedDllToPath(name) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

        private static bool IsShared(AssemblyName name) => name.Name is { } text && (text.StartsWith("System.", StringComparison.Ordinal) || text is "netstandard" or "mscorlib")
            && Default.Assemblies.Any(a => a.GetName().Name == text);
    }
}
