namespace CreditBridge.TestKit.Connectors;

/// <summary>Something that a system under test can be made to do. What it cannot, its harness declares with the reason; nothing is passed over in silence.</summary>
public enum Ability
{
    /// <summary>It can hold a record that cannot be read.</summary>
    UnreadableRecord,

    /// <summary>It lets a record go, and says so or does not list it any more.</summary>
    Deletion,

    /// <summary>It can show one key twice in one go.</summary>
    Duplicate,

    /// <summary>It can show a change whose stamp is older than what was read last.</summary>
    LateArrival,

    /// <summary>A record can get another key.</summary>
    KeyChange,

    /// <summary>Its records hold amounts with a currency of their own.</summary>
    Currency,

    /// <summary>It can refuse a login.</summary>
    WrongCredentials,

    /// <summary>A column, field or property that is needed can vanish.</summary>
    MissingColumn,

    /// <summary>A column, field or property that nobody knows can appear.</summary>
    AddedColumn,

    /// <summary>A column, field or property can change its type.</summary>
    ChangedType,
}

/// <summary>How the shape of a system changes overnight.</summary>
public enum SchemaDrift
{
    /// <summary>It is as the connection was set up for it; also the way back.</summary>
    None,

    /// <summary>Something that every record needs is gone; see <see cref="Ability.MissingColumn"/>.</summary>
    MissingColumn,

    /// <summary>Something unknown has come; see <see cref="Ability.AddedColumn"/>.</summary>
    AddedColumn,

    /// <summary>A date or number is written in a way that cannot be read; see <see cref="Ability.ChangedType"/>.</summary>
    ChangedType,
}
