using static CreditBridge.Sandbox.Schema.Standard.StandardFields;

namespace CreditBridge.Sandbox.Schema.Standard;

/// <summary>The standard objects that this org has.</summary>
internal static class StandardObjects
{
    public static readonly IReadOnlyList<ObjectDefinition> All =
    [
        SalesObjects.Account, SalesObjects.Contact, SalesObjects.Opportunity, SalesObjects.OpportunityStage, SalesObjects.OpportunityHistory,
        SalesObjects.Task, SalesObjects.Case,
        SetupObjects.User, SetupObjects.Profile, SetupObjects.Organization, SetupObjects.CurrencyType, SetupObjects.DatedConversionRate,
        SetupObjects.PermissionSet, SetupObjects.PermissionSetAssignment, SetupObjects.FieldPermissions, SetupObjects.ObjectPermissions,
    ];

    /// <summary>Whether rows have a CurrencyIsoCode in a multi-currency org.</summary>
    public static bool CarriesCurrency(ObjectDefinition item) =>
        item.Custom || item.Name is "Account" or "Contact" or "Opportunity" or "OpportunityHistory" or "Task" or "Case";
}

/// <summary>Objects that sales people work with.</summary>
internal static class SalesObjects
{
    public static readonly ObjectDefinition Account = new("Account", "001", "Account", "Accounts",
    [
        .. Identity, MasterRecordId,
        Name("Account Name", 255),
        Picklist("Type", "Account Type", "Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller", "Installation Partner",
            "Technology Partner", "Other"),
        Lookup("ParentId", "Account", "Parent", "Parent Account ID", "ChildAccounts"),
        .. Address("Billing", "Billing"), .. Address("Shipping", "Shipping"),
        Phone("Phone", "Account Phone"), Phone("Fax", "Account Fax"), Text("AccountNumber", "Account Number", 40), Url("Website", "Website"),
        Text("Sic", "SIC Code", 20),
        Picklist("Industry", "Industry", "Agriculture", "Apparel", "Banking", "Biotechnology", "Chemicals", "Communications", "Construction", "Consulting",
            "Education", "Electronics", "Energy", "Engineering", "Entertainment", "Environmental", "Finance", "Food & Beverage", "Government", "Healthcare",
            "Hospitality", "Insurance", "Machinery", "Manufacturing", "Media", "Not For Profit", "Recreation", "Retail", "Shipping", "Technology",
            "Telecommunications", "Transportation", "Utilities", "Other"),
        Money("AnnualRevenue", "Annual Revenue", 0), Whole("NumberOfEmployees", "Employees"),
        Picklist("Ownership", "Ownership", "Public", "Private", "Subsidiary", "Other"), Text("TickerSymbol", "Ticker Symbol", 20),
        Area("Description", "Account Description", 32000), Picklist("Rating", "Account Rating", "Hot", "Warm", "Cold"), Text("Site", "Account Site", 80),
        Owner, .. Audit,
        ReadOnly(Day("LastActivityDate", "Last Activity")), ReadOnly(Instant("LastViewedDate", "Last Viewed Date")),
        ReadOnly(Instant("LastReferencedDate", "Last Referenced Date")),
        Picklist("AccountSource", "Account Source", "Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"),
    ]);

    public static readonly ObjectDefinition Contact = new("Contact", "003", "Contact", "Contacts",
    [
        .. Identity, MasterRecordId with { ReferenceTo = ["Contact"] },
        Lookup("AccountId", "Account", "Account", "Account ID", "Contacts") with { CascadeDelete = true },
        Required(Text("LastName", "Last Name", 80)), Text("FirstName", "First Name", 40),
        Picklist("Salutation", "Salutation", "Mr.", "Ms.", "Mrs.", "Dr.", "Prof."),
        Computed(Name("Full Name", 121)),
        .. Address("Mailing", "Mailing"),
        Phone("Phone", "Business Phone"), Phone("MobilePhone", "Mobile Phone"), Email("Email", "Email"), Text("Title", "Title", 128),
        Text("Department", "Department", 80), Area("Description", "Contact Description", 32000),
        Owner, .. Audit,
    ]);

    public static readonly ObjectDefinition Opportunity = new("Opportunity", "006", "Opportunity", "Opportunities",
    [
        .. Identity,
        Lookup("AccountId", "Account", "Account", "Account ID", "Opportunities") with { CascadeDelete = true },
        Checkbox("IsPrivate", "Private"),
        Name("Name", 120), Area("Description", "Description", 32000),
        Required(Picklist("StageName", "Stage")),
        Money("Amount", "Amount"), Percent("Probability", "Probability (%)") with { DefaultedOnCreate = true },
        Computed(Money("ExpectedRevenue", "Expected Amount")),
        Decimal("TotalOpportunityQuantity", "Quantity", 18, 2),
        Required(Day("CloseDate", "Close Date")),
        Picklist("Type", "Opportunity Type", "Existing Customer - Upgrade", "Existing Customer - Replacement", "Existing Customer - Downgrade", "New Customer"),
        Text("NextStep", "Next Step", 255), Picklist("LeadSource", "Lead Source", "Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"),
        Computed(Checkbox("IsClosed", "Closed")), Computed(Checkbox("IsWon", "Won")),
        Computed(Picklist("ForecastCategory", "Forecast Category", "Omitted", "Pipeline", "BestCase", "MostLikely", "Forecast", "Closed")),
        Picklist("ForecastCategoryName", "Forecast Category", "Omitted", "Pipeline", "Best Case", "Most Likely", "Commit", "Closed")
            with { DefaultedOnCreate = true },
        ReadOnly(Checkbox("HasOpportunityLineItem", "Has Line Item")),
        Owner, .. Audit,
        ReadOnly(Day("LastActivityDate", "Last Activity")), Computed(Whole("FiscalQuarter", "Fiscal Quarter")), Computed(Whole("FiscalYear", "Fiscal Year")),
        Computed(Text("Fiscal", "Fiscal Period", 6)), ReadOnly(Instant("LastStageChangeDate", "Last Stage Change Date")),
    ]);

    public static readonly ObjectDefinition OpportunityStage = new("OpportunityStage", "01J", "Opportunity Stage", "Opportunity Stages",
    [
        StandardFields.Id, Text("MasterLabel", "Master Label", 255) with { NameField = true }, Text("ApiName", "API Name", 255), Checkbox("IsActive", "Is Active"),
        Whole("SortOrder", "Order"), Checkbox("IsClosed", "Closed"), Checkbox("IsWon", "Won"),
        Picklist("ForecastCategory", "Forecast Category"), Picklist("ForecastCategoryName", "Forecast Category Name"),
        Percent("DefaultProbability", "Probability (%)"), Text("Description", "Description", 255), .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition OpportunityHistory = new("OpportunityHistory", "008", "Opportunity History", "Opportunity: Stage History",
    [
        StandardFields.Id, Lookup("OpportunityId", "Opportunity", "Opportunity", "Opportunity ID", "OpportunityHistories") with { CascadeDelete = true },
        .. Created, Picklist("StageName", "To Stage"), Money("Amount", "Amount"), Money("ExpectedRevenue", "Expected Revenue"), Day("CloseDate", "Close Date"),
        Percent("Probability", "Probability (%)"), Picklist("ForecastCategory", "To ForecastCategory"), Money("PrevAmount", "Previous Amount"),
        Day("PrevCloseDate", "Previous Close Date"), SystemModstamp, IsDeleted,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition Task = new("Task", "00T", "Task", "Tasks",
    [
        .. Identity, Lookup("WhoId", "Contact", "Who", "Name ID", "Tasks"), Lookup("WhatId", "Account,Opportunity,Case", "What", "Related To ID", "Tasks"),
        Text("Subject", "Subject", 255) with { NameField = true }, Day("ActivityDate", "Due Date Only"),
        Required(Picklist("Status", "Status", "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"))
            with { DefaultValue = "Not Started", DefaultedOnCreate = true },
        Required(Picklist("Priority", "Priority", "High", "Normal", "Low")) with { DefaultValue = "Normal", DefaultedOnCreate = true },
        Area("Description", "Description", 32000), Computed(Checkbox("IsClosed", "Closed")), Owner, .. Audit,
    ]);

    public static readonly ObjectDefinition Case = new("Case", "500", "Case", "Cases",
    [
        .. Identity, ReadOnly(Text("CaseNumber", "Case Number", 30)) with { NameField = true, Nillable = false, DefaultedOnCreate = true },
        Lookup("ContactId", "Contact", "Contact", "Contact ID", "Cases"), Lookup("AccountId", "Account", "Account", "Account ID", "Cases"),
        Picklist("Status", "Status", "New", "Working", "Escalated", "Closed") with { DefaultValue = "New", DefaultedOnCreate = true },
        Picklist("Origin", "Case Origin", "Phone", "Email", "Web"), Text("Subject", "Subject", 255),
        Picklist("Priority", "Priority", "High", "Medium", "Low") with { DefaultValue = "Medium", DefaultedOnCreate = true },
        Area("Description", "Description", 32000), Computed(Checkbox("IsClosed", "Closed")), Owner, .. Audit,
    ]);
}

/// <summary>Objects that administer the org.</summary>
internal static class SetupObjects
{
    public static readonly ObjectDefinition User = new("User", "005", "User", "Users",
    [
        StandardFields.Id, Required(Text("Username", "Username", 80)) with { Unique = true }, Required(Text("LastName", "Last Name", 80)),
        Text("FirstName", "First Name", 40), Computed(Name("Full Name", 121)), Required(Email("Email", "Email")), Required(Text("Alias", "Alias", 8)),
        Checkbox("IsActive", "Active"), Lookup("ProfileId", "Profile", "Profile", "Profile ID", "Users"), Text("Title", "Title", 80),
        Text("Department", "Department", 80), Picklist("UserType", "User Type", "Standard"), Lookup("ManagerId", "User", "Manager", "Manager ID"),
        Text("TimeZoneSidKey", "Time Zone", 40), Text("LocaleSidKey", "Locale", 40), Text("LanguageLocaleKey", "Language", 40),
        Text("EmailEncodingKey", "Email Encoding", 40), Text("DefaultCurrencyIsoCode", "Default Currency ISO Code", 3), .. Audit,
    ]) { Permissioned = false };

    public static readonly ObjectDefinition Profile = new("Profile", "00e", "Profile", "Profile",
    [
        StandardFields.Id, Name("Name", 255), Text("Description", "Description", 255), Text("UserType", "User Type", 40), .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition Organization = new("Organization", "00D", "Organization", "Organizations",
    [
        StandardFields.Id, Name("Name", 80), Text("OrganizationType", "Edition", 40), Checkbox("IsSandbox", "Is Sandbox"), Text("InstanceName", "Instance Name", 5),
        Text("DefaultLocaleSidKey", "Locale", 40), Text("LanguageLocaleKey", "Language", 40), Text("TimeZoneSidKey", "Time Zone", 40),
        Text("NamespacePrefix", "Namespace Prefix", 15), Text("DefaultCurrencyIsoCode", "Currency", 3), Whole("FiscalYearStartMonth", "Fiscal Year Starts In"),
        .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition CurrencyType = new("CurrencyType", "01L", "Currency Type", "Currency Type",
    [
        StandardFields.Id, Text("IsoCode", "Currency ISO Code", 3), Decimal("ConversionRate", "Conversion Rate", 18, 6), Whole("DecimalPlaces", "Decimal Places"),
        Checkbox("IsActive", "Is Active"), Checkbox("IsCorporate", "Is Corporate Currency"), .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition DatedConversionRate = new("DatedConversionRate", "04w", "Dated Conversion Rate", "Dated Conversion Rates",
    [
        StandardFields.Id, Text("IsoCode", "Currency ISO Code", 3), Day("StartDate", "Start Date"), Day("NextStartDate", "Next Start Date"),
        Decimal("ConversionRate", "Conversion Rate", 18, 6), .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition PermissionSet = new("PermissionSet", "0PS", "Permission Set", "Permission Set",
    [
        StandardFields.Id, Name("API Name", 80), Text("Label", "Label", 80), Text("Description", "Description", 255), Checkbox("IsOwnedByProfile", "Owned By Profile"),
        Checkbox("IsCustom", "Custom"), Text("NamespacePrefix", "Namespace Prefix", 15), .. Audit,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition PermissionSetAssignment = new("PermissionSetAssignment", "0Pa", "Permission Set Assignment", "Permission Set Assignments",
    [
        StandardFields.Id, Required(Lookup("PermissionSetId", "PermissionSet", "PermissionSet", "PermissionSet ID", "Assignments")),
        Required(Lookup("AssigneeId", "User", "Assignee", "Assignee ID", "PermissionSetAssignments")), SystemModstamp,
    ]) { Permissioned = false };

    public static readonly ObjectDefinition FieldPermissions = new("FieldPermissions", "01k", "Field Permissions", "Field Permissions",
    [
        StandardFields.Id, Lookup("ParentId", "PermissionSet", "Parent", "Parent ID", "FieldPerms"), Picklist("SobjectType", "Sobject Type Name"),
        Picklist("Field", "Field Name"), Checkbox("PermissionsRead", "Read Field"), Checkbox("PermissionsEdit", "Edit Field"), SystemModstamp,
    ]) { Writable = false, Permissioned = false };

    public static readonly ObjectDefinition ObjectPermissions = new("ObjectPermissions", "110", "Object Permissions", "Object Permissions",
    [
        StandardFields.Id, Lookup("ParentId", "PermissionSet", "Parent", "Parent ID", "ObjectPerms"), Picklist("SobjectType", "Sobject Type Name"),
        Checkbox("PermissionsRead", "Read Records"), Checkbox("PermissionsCreate", "Create Records"), Checkbox("PermissionsEdit", "Edit Records"),
        Checkbox("PermissionsDelete", "Delete Records"), Checkbox("PermissionsViewAllRecords", "Read All Records"),
        Checkbox("PermissionsModifyAllRecords", "Edit All Records"), SystemModstamp,
    ]) { Writable = false, Permissioned = false };
}
