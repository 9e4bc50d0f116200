using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>What a query selects, and how a row becomes JSON: fields in the order asked for, parents nested, children as results of their own.</summary>
internal sealed class Projection
{
    private readonly QueryContext context;
    private readonly Node root;
    private readonly List<(string Name, BoundField Field)> columns = [];

    public Projection(SoqlQuery query, Binder binder, ObjectDefinition definition, QueryContext context, string text)
    {
        this.context = context;
        root = new Node(definition);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var item in query.Select)
        {
            switch (item)
            {
                case SelectAll all:
                    if (query.Limit is null or > 200) throw new SoqlException("MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200");
                    foreach (var field in definition.Fields.Where(field => binder.Access.CanRead(definition, field) && Belongs(field, all.Which)))
                    {
                        if (seen.Add(field.Name)) Add(new BoundField([], definition, field), field.Name, null);
                    }

                    break;
                case SelectChildren children:
                    root.Parts.Add(new ChildPart(binder.Children(definition, children.Query.From, children.Query.FromSpot), children.Query, text, context));
                    break;
                case SelectField { Expression: { Path: { } path } expression } selected:
                    var bound = binder.Field(definition, query.Alias, path, expression.Spot);
                    if (!seen.Add(selected.Alias ?? path)) throw binder.Error("INVALID_FIELD", expression.Spot, $"duplicate field selected: {path}");
                    if (selected.Alias is not null && expression.Function is null)
                        throw binder.Error("MALFORMED_QUERY", expression.Spot, "only aggregate expressions use field aliasing");
                    Add(bound, selected.Alias ?? bound.Field.Name, expression.Function);
                    break;
            }
        }
    }

    /// <summary>The columns of a flat result, as the Bulk API gives it.</summary>
    public IReadOnlyList<(string Name, BoundField Field)> Columns => columns;

    public bool HasChildren => root.Parts.OfType<ChildPart>().Any();

    public JsonObject Render(Row row) => root.Render(row, context);

    /// <summary>The <c>attributes</c> of a row.</summary>
    public static JsonObject Attributes(Row row, string version) =>
        new() { ["type"] = row.Object.Name, ["url"] = $"/services/data/v{version}/sobjects/{row.Object.Name}/{row.Id}" };

    private static bool Belongs(FieldDefinition field, string which) => which == "ALL" || field.Custom == (which == "CUSTOM");

    private void Add(BoundField bound, string name, string? function)
    {
        columns.Add((string.Join('.', [.. bound.Hops.Select(hop => hop.RelationshipName), name]), bound));
        var node = root;
        foreach (var hop in bound.Hops)
        {
            var part = node.Parts.OfType<ParentPart>().FirstOrDefault(part => part.Reference == hop);
            if (part is null) node.Parts.Add(part = new ParentPart(hop, new Node(bound.Owner)));
            node = part.Node;
        }

        node.Parts.Add(new FieldPart(name, bound.Field, function));
    }

    private abstract class Part
    {
        public abstract void Render(Row row, JsonObject into, QueryContext context);
    }

    private sealed class Node(ObjectDefinition definition)
    {
        public ObjectDefinition Definition => definition;

        public List<Part> Parts { get; } = [];

        public JsonObject Render(Row row, QueryContext context)
        {
            var json = new JsonObject { ["attributes"] = Attributes(row, context.Version) };
            foreach (var part in Parts) part.Render(row, json, context);
            return json;
        }
    }

    private sealed class FieldPart(string name, FieldDefinition field, string? function) : Part
    {
        public override void Render(Row row, JsonObject into, QueryContext context)
        {
            var actual = row.Object.Field(field.Name);
            var value = actual is null ? null : row[actual];
            into[name] = function switch
            {
                "CONVERTCURRENCY" when value is decimal amount => FieldValues.ToJson(FieldValues.Normalize(field, amount * context.ToCorporate(row))),
                "TOLABEL" when field.PicklistValues.FirstOrDefault(item => item.Value.Equals(value)) is { } item => item.Label,
                "FORMAT" => value is null ? null : JsonValue.Create(value.ToString()),
                _ when field.Type == FieldType.Address => RowJson.Address(row, field),
                _ => FieldValues.ToJson(value),
            };
        }
    }

    private sealed class ParentPart(FieldDefinition reference, Node node) : Part
    {
        public FieldDefinition Reference => reference;

        public Node Node => node;

        public override void Render(Row row, JsonObject into, QueryContext context)
        {
            var field = row.Object.Field(reference.Name)!;
            into[reference.RelationshipName!] = row[field] is string id && context.Store.Find(id) is { } parent ? node.Render(parent, context) : null;
        }
    }

    private sealed class ChildPart(ChildRelationship relationship, SoqlQuery query, string text, QueryContext context) : Part
    {
        private readonly QueryPlan plan = new(query, text, context, relationship.Child);
        private ILookup<string?, Row>? byParent;

        public override void Render(Row row, JsonObject into, QueryContext context)
        {
            byParent ??= context.Store[relationship.Child].Rows.ToLookup(child => (string?)child[relationship.Field]);
            var rows = plan.InOrder(byParent[row.Id]);
            into[relationship.Name] = rows.Count == 0 ? null : Page(rows, context);
        }

        private JsonObject Page(IReadOnlyList<Row> rows, QueryContext context)
        {
            var result = new QueryResult(relationship.Child.Name, rows.Count, rows.Count, index => plan.Projection!.Render(rows[index]));
            var given = Math.Min(rows.Count, context.ChildPageSize);
            var page = new JsonObject { ["totalSize"] = rows.Count, ["done"] = given == rows.Count };
            if (given < rows.Count) page["nextRecordsUrl"] = context.KeepRest!(result, given);
            page["records"] = new JsonArray([.. Enumerable.Range(0, given).Select(index => (JsonNode)result.Render(index))]);
            return page;
        }
    }
}
