using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>What a mapping says below <c>read:</c>: the query, how its rows are ordered, and when it is run.</summary>
/// <param name="Plan">When what is read.</param>
/// <param name="Query"><c>query:</c> the SELECT.</param>
/// <param name="Key"><c>key:</c> columns that together are different in each row; empty when a listing cannot be resumed.</param>
/// <param name="Changed"><c>changed:</c> the column that grows whenever a row changes; null when the other system has none.</param>
/// <param name="Overlap"><c>overlap:</c> how far before the last change each read begins; null without <paramref name="Changed"/>.</param>
internal sealed record SqlRead(ReadPlan Plan, SqlQuery Query, IReadOnlyList<string> Key, string? Changed, Overlap? Overlap);
