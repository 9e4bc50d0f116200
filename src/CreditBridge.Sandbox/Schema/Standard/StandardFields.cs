namespace CreditBridge.Sandbox.Schema.Standard;

/// <summary>The shapes that standard fields come in, so that an object reads as a list.</summary>
internal static class StandardFields
{
    public static readonly FieldDefinition Id = new("Id", FieldType.Id)
    {
        Label = "Record ID", Length = 18, Nillable = false, Createable = false, Updateable = false, DefaultedOnCreate = true,
    };

    public static readonly FieldDefinition IsDeleted = ReadOnly(Checkbox("IsDeleted", "Deleted"));

    public static readonly FieldDefinition MasterRecordId = ReadOnly(Lookup("MasterRecordId", "Account", "MasterRecord", "Master Record ID"));

    public static readonly FieldDefinition SystemModstamp = ReadOnly(Required(Instant("SystemModstamp", "System Modstamp")));

    public static readonly FieldDefinition Owner = Lookup("OwnerId", "User", "Owner", "Owner ID") with { Nillable = false, DefaultedOnCreate = true };

    public static readonly FieldDefinition CurrencyIsoCode = new("CurrencyIsoCode", FieldType.Picklist)
    {
        Label = "Currency ISO Code", Length = 255, RestrictedPicklist = true, DefaultedOnCreate = true,
    };

    public static readonly IReadOnlyList<FieldDefinition> Identity = [Id, IsDeleted];

    public static readonly IReadOnlyList<FieldDefinition> Created =
    [
        ReadOnly(Required(Instant("CreatedDate", "Created Date"))),
        ReadOnly(Required(Lookup("CreatedById", "User", "CreatedBy", "Created By ID"))),
    ];

    public static readonly IReadOnlyList<FieldDefinition> Audit =
    [
        .. Created,
        ReadOnly(Required(Instant("LastModifiedDate", "Last Modified Date"))),
        ReadOnly(Required(Lookup("LastModifiedById", "User", "LastModifiedBy", "Last Modified By ID"))),
        SystemModstamp,
    ];

    public static FieldDefinition Name(string label, int length) => Required(Text("Name", label, length)) with { NameField = true };

    public static FieldDefinition Text(string name, string label, int length) => new(name, FieldType.String) { Label = label, Length = length };

    public static FieldDefinition Area(string name, string label, int length) => new(name, FieldType.TextArea) { Label = label, Length = length };

    public static FieldDefinition Phone(string name, string label) => new(name, FieldType.Phone) { Label = label, Length = 40 };

    public static FieldDefinition Url(string name, string label) => new(name, FieldType.Url) { Label = label, Length = 255 };

    public static FieldDefinition Email(string name, string label) => new(name, FieldType.Email) { Label = label, Length = 80 };

    public static FieldDefinition Whole(string name, string label) => new(name, FieldType.Int) { Label = label, Precision = 8 };

    public static FieldDefinition Decimal(string name, string label, int precision, int scale) =>
        new(name, FieldType.Double) { Label = label, Precision = precision, Scale = scale };

    public static FieldDefinition Money(string name, string label, int scale = 2) =>
        new(name, FieldType.Currency) { Label = label, Precision = 18, Scale = scale };

    public static FieldDefinition Percent(string name, string label) => new(name, FieldType.Percent) { Label = label, Precision = 3 };

    public static FieldDefinition Checkbox(string name, string label) =>
        new(name, FieldType.Boolean) { Label = label, Nillable = false, DefaultedOnCreate = true, DefaultValue = false };

    public static FieldDefinition Day(string name, string label) => new(name, FieldType.Date) { Label = label };

    public static FieldDefinition Instant(string name, string label) => new(name, FieldType.DateTime) { Label = label };

    public static FieldDefinition Picklist(string name, string label, params string[] values) =>
        new(name, FieldType.Picklist) { Label = label, Length = 255, PicklistValues = [.. values.Select(value => new PicklistValue(value, value))] };

    public static FieldDefinition Lookup(string name, string to, string relationship, string label, string? children = null) => new(name, FieldType.Reference)
    {
        Label = label, Length = 18, ReferenceTo = to.Split(','), RelationshipName = relationship, ChildRelationshipName = children,
    };

    public static IReadOnlyList<FieldDefinition> Address(string prefix, string label) =>
    [
        Area($"{prefix}Street", $"{label} Street", 255),
        Text($"{prefix}City", $"{label} City", 40),
        Text($"{prefix}State", $"{label} State/Province", 80),
        Text($"{prefix}PostalCode", $"{label} Zip/Postal Code", 20),
        Text($"{prefix}Country", $"{label} Country", 80),
        Decimal($"{prefix}Latitude", $"{label} Latitude", 18, 15),
        Decimal($"{prefix}Longitude", $"{label} Longitude", 18, 15),
        ReadOnly(new FieldDefinition($"{prefix}Address", FieldType.Address) { Label = $"{label} Address" }),
    ];

    public static FieldDefinition Required(FieldDefinition field) => field with { Nillable = false };

    public static FieldDefinition ReadOnly(FieldDefinition field) => field with { Createable = false, Updateable = false };

    /// <summary>A value that the platform works out from other fields.</summary>
    public static FieldDefinition Computed(FieldDefinition field) => ReadOnly(field) with { Calculated = true };
}
