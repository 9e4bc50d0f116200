namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>Some rows of a query.</summary>
/// <param name="Rows">The rows; fewer than asked for, or none, proves nothing.</param>
/// <param name="InOrder">Whether they stand in the order (SystemModstamp, Id), behind those of the pages before.</param>
/// <param name="IsLast">Whether nothing follows.</param>
internal sealed record RowPage(IReadOnlyList<Row> Rows, bool InOrder, bool IsLast);

/// <summary>A query under way, whose first page is there.</summary>
/// <param name="Range">What is to be read.</param>
/// <param name="Part">The part of it that was asked for: the whole, unless the org takes too long over that.</param>
/// <param name="First">First page of that part.</param>
/// <param name="AskedAt">The org's time when it was asked.</param>
internal sealed record OpenQuery(ReadRange Range, ReadRange Part, QueryResult First, DateTimeOffset AskedAt);
