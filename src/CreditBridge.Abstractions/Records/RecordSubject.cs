using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>Whom a record is about: a CRM account, an ERP customer, or everybody (reference data such as stages and rates).</summary>
public readonly record struct RecordSubject
{
    private RecordSubject(SubjectKind kind, string key)
    {
        Kind = kind;
        Key = key;
    }

    /// <summary>What <see cref="Key"/> names.</summary>
    public SubjectKind Kind { get; }

    /// <summary>Account key or customer key; empty for reference data.</summary>
    public string Key { get => field ?? ""; }

    /// <summary>Reference data: concerns every account.</summary>
    public static RecordSubject Everybody => default;

    /// <summary>Concerns nobody's credit, such as the name of a user.</summary>
    public static RecordSubject Nobody { get; } = new(SubjectKind.Nobody, "");

    /// <summary>About a CRM account; null (a deal without an account) concerns nobody.</summary>
    public static RecordSubject Account(string? key) => string.IsNullOrEmpty(key) ? Nobody : new(SubjectKind.Account, key);

    /// <summary>About an ERP customer, and through its claim about an account.</summary>
    public static RecordSubject Customer(CustomerKey key) => new(SubjectKind.Customer, key.ToString());
}

/// <summary>What a <see cref="RecordSubject"/> names. The numbers are stored: append, never renumber.</summary>
public enum SubjectKind
{
    /// <summary>Reference data.</summary>
    Everybody = 0,

    /// <summary>A CRM account.</summary>
    Account = 1,

    /// <summary>An ERP customer.</summary>
    Customer = 2,

    /// <summary>Nobody's credit depends on it.</summary>
    Nobody = 3,
}
