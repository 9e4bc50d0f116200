using System.Collections;

namespace CreditBridge.Core.Decisions;

/// <summary>A list whose members are made when somebody first asks for one.</summary>
/// <param name="make">Makes them; called at most once by a reader, and always to the same effect.</param>
internal sealed class LateList<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private Func<IReadOnlyList<T>>? _make = make;
    private IReadOnlyList<T>? _made;

    public int Count => Made.Count;

    public T this[int index] => Made[index];

    public IEnumerator<T> GetEnumerator() => Made.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IReadOnlyList<T> Made
    {
        get
        {
            if (_made is not { } made)
            {
                _made = made = _make!();
                _make = null;
            }

            return made;
        }
    }
}
