namespace CreditBridge.Sandbox;

/// <summary>What a user may do before any permission set is assigned.</summary>
public enum SandboxProfile
{
    /// <summary>Nothing but setup data and its own record; every object and field comes from permission sets.</summary>
    MinimumAccess,

    /// <summary>All standard objects and their standard fields; custom objects and fields come from permission sets.</summary>
    StandardUser,

    /// <summary>Everything.</summary>
    SystemAdministrator,
}
