using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Rest;

/// <summary>One field in a describe, with every member that clients look at.</summary>
internal static class FieldDescribe
{
    public static JsonObject Of(ObjectDefinition item, FieldDefinition field, UserAccess access, IReadOnlyList<PicklistValue> values)
    {
        var text = field.Type.IsText() || field.Type.IsId();
        var editable = access.CanEdit(item, field);
        return new JsonObject
        {
            ["aggregatable"] = field.Filterable && field.Type is not (FieldType.Boolean or FieldType.MultiPicklist),
            ["aiPredictionField"] = false,
            ["autoNumber"] = field.NameField && !field.Createable && !field.Calculated,
            ["byteLength"] = text ? field.Length * (field.Type.IsId() ? 1 : 3) : 0,
            ["calculated"] = field.Formula is not null,
            ["calculatedFormula"] = field.Formula,
            ["cascadeDelete"] = field.CascadeDelete,
            ["caseSensitive"] = field.CaseSensitive,
            ["compoundFieldName"] = item.Compound(field)?.Name,
            ["controllerName"] = null,
            ["createable"] = field.Createable && item.Writable && editable,
            ["custom"] = field.Custom,
            ["defaultValue"] = FieldValues.ToJson(field.DefaultValue),
            ["defaultValueFormula"] = null,
            ["defaultedOnCreate"] = field.DefaultedOnCreate,
            ["dependentPicklist"] = false,
            ["deprecatedAndHidden"] = false,
            ["digits"] = field.Type == FieldType.Int ? 8 : 0,
            ["displayLocationInDecimal"] = false,
            ["encrypted"] = false,
            ["externalId"] = field.ExternalId,
            ["extraTypeInfo"] = field.IsLongText ? "plaintextarea" : null,
            ["filterable"] = field.Filterable,
            ["filteredLookupInfo"] = null,
            ["formulaTreatNullNumberAsZero"] = false,
            ["groupable"] = field.Groupable,
            ["highScaleNumber"] = false,
            ["htmlFormatted"] = false,
            ["idLookup"] = field.Type == FieldType.Id || field.ExternalId || field.NameField,
            ["inlineHelpText"] = field.HelpText,
            ["label"] = field.Label,
            ["length"] = text ? field.Length : 0,
            ["mask"] = null,
            ["maskType"] = null,
            ["name"] = field.Name,
            ["nameField"] = field.NameField,
            ["namePointing"] = field.ReferenceTo.Count > 1,
            ["nillable"] = field.Nillable,
            ["permissionable"] = field.Nillable || field.Custom,
            ["picklistValues"] = ApiJson.Array(values, value => new JsonObject
            {
                ["active"] = true, ["defaultValue"] = value.IsDefault, ["label"] = value.Label, ["validFor"] = null, ["value"] = value.Value,
            }),
            ["polymorphicForeignKey"] = field.ReferenceTo.Count > 1,
            ["precision"] = field.Type is FieldType.Double or FieldType.Currency or FieldType.Percent ? field.Precision : 0,
            ["queryByDistance"] = false,
            ["referenceTargetField"] = null,
            ["referenceTo"] = ApiJson.Array(field.ReferenceTo, name => name),
            ["relationshipName"] = field.RelationshipName,
            ["relationshipOrder"] = null,
            ["restrictedDelete"] = false,
            ["restrictedPicklist"] = field.RestrictedPicklist,
            ["scale"] = field.Scale,
            ["searchPrefilterable"] = false,
            ["soapType"] = field.Type.SoapType(),
            ["sortable"] = field.Sortable,
            ["type"] = field.Type.ApiName(),
            ["unique"] = field.Unique,
            ["updateable"] = field.Updateable && item.Writable && editable,
            ["writeRequiresMasterRead"] = false,
        };
    }
}
