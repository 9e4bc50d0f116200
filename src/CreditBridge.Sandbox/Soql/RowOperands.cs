using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>Reads fields, and functions of fields, from the rows of one object.</summary>
internal sealed class RowOperands(Binder binder, ObjectDefinition definition, string? alias, QueryContext context)
{
    public Operand<Row> ForFilter(FieldExpression expression)
    {
        var (operand, field) = Bind(expression);
        if (!field.Field.Filterable) throw binder.Error("INVALID_FIELD", expression.Spot, $"field '{field.Field.Name}' can not be filtered in a query call");
        return operand;
    }

    public Operand<Row> ForOrder(FieldExpression expression)
    {
        var (operand, field) = Bind(expression);
        if (!field.Field.Sortable) throw binder.Error("INVALID_FIELD", expression.Spot, $"field '{field.Field.Name}' can not be sorted in a query call");
        return operand;
    }

    public Operand<Row> ForGroup(FieldExpression expression)
    {
        var (operand, field) = Bind(expression);
        if (expression.Function is null && !field.Field.Groupable) throw binder.Error("INVALID_FIELD", expression.Spot, $"field '{field.Field.Name}' can not be grouped in a query call");
        return operand;
    }

    public (Operand<Row> Operand, BoundField Field) Bind(FieldExpression expression)
    {
        if (expression.Path is not { } path) throw binder.Error("MALFORMED_QUERY", expression.Spot, "COUNT() must be the only element in the SELECT list");
        var field = binder.Field(definition, alias, path, expression.Spot);
        var store = context.Store;
        var operand = new Operand<Row>(field.Field.Name, field.Field.Type, row => field.Read(row, store))
        {
            ToCorporate = context.Schema.MultiCurrency ? context.ToCorporate : null,
        };
        return (expression.Function is { } function && DateFunctions.Apply(function, operand) is { } applied ? applied : operand, field);
    }
}
