using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Fields;

/// <summary>
/// A field that CreditBridge writes onto a CRM record, under its canonical name ("Account.CreditScore"). A connector maps it to the name that its system uses.
/// The complete list is <see cref="CreditFields"/>.
/// </summary>
/// <param name="Target">Kind of record that carries it.</param>
/// <param name="Name">Canonical name within the kind, in Pascal case; stored, so it never changes.</param>
/// <param name="Type">What kind of value it holds.</param>
/// <param name="Meaning">What it says, in one sentence.</param>
public sealed record CreditField(RecordKind Target, string Name, FieldType Type, string Meaning)
{
    /// <summary>Whether the field merely accompanies others: it is written when one of them changes, and never causes a write by itself (the time of the check, the decision's id).</summary>
    public bool Accompanies { get; init; }

    /// <summary>The only texts that it can hold besides none; empty when any text, such as the name of a band, is possible.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The full canonical name, such as "Account.CreditScore".</summary>
    public string FullName => $"{Target}.{Name}";

    /// <inheritdoc />
    public bool Equals(CreditField? other) => other is not null && Target == other.Target && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Target, Name);

    /// <inheritdoc />
    public override string ToString() => FullName;
}
