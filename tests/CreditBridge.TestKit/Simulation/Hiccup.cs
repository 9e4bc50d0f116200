using System.Reflection;

namespace CreditBridge.TestKit.Simulation;

/// <summary>Stores of which one call fails, once: the database is away for a moment.</summary>
public sealed class Hiccup
{
    /// <summary>What the failure says.</summary>
    public const string Words = "The database is away (simulated).";

    private int _until;

    /// <summary>Lets the call of this number from now on fail, counted over all stores.</summary>
    public void FailAt(int call) => _until = call;

    /// <summary>A store that fails when its turn has come.</summary>
    public T In<T>(T store)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy>();
        var own = (Proxy)(object)proxy;
        (own.Store, own.Hiccup) = (store, this);
        return proxy;
    }

    private void Count()
    {
        if (_until > 0 && --_until == 0)
            throw new IOException(Words);
    }

    /// <summary>What stands before a store; made by the runtime.</summary>
    public class Proxy : DispatchProxy
    {
        internal object? Store { get; set; }

        internal Hiccup? Hiccup { get; set; }

        /// <inheritdoc />
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Hiccup!.Count();
            return targetMethod!.Invoke(Store, args);
        }
    }
}
