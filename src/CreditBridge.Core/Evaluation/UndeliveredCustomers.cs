using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Evaluation;

/// <summary>What is said of an account one of whose customer keys no ERP delivers. What it owes under that key is not known, and nothing gets better by that.</summary>
internal static class UndeliveredCustomers
{
    private const int MostNamed = 3;

    /// <summary>Whether there is such a key.</summary>
    public static bool HasUndelivered(this CreditFile file) => file.UnknownCustomers.Count > 0;

    /// <summary>Whether nothing at all is known of the account's customers: none of its keys is delivered, now or earlier.</summary>
    public static bool HasOnlyUndelivered(this CreditFile file) => file.HasUndelivered() && file.Customers.Count == 0;

    /// <summary>Whether another account of the group has such a key.</summary>
    public static bool HasUndeliveredMember(this CreditFile file) => file.Group?.Others.Any(o => o.IsUndelivered == true) == true;

    /// <summary>The sentence for sales and credit; only for a file that has such a key, or whose group has.</summary>
    public static string Sentence(CreditFile file) => !file.HasUndelivered()
        ? $"What its group of companies owes is not known: no ERP delivers a customer key of {Members(file)}."
        : file.UnknownCustomers.Count == 1
        ? $"The account is linked to customer key {Keys(file)}, and that is in no ERP: what it owes is not known until the key is corrected."
        : $"The account is linked to customer keys {Keys(file)}, and these are in no ERP: what it owes is not known until they are corrected.";

    /// <summary>Why a hold stays.</summary>
    public static string KeepsHold(CreditFile file) => !file.HasUndelivered()
        ? $"A customer key of {Members(file)} of its group is in no ERP: nothing is released before that is corrected, or an ERP delivers it."
        : $"Customer key {Keys(file)} of the account is in no ERP: nothing is released before that is corrected, or an ERP delivers it.";

    private static string Members(CreditFile file) => string.Join(", ", file.Group!.Others.Where(o => o.IsUndelivered == true).Take(MostNamed).Select(o => $"'{o.Name}'"));

    private static string Keys(CreditFile file) => string.Join(", ", file.UnknownCustomers.Take(MostNamed)) + (file.UnknownCustomers.Count > MostNamed ? ", …" : "");
}
