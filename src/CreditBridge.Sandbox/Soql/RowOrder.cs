using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>ORDER BY. Nulls come first in ascending and last in descending order, unless the query says otherwise.</summary>
internal static class RowOrder
{
    /// <summary>The order, and whether it is the one in which changes are indexed.</summary>
    public static (IComparer<Row>? Order, bool ChangeOrder) Of(SoqlQuery query, RowOperands operands)
    {
        if (query.OrderBy.Count == 0) return (null, false);
        var keys = query.OrderBy.Select(item => (By: operands.ForOrder(item.Expression), item.Descending, NullsFirst: item.NullsFirst ?? !item.Descending)).ToArray();
        var byChange = query.OrderBy is [{ Descending: false, Expression: { Function: null, Path: { } first } }, ..]
            && first.Equals("SystemModstamp", StringComparison.OrdinalIgnoreCase)
            && (query.OrderBy.Count == 1 || query.OrderBy is [_, { Descending: false, Expression: { Function: null, Path: "Id" or "ID" or "id" } }]);
        return (Comparer<Row>.Create(CompareRows), byChange);

        int CompareRows(Row left, Row right)
        {
            foreach (var (by, descending, nullsFirst) in keys)
            {
                var order = Compare(by.Read(left), by.Read(right), by.Type, descending, nullsFirst);
                if (order != 0) return order;
            }

            return string.CompareOrdinal(left.Id, right.Id);
        }

        static int Compare(object? left, object? right, FieldType type, bool descending, bool nullsFirst) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => nullsFirst ? -1 : 1,
            (_, null) => nullsFirst ? 1 : -1,
            _ => descending ? -SameValue.Order(left, right, type) : SameValue.Order(left, right, type),
        };
    }
}
