namespace CreditBridge.Core.Accounts;

/// <summary>Accounts that name customers that no ERP delivers: what they owe is not known, so that credit looks at each of their deals.</summary>
/// <param name="Accounts">How many accounts do.</param>
/// <param name="First">Their keys, by account and customer, as many as were asked for.</param>
public sealed record UndeliveredKeys(long Accounts, IReadOnlyList<UndeliveredClaim> First)
{
    /// <summary>No account does.</summary>
    public static UndeliveredKeys None { get; } = new(0, []);

    private const int MostNamed = 3;

    /// <summary>What to do about it.</summary>
    public const string NextStep = "Correct the key at the account or in the link file; 'creditbridge customers undelivered' lists them, with the unclaimed customers that carry the same identifier.";

    /// <summary>What is wrong, with the first few keys: for people.</summary>
    public string What => $"{(Accounts == 1 ? "1 account names a customer" : FormattableString.Invariant($"{Accounts:N0} accounts name customers"))} that no ERP delivers: " +
        $"{string.Join(", ", First.Take(MostNamed).Select(c => $"{c.CustomerKey} (account {c.AccountKey})"))}{(First.Count > MostNamed || Accounts > First.Count ? ", …" : ".")} " +
        "What they owe is not known: no deal of theirs is prequalified and no hold is released.";
}

/// <summary>A customer key at an account, or in the link file, that no ERP delivers and none has lost: a typing mistake, most of the time.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="CustomerKey">The key as text.</param>
public sealed record UndeliveredClaim(string AccountKey, string CustomerKey);
