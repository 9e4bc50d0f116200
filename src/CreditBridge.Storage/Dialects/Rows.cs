using System.Collections;

namespace CreditBridge.Storage.Dialects;

/// <summary>Rows that are made when they are asked for, one at a time, so that a page is not in memory twice.</summary>
/// <param name="from">What the rows are made of.</param>
/// <param name="make">Makes a row.</param>
internal sealed class Rows<TFrom, T>(IReadOnlyList<TFrom> from, Func<TFrom, T> make) : IReadOnlyList<T>
{
    public int Count => from.Count;

    public T this[int index] => make(from[index]);

    public IEnumerator<T> GetEnumerator() => from.Select(make).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
