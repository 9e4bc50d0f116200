using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>A query matched with the schema and ready to run.</summary>
internal sealed class QueryPlan
{
    private const int MaxOffset = 2000;

    private readonly SoqlQuery query;
    private readonly QueryContext context;
    private readonly ObjectDefinition definition;
    private readonly Func<Row, bool> where;
    private readonly IComparer<Row>? order;
    private readonly bool inChangeOrder;

    public QueryPlan(SoqlQuery query, string text, QueryContext context, ObjectDefinition? child = null)
    {
        this.query = query;
        this.context = context;
        var binder = new Binder(text, context.Schema, context.Access);
        definition = child ?? binder.Object(query.From, query.FromSpot);
        var operands = new RowOperands(binder, definition, query.Alias, context);
        var compiler = new ConditionCompiler<Row>(binder, operands.ForFilter, SemiJoin, context.Rate, context.Today);
        where = query.Where is null ? _ => true : compiler.Compile(query.Where);
        IsAggregate = Aggregation.Applies(query);
        if (query.Offset > MaxOffset) throw new SoqlException("NUMBER_OUTSIDE_VALID_RANGE", $"Maximum SOQL offset allowed is {MaxOffset}");
        if (!IsAggregate)
        {
            Projection = new Projection(query, binder, definition, context, text);
            (order, inChangeOrder) = RowOrder.Of(query, operands);
        }
        else
        {
            Aggregation = new Aggregation(query, binder, operands, context);
        }

        IReadOnlySet<string> SemiJoin(SoqlQuery inner)
        {
            if (inner.Select is not [SelectField { Expression: { Function: null, Path: { } path } expression }])
                throw binder.Error("MALFORMED_QUERY", inner.FromSpot, "a semi join selects exactly one field");
            var plan = new QueryPlan(inner, text, context);
            var field = binder.Field(plan.definition, inner.Alias, path, expression.Spot);
            if (!field.Field.Type.IsId()) throw binder.Error("INVALID_FIELD", expression.Spot, "a semi join selects an Id or a reference");
            return plan.Rows().Select(row => field.Read(row, context.Store)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        }
    }

    public bool IsAggregate { get; }

    public Projection? Projection { get; }

    public Aggregation? Aggregation { get; }

    public ObjectDefinition Definition => definition;

    public QueryResult Run()
    {
        if (Aggregation is null)
        {
            var rows = Rows();
            return new QueryResult(definition.Name, rows.Count, rows.Count, index => Projection!.Render(rows[index]));
        }

        if (Aggregation.IsPlainCount)
        {
            var count = Matching(AccessPath.Rows(context.Store[definition], query.Where, false)).Count();
            return new QueryResult(definition.Name, Math.Min(query.Limit ?? int.MaxValue, count), 0, _ => []);
        }

        var groups = Aggregation.Run(Matching(AccessPath.Rows(context.Store[definition], query.Where, false)));
        return new QueryResult("AggregateResult", groups.Count, groups.Count, index => (JsonObject)groups[index].DeepClone());
    }

    /// <summary>The rows of the whole table that fit, in order and within the limit.</summary>
    public IReadOnlyList<Row> Rows() => InOrder(AccessPath.Rows(context.Store[definition], query.Where, inChangeOrder), alreadyInChangeOrder: inChangeOrder && !AccessPath.UsesIds(query.Where));

    /// <summary>The rows among the candidates that fit, in order and within the limit.</summary>
    public IReadOnlyList<Row> InOrder(IEnumerable<Row> candidates, bool alreadyInChangeOrder = false)
    {
        var rows = Matching(candidates);
        if (order is not null && !alreadyInChangeOrder) rows = rows.Order(order);
        if (query.Offset is { } offset) rows = rows.Skip(offset);
        if (query.Limit is { } limit) rows = rows.Take(limit);
        return [.. rows];
    }

    private IEnumerable<Row> Matching(IEnumerable<Row> rows)
    {
        var deleted = context.IncludeDeleted || query.AllRows;
        return rows.Where(row => (deleted || !row.IsDeleted) && where(row));
    }
}
