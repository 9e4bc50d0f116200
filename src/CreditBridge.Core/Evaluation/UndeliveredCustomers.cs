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

    /// <summary>The sentence for sales and credit; only for a file that has such a key.</summary>
    public static string Sentence(CreditFile file) => file.UnknownCustomers.Count == 1
        ? $"The account is linked to customer key {Keys(file)}, and that is in no ERP: what it owes is not known until the key is corrected."
        : $"The account is linked to customer keys {Keys(file)}, and these are in no ERP: what it owes is not known until they are corrected.";

    /// <summary>Why a hold stays.</summary>
    public static string KeepsHold(CreditFile file) =>
        $"Customer key {Keys(file)} of the account is in no ERP: nothing is released before that is corrected, or an ERP delivers it.";

    private static string Keys(CreditFile file) => string.Join(", ", file.UnknownCustomers.Take(MostNamed)) + (file.UnknownCustomers.Count > MostNamed ? ", …" : "");
}
