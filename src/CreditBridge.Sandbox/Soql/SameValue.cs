using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>Equality and order of values as queries see them: text regardless of case.</summary>
internal static class SameValue
{
    public static readonly IEqualityComparer<object> Comparer = EqualityComparer<object>.Create(
        (left, right) => left is string a && right is string b ? a.Equals(b, StringComparison.OrdinalIgnoreCase) : Equals(left, right),
        value => value is string text ? text.GetHashCode(StringComparison.OrdinalIgnoreCase) : value.GetHashCode());

    /// <summary>The order of a field's values: ids by their characters, case included, in filters and in ORDER BY alike; all else as <see cref="Order(object, object)"/>.</summary>
    public static int Order(object left, object right, FieldType type) =>
        type.IsId() && left is string a && right is string b ? string.CompareOrdinal(a, b) : Order(left, right);

    public static int Order(object left, object right)
    {
        if (left is string a && right is string b)
        {
            var loose = string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
            return loose != 0 ? loose : string.CompareOrdinal(a, b);
        }

        return left is bool flag ? flag.CompareTo((bool)right) : ((IComparable)left).CompareTo(right);
    }
}
