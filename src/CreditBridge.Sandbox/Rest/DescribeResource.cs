using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/sobjects and /sobjects/{object}[/describe]: what this user may see and change.</summary>
internal sealed class DescribeResource(SandboxOrg org, RowResource rows)
{
    /// <summary>Metadata does not change while the org runs, but what a user sees of it does; the header names the later of start and last assignment.</summary>
    private readonly DateTimeOffset started = FieldValues.WholeSeconds(org.Now);

    public ApiResponse Global(ApiRequest request) => NotModified(request) ?? Dated(new JsonObject
    {
        ["encoding"] = "UTF-8",
        ["maxBatchSize"] = 200,
        ["sobjects"] = ApiJson.Array(org.Schema.Objects.Where(request.Access.CanRead), item => Summary(item, request)),
    });

    public ApiResponse Object(ApiRequest request, string name)
    {
        var item = rows.ObjectOf(request, name);
        var recent = org.Store[item].InChangeOrder.Reverse().Where(row => !row.IsDeleted).Take(5);
        return ApiResponse.Ok(new JsonObject
        {
            ["objectDescribe"] = Summary(item, request),
            ["recentItems"] = ApiJson.Array(recent, row => RowResource.Render(row, item.NameField is { } field ? [item.IdField, field] : [item.IdField], request.Version)),
        });
    }

    public ApiResponse Describe(ApiRequest request, string name)
    {
        var item = rows.ObjectOf(request, name);
        if (NotModified(request) is { } unchanged) return unchanged;
        var json = Summary(item, request);
        json["actionOverrides"] = new JsonArray();
        json["childRelationships"] = ApiJson.Array(
            org.Schema.Children(item).Where(child => request.Access.CanRead(child.Child) && request.Access.CanRead(child.Child, child.Field)), Child);
        json["compactLayoutable"] = true;
        json["fields"] = ApiJson.Array(item.Fields.Where(field => request.Access.CanRead(item, field)), field => FieldDescribe.Of(item, field, request.Access, PicklistOf(item, field)));
        json["listviewable"] = null;
        json["lookupLayoutable"] = null;
        json["namedLayoutInfos"] = new JsonArray();
        json["networkScopeFieldName"] = null;
        json["recordTypeInfos"] = new JsonArray(new JsonObject
        {
            ["active"] = true, ["available"] = true, ["defaultRecordTypeMapping"] = true, ["developerName"] = "Master", ["master"] = true, ["name"] = "Master",
            ["recordTypeId"] = "012000000000000AAA", ["urls"] = new JsonObject(),
        });
        json["sobjectDescribeOption"] = "FULL";
        json["supportedScopes"] = new JsonArray();
        return Dated(json);
    }

    /// <summary>The values a picklist offers; those of StageName and CurrencyIsoCode are records.</summary>
    private IReadOnlyList<PicklistValue> PicklistOf(ObjectDefinition item, FieldDefinition field) => (item.Name, field.Name) switch
    {
        ("Opportunity" or "OpportunityHistory", "StageName") => [.. org.Store["OpportunityStage"].Rows.OrderBy(row => (decimal)row["SortOrder"]!)
            .Select(row => new PicklistValue((string)row["ApiName"]!, (string)row["MasterLabel"]!))],
        (_, "CurrencyIsoCode") => [.. org.Store["CurrencyType"].Rows.Select(row => new PicklistValue((string)row["IsoCode"]!, (string)row["IsoCode"]!))],
        _ => field.PicklistValues,
    };

    private ApiResponse? NotModified(ApiRequest request) =>
        Preconditions.Date(request, "If-Modified-Since") is { } since && LastModified <= since ? new ApiResponse(304) : null;

    private ApiResponse Dated(JsonNode body) => ApiResponse.Ok(body) with { Headers = new Dictionary<string, string> { ["Last-Modified"] = LastModified.ToString("R") } };

    private DateTimeOffset LastModified
    {
        get
        {
            var assigned = org.Store["PermissionSetAssignment"].InChangeOrder.LastOrDefault()?.Stamp ?? started;
            return assigned > started ? assigned : started;
        }
    }

    private static JsonObject Summary(ObjectDefinition item, ApiRequest request)
    {
        var url = $"/services/data/v{request.Version}/sobjects/{item.Name}";
        var access = request.Access;
        var deletable = item.DeletedField is not null || item.Name == "PermissionSetAssignment";
        return new JsonObject
        {
            ["activateable"] = false, ["associateEntityType"] = null, ["associateParentEntity"] = null, ["createable"] = access.CanCreate(item), ["custom"] = item.Custom,
            ["customSetting"] = false, ["deepCloneable"] = false, ["defaultImplementation"] = null, ["deletable"] = deletable && access.CanDelete(item),
            ["deprecatedAndHidden"] = false, ["extendedBy"] = null, ["extendsInterfaces"] = null, ["feedEnabled"] = false, ["hasSubtypes"] = false,
            ["implementedBy"] = null, ["implementsInterfaces"] = null, ["isInterface"] = false, ["isSubtype"] = false, ["keyPrefix"] = item.KeyPrefix,
            ["label"] = item.Label, ["labelPlural"] = item.PluralLabel, ["layoutable"] = item.Permissioned,
            ["mergeable"] = item.Field("MasterRecordId") is not null && access.CanEdit(item), ["mruEnabled"] = item.Permissioned, ["name"] = item.Name,
            ["queryable"] = true, ["replicateable"] = true, ["retrieveable"] = true, ["searchLayoutable"] = item.Permissioned, ["searchable"] = item.Permissioned,
            ["triggerable"] = item.Permissioned, ["undeletable"] = deletable && access.CanDelete(item), ["updateable"] = access.CanEdit(item),
            ["urls"] = new JsonObject { ["rowTemplate"] = url + "/{ID}", ["describe"] = url + "/describe", ["sobject"] = url },
        };
    }

    private static JsonNode Child(ChildRelationship child) => new JsonObject
    {
        ["cascadeDelete"] = child.Field.CascadeDelete, ["childSObject"] = child.Child.Name, ["deprecatedAndHidden"] = false, ["field"] = child.Field.Name,
        ["junctionIdListNames"] = new JsonArray(), ["junctionReferenceTo"] = new JsonArray(), ["relationshipName"] = child.Name, ["restrictedDelete"] = false,
    };
}
