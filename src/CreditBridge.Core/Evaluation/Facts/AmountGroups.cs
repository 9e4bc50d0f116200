namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>Groups of amounts that figures are made of. What is in such a group and cannot be converted makes every figure of the group unknown.</summary>
[Flags]
internal enum AmountGroups
{
    /// <summary>None: the figure needs no amounts.</summary>
    None = 0,

    /// <summary>Open invoices and debit notes.</summary>
    Owed = 1,

    /// <summary>Of these, what is past due; and the credits that the policy sets against it.</summary>
    PastDue = 2,

    /// <summary>Of these, what the customer disputes.</summary>
    Disputed = 4,

    /// <summary>Credit notes and unapplied cash.</summary>
    Credits = 8,

    /// <summary>Orders accepted and not delivered.</summary>
    Orders = 16,

    /// <summary>Orders to be delivered later than the policy looks.</summary>
    LaterOrders = 32,

    /// <summary>What is delivered and not invoiced.</summary>
    Unbilled = 64,

    /// <summary>Orders paid in advance.</summary>
    PrepaidOrders = 128,

    /// <summary>Open deals.</summary>
    Pipeline = 256,

    /// <summary>Settled items.</summary>
    Paid = 512,

    /// <summary>Limits that ERPs hold.</summary>
    Limits = 1024,
}
