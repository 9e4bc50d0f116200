namespace CreditBridge.Sandbox;

/// <summary>The rows that every org has before anybody works in it.</summary>
internal static class OrgSetup
{
    private static readonly (string Name, decimal Probability, string Forecast, string ForecastName, bool Closed, bool Won)[] Stages =
    [
        ("Prospecting", 10, "Pipeline", "Pipeline", false, false),
        ("Qualification", 10, "Pipeline", "Pipeline", false, false),
        ("Needs Analysis", 20, "Pipeline", "Pipeline", false, false),
        ("Value Proposition", 50, "Pipeline", "Pipeline", false, false),
        ("Id. Decision Makers", 60, "Pipeline", "Pipeline", false, false),
        ("Perception Analysis", 70, "Pipeline", "Pipeline", false, false),
        ("Proposal/Price Quote", 75, "Pipeline", "Pipeline", false, false),
        ("Negotiation/Review", 90, "Pipeline", "Pipeline", false, false),
        ("Closed Won", 100, "Closed", "Closed", true, true),
        ("Closed Lost", 0, "Omitted", "Omitted", true, false),
    ];

    public static void Run(SandboxOrg org, SandboxServerOptions options)
    {
        if (options.Users.All(user => user.Profile != SandboxProfile.SystemAdministrator))
            throw new ArgumentException("An org needs a user with the profile SystemAdministrator.", nameof(options));
        var profiles = Enum.GetValues<SandboxProfile>().ToDictionary(profile => profile, profile => org.Create("Profile", ("Name", ProfileName(profile))));
        foreach (var user in options.Users.OrderByDescending(user => user.Profile)) AddUser(org, user, profiles[user.Profile]);
        org.Id = org.Create("Organization", ("Name", options.OrganizationName), ("OrganizationType", "Developer Edition"), ("IsSandbox", true),
            ("InstanceName", "SBX1"), ("TimeZoneSidKey", "GMT"), ("LanguageLocaleKey", "en_US"), ("DefaultLocaleSidKey", "en_US"),
            ("DefaultCurrencyIsoCode", options.CorporateCurrency), ("FiscalYearStartMonth", 1));
        AddCurrencies(org, options);
        for (var i = 0; i < Stages.Length; i++)
        {
            var stage = Stages[i];
            org.Create("OpportunityStage", ("MasterLabel", stage.Name), ("ApiName", stage.Name), ("IsActive", true), ("SortOrder", i + 1),
                ("IsClosed", stage.Closed), ("IsWon", stage.Won), ("ForecastCategory", stage.Forecast), ("ForecastCategoryName", stage.ForecastName),
                ("DefaultProbability", stage.Probability));
        }

        AddPermissionSets(org);
        foreach (var user in options.Users)
        {
            foreach (var set in user.PermissionSets) org.AssignPermissionSet(user.Username, set);
        }
    }

    private static void AddUser(SandboxOrg org, SandboxUser user, string profileId)
    {
        var lastName = user.LastName ?? user.Username.Split('@')[0];
        var id = org.Create("User", ("Username", user.Username), ("FirstName", user.FirstName), ("LastName", lastName), ("Email", user.Username),
            ("Alias", lastName.Length > 8 ? lastName[..8] : lastName), ("IsActive", true), ("ProfileId", profileId), ("Title", user.Title),
            ("UserType", "Standard"), ("TimeZoneSidKey", "GMT"), ("LocaleSidKey", "en_US"), ("LanguageLocaleKey", "en_US"), ("EmailEncodingKey", "UTF-8"));
        org.Users.Add(id, user);
    }

    private static void AddCurrencies(SandboxOrg org, SandboxServerOptions options)
    {
        if (!options.MultiCurrency) return;
        foreach (var (iso, rate) in options.ConversionRates.Where(pair => pair.Key != options.CorporateCurrency).Prepend(KeyValuePair.Create(options.CorporateCurrency, 1m)))
        {
            org.Create("CurrencyType", ("IsoCode", iso), ("ConversionRate", rate), ("DecimalPlaces", iso is "JPY" or "KRW" ? 0 : 2), ("IsActive", true),
                ("IsCorporate", iso == options.CorporateCurrency));
        }
    }

    private static void AddPermissionSets(SandboxOrg org)
    {
        foreach (var set in org.Schema.PermissionSets)
        {
            var id = org.Create("PermissionSet", ("Name", set.Name), ("Label", set.Label), ("IsCustom", true));
            foreach (var permission in set.Objects)
            {
                org.Create("ObjectPermissions", ("ParentId", id), ("SobjectType", permission.Object), ("PermissionsRead", permission.Read),
                    ("PermissionsCreate", permission.Create), ("PermissionsEdit", permission.Edit), ("PermissionsDelete", permission.Delete),
                    ("PermissionsViewAllRecords", permission.ViewAll), ("PermissionsModifyAllRecords", permission.ModifyAll));
            }

            foreach (var permission in set.Fields)
            {
                org.Create("FieldPermissions", ("ParentId", id), ("SobjectType", permission.Field.Split('.')[0]), ("Field", permission.Field),
                    ("PermissionsRead", permission.Readable), ("PermissionsEdit", permission.Editable));
            }
        }
    }

    private static string ProfileName(SandboxProfile profile) => profile switch
    {
        SandboxProfile.MinimumAccess => "Minimum Access - API Only Integrations",
        SandboxProfile.StandardUser => "Standard User",
        _ => "System Administrator",
    };
}
