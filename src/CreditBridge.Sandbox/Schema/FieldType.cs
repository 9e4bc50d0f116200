namespace CreditBridge.Sandbox.Schema;

/// <summary>The field types of the platform, named as describe names them.</summary>
internal enum FieldType
{
    Id,
    String,
    TextArea,
    Boolean,
    Int,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Picklist,
    MultiPicklist,
    Reference,
    Email,
    Phone,
    Url,
    Address,
}

internal static class FieldTypes
{
    /// <summary>The type as describe writes it (<c>multipicklist</c>).</summary>
    public static string ApiName(this FieldType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type as error messages of the query parser write it (<c>dateTime</c>).</summary>
    public static string SoqlName(this FieldType type) => type == FieldType.DateTime ? "dateTime" : type.ApiName();

    public static string SoapType(this FieldType type) => type switch
    {
        FieldType.Id or FieldType.Reference => "tns:ID",
        FieldType.Boolean => "xsd:boolean",
        FieldType.Int => "xsd:int",
        FieldType.Double or FieldType.Currency or FieldType.Percent => "xsd:double",
        FieldType.Date => "xsd:date",
        FieldType.DateTime => "xsd:dateTime",
        FieldType.Address => "urn:address",
        _ => "xsd:string",
    };

    public static bool IsText(this FieldType type) => type is FieldType.String or FieldType.TextArea or FieldType.Picklist
        or FieldType.MultiPicklist or FieldType.Email or FieldType.Phone or FieldType.Url;

    public static bool IsNumber(this FieldType type) => type is FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent;

    public static bool IsId(this FieldType type) => type is FieldType.Id or FieldType.Reference;
}
