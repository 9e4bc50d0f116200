using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>Matches the names in a query with what the user may see. What is hidden does not exist.</summary>
internal sealed class Binder(string query, OrgSchema schema, UserAccess access)
{
    private const int MaxHops = 5;
    private const string AskDescribe = " Please reference your WSDL or the describe call for the appropriate names.";

    public OrgSchema Schema => schema;

    public UserAccess Access => access;

    public ObjectDefinition Object(string name, Spot spot) =>
        schema.TryGet(name, out var found) && !found.IsEvent && access.CanRead(found)
            ? found
            : throw SoqlException.At("INVALID_TYPE", query, spot.Position,
                $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name." + AskDescribe);

    public ChildRelationship Children(ObjectDefinition parent, string name, Spot spot) =>
        schema.Children(parent).FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            && access.CanRead(item.Child) && access.CanRead(item.Child, item.Field))
        ?? throw SoqlException.At("INVALID_TYPE", query, spot.Position,
            $"Didn't understand relationship '{name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' "
            + "after the custom relationship name." + AskDescribe);

    public BoundField Field(ObjectDefinition root, string? alias, string path, Spot spot)
    {
        var segments = path.Split('.');
        var first = segments.Length > 1 && (segments[0].Equals(alias, StringComparison.OrdinalIgnoreCase)
            || (segments[0].Equals(root.Name, StringComparison.OrdinalIgnoreCase) && root.Relationship(segments[0]) is null)) ? 1 : 0;
        if (segments.Length - 1 - first > MaxHops) throw Error("INVALID_FIELD", spot, "SOQL relationships cannot be followed more than 5 levels");
        List<FieldDefinition> hops = [];
        IReadOnlyList<ObjectDefinition> owners = [root];
        for (var i = first; i < segments.Length - 1; i++)
        {
            if (owners[0].Relationship(segments[i]) is not { } hop || !access.CanRead(owners[0], hop))
            {
                throw Error("INVALID_FIELD", spot, $"Didn't understand relationship '{segments[i]}' in field path. If you are attempting to use a custom relationship, "
                    + "be sure to append the '__r' after the custom relationship name." + AskDescribe);
            }

            hops.Add(hop);
            owners = [.. hop.ReferenceTo.Select(name => schema[name]).Where(access.CanRead)];
            if (owners.Count == 0) throw NoSuchColumn(segments[^1], hop.ReferenceTo[0], spot);
        }

        var owner = owners.FirstOrDefault(item => access.Visible(item, segments[^1]) is not null) ?? throw NoSuchColumn(segments[^1], owners[0].Name, spot);
        return new BoundField(hops, owner, owner.Field(segments[^1])!);
    }

    public SoqlException Error(string code, Spot spot, string problem) => SoqlException.At(code, query, spot.Position, problem);

    private SoqlException NoSuchColumn(string column, string entity, Spot spot) => Error("INVALID_FIELD", spot,
        $"No such column '{column}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name." + AskDescribe);
}
